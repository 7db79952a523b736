// A report file from a sample, as the writer of the product makes one: for work on the page without
// a compiler.
//
//   node assemble.mjs small|hostile|huge FILE

import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {deflateRawSync} from 'node:zlib';

import {encode} from './encode.mjs';
import {hostileSample, hugeSample, smallSample} from './samples.mjs';
import {stack} from './stack.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const page = join(top, 'app/image_report/html/page');

/** All modules of the page as one. */
function bundle() {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
  try {
    const to = join(folder, 'page.mjs');
    execFileSync(process.env.CMAKE ?? 'cmake', [
      '-D', `ORDER=${join(page, 'order.txt')}`, '-D', `TO=${to}`, '-P',
      join(top, 'cmake/bundle.cmake')
    ]);
    return readFileSync(to, 'utf8');
  } finally {
    rmSync(folder, {recursive: true});
  }
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export function assemble({layers, report}) {
  const style = readFileSync(join(page, 'style.css'), 'utf8');
  const script = bundle();
  const parts = {
    style,
    script,
    title: 'sample',
    summary: '',
    policy: `default-src 'none'; script-src ${hash(script)}; style-src ${
                hash(style)}; base-uri 'none'; form-action 'none'; ` +
        'require-trusted-types-for \'script\'; trusted-types \'none\'',
    report: JSON.stringify(report).replaceAll('<', '\\u003c'),
    index: deflateRawSync(encode(stack(layers))).toString('base64'),
  };
  return readFileSync(join(page, 'page.html'), 'utf8')
      .replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , kind, to] = process.argv;
  const samples = {small: smallSample, hostile: hostileSample, huge: () => hugeSample(1_000_000)};
  writeFileSync(to, assemble(samples[kind]()));
}
