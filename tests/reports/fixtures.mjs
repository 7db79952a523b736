// Fixtures as the tests of reports need them: every Dockerfile below a folder, without its `#~`
// marker lines, in a folder of its own; a part that begins `#~ --- NAME` becomes the file NAME.

import {mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join, relative} from 'node:path';

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'plimsoll-reports-'));
}

function isDockerfile(name) {
  return /(^|[._-])(docker|container)file([._-].*)?$/i.test(name) && !/\.dockerignore$/i.test(name);
}

// Latin-1 keeps every byte as it is, UTF-8 or not.
function unpack(path, folder) {
  let name = 'Dockerfile';
  const parts = new Map([[name, '']]);
  for (const line of readFileSync(path, 'latin1').split(/(?<=\n)/)) {
    const next = /^#~ --- (\S+)/.exec(line);
    if (next) {
      name = next[1];
      parts.set(name, '');
    } else if (!line.startsWith('#~')) {
      parts.set(name, parts.get(name) + line);
    }
  }
  for (const [file, text] of parts) {
    const target = join(folder, file);
    mkdirSync(dirname(target), {recursive: true});
    writeFileSync(target, text, 'latin1');
  }
}

// Unpacks all fixtures below `folder` into `into`; answers [{name, folder}], sorted by name.
export function unpackFixtures(folder, into) {
  const names = readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile() && isDockerfile(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
      .sort();
  return names.map((name, index) => {
    const target = join(into, String(index), basename(name).replace(/[^\w.-]/g, '_'));
    mkdirSync(target, {recursive: true});
    unpack(join(folder, name), target);
    return {name, folder: target};
  });
}
