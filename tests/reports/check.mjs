// Checks the reports that programs read, of every fixture and of hand-made samples.
//
//   node check.mjs --plimsoll BINARY FOLDER...    lints every fixture below the folders
//   node check.mjs --images BINARY FOLDER...      scans every image that FOLDER/*.image describes
//   node check.mjs --samples FOLDER               reads FOLDER/*.sarif, *.json, *.image.json
//
// Prints one line when all is well, else every problem, and exits with 1.

import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

import {fixProblems} from './fixes.mjs';
import {temporaryFolder, unpackFixtures} from './fixtures.mjs';
import {githubProblems, multitoolNotices, multitoolProblems, sarifSchemaProblems, validator} from
    './sarif.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const jsonSchemaProblems = validator(join(here, '../../docs/schema/report.schema.json'));
const imageSchemaProblems = validator(join(here, '../../docs/schema/image.schema.json'));

function* samples(folder) {
  for (const name of readdirSync(folder).sort()) {
    const read = () => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    if (name.endsWith('.sarif')) yield {name, sarif: read()};
    if (name.endsWith('.image.json')) {
      yield {name, image: read()};
    } else if (name.endsWith('.json')) {
      yield {name, json: read()};
    }
  }
}

function* linted(binary, folders, work) {
  const fixtures = folders.flatMap((folder, index) => unpackFixtures(folder, join(work, `${index}`)));
  for (const fixture of fixtures) {
    const sarif = join(fixture.folder, 'out.sarif');
    const ran = spawnSync(
        binary,
        ['lint', '--preview', '--show-suppressed', '--format', 'json', '--output', `sarif=${sarif}`,
         'Dockerfile'],
        {cwd: fixture.folder, encoding: 'utf8', maxBuffer: 1 << 28});
    if (ran.error || ![0, 1, 3].includes(ran.status)) {
      throw new Error(`${fixture.name}: exit ${ran.status} ${ran.error ?? ran.stderr}`);
    }
    yield {name: fixture.name, json: JSON.parse(ran.stdout),
           sarif: JSON.parse(readFileSync(sarif, 'utf8')),
           source: readFileSync(join(fixture.folder, 'Dockerfile'))};
  }
}

// As tests/e2e/image_archive.py reads them; with FOLDER/NAME.Dockerfile, where there is one.
function* scanned(binary, folders, work) {
  const archive = join(here, '../e2e/image_archive.py');
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.image')).sort()) {
      const input = readFileSync(join(folder, name));
      const made = spawnSync(archive, [join(work, 'image.tar'), 'app:1'], {input});
      if (made.status !== 0) throw new Error(`${name}: ${made.error ?? made.stderr}`);
      const dockerfile = join(folder, name.replace(/image$/, 'Dockerfile'));
      const runs = existsSync(dockerfile) ? [[], ['--dockerfile', dockerfile]] : [[]];
      for (const more of runs) {
        const sarif = join(work, 'image.sarif');
        const ran = spawnSync(
            binary,
            ['image', '--preview', '--show-suppressed', '--no-cache', '--format', 'json', '--output',
             `sarif=${sarif}`, '--max-waste', '0', ...more, join(work, 'image.tar')],
            {encoding: 'utf8', maxBuffer: 1 << 28});
        if (ran.error || ![0, 1, 3].includes(ran.status)) {
          throw new Error(`${name}: exit ${ran.status} ${ran.error ?? ran.stderr}`);
        }
        yield {name: [name, ...more.slice(0, 1)].join(' '), image: JSON.parse(ran.stdout),
               sarif: JSON.parse(readFileSync(sarif, 'utf8'))};
      }
    }
  }
}

function check(reports, work) {
  const problems = [];
  const logs = [];
  let results = 0;
  for (const {name, sarif, json, image, source} of reports) {
    const note = (list) => problems.push(...list.map((words) => `${name}: ${words}`));
    if (json) note(jsonSchemaProblems(json).map((words) => `json: ${words}`));
    if (image) note(imageSchemaProblems(image).map((words) => `image json: ${words}`));
    if (!sarif) continue;
    note(sarifSchemaProblems(sarif).map((words) => `sarif: ${words}`));
    note(githubProblems(sarif));
    if (json && json.findings.length !== sarif.runs[0].results.length) {
      note(['JSON and SARIF do not have the same findings']);
    }
    if (json && source) note(fixProblems(json, sarif, source));
    results += sarif.runs[0].results.length;
    logs.push(sarif);
  }
  if (logs.length === 0) return {problems: ['no report to check'], line: ''};
  problems.push(...multitoolProblems(logs, work));
  if (!multitoolNotices(logs[0], work)) problems.push('the Multitool does not see a known mistake');
  return {problems, line: `${logs.length} reports with ${results} results: schemas hold, ` +
                        'the SARIF Multitool has 0 errors and 0 warnings'};
}

const [mode, first, ...folders] = process.argv.slice(2);
const work = temporaryFolder();
try {
  const reports = mode === '--plimsoll' ? linted(resolve(first), folders, work) :
      mode === '--images'               ? scanned(resolve(first), folders, work) :
                                          samples(first);
  const {problems, line} = check(reports, work);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    console.error(`${problems.length} problem(s)`);
    process.exitCode = 1;
  } else {
    console.log(line);
  }
} finally {
  rmSync(work, {recursive: true, force: true});
}
