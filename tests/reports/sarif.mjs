// What a SARIF log must be: valid against the official schema, within GitHub's limits, and without
// an error or a warning from the SARIF Multitool (rule kinds Sarif and Ghas). The Multitool exits
// with 0 whatever it finds, even for a file that is no JSON; so its own report is read.

import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

const require = createRequire(import.meta.url);
const Ajv2020 = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;

const multitoolFolder = dirname(require.resolve('@microsoft/sarif-multitool-linux/package.json'));
const runsInOneLog = 20;  // GitHub's limit, and the Multitool's time is by log

export function validator(schemaPath) {
  const ajv = addFormats(new Ajv2020({strict: false, allErrors: true}));
  const validate = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));
  return (value) => validate(value) ?
      [] :
      validate.errors.map((error) => `${error.instancePath || '/'} ${error.message}`);
}

export const sarifSchemaProblems = validator(join(multitoolFolder, 'sarif-2.1.0.json'));

// GitHub refuses or cuts what is beyond these; and what is not there at all.
export function githubProblems(log) {
  const problems = [];
  const expect = (holds, words) => holds || problems.push(words);
  for (const run of log.runs) {
    expect(run.results.length <= 25000, `${run.results.length} results`);
    for (const rule of run.tool.driver.rules ?? []) {
      for (const key of ['shortDescription', 'fullDescription']) {
        const text = rule[key]?.text ?? '';
        expect(text.length > 0 && text.length <= 1024, `${rule.id}: ${key} of ${text.length}`);
      }
      expect(rule.help?.text, `${rule.id}: no help`);
      expect((rule.properties.tags ?? []).length <= 10, `${rule.id}: too many tags`);
      const security = (rule.properties.tags ?? []).includes('security');
      expect(security === ('security-severity' in rule.properties),
             `${rule.id}: security-severity is for security rules`);
    }
    for (const result of run.results) {
      const about = `${result.ruleId}: ${result.message.text}`;
      expect(result.locations?.length === 1, `${about}: not one location`);
      expect(result.partialFingerprints?.primaryLocationLineHash, `${about}: no fingerprint`);
      expect((result.relatedLocations ?? []).length <= 100, `${about}: too many related places`);
      for (const {physicalLocation: place} of
               [...result.locations, ...(result.relatedLocations ?? [])]) {
        const region = place.region;
        expect(region.startLine >= 1 && region.startColumn >= 1, `${about}: begins before 1:1`);
        expect(region.endLine > region.startLine ||
                   region.endColumn >= region.startColumn, `${about}: ends before it begins`);
        expect(!/^\/|^\.\.?\/|\\/.test(place.artifactLocation.uri), `${about}: uri`);
      }
    }
    const prints = run.results.map((result) => JSON.stringify(
        [result.locations?.[0].physicalLocation.artifactLocation.uri, result.partialFingerprints]));
    const reported = prints.filter((_, index) => !run.results[index].suppressions);
    expect(new Set(reported).size === reported.length, 'two results share a fingerprint');
  }
  return problems;
}

function multitool(paths, report) {
  const program = join(multitoolFolder, 'Sarif.Multitool');
  chmodSync(program, 0o755);  // npm leaves it without the x bit when scripts are ignored
  const args = ['validate', ...paths, '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning',
                '-o', report, '--log', 'ForceOverwrite'];
  const ran = spawnSync(program, args, {encoding: 'utf8', timeout: 600_000});
  if (ran.error) throw ran.error;
  if (!existsSync(report)) throw new Error(`the Multitool left no report:\n${ran.stdout}`);
  return {run: JSON.parse(readFileSync(report, 'utf8').replace(/^\uFEFF/, '')).runs[0],
          text: ran.stdout};
}

// All of the logs' runs, twenty to a log, through the Multitool; answers its errors and warnings.
export function multitoolProblems(logs, folder) {
  const runs = logs.flatMap((log) => log.runs);
  const paths = [];
  for (let i = 0; i < runs.length; i += runsInOneLog) {
    const path = join(folder, `merged-${paths.length}.sarif`);
    writeFileSync(path, JSON.stringify({...logs[0], runs: runs.slice(i, i + runsInOneLog)}));
    paths.push(path);
  }
  const {run, text} = multitool(paths, join(folder, 'multitool.out.sarif'));
  const problems = [];
  if (!text.includes(`${paths.length} files scanned`)) {
    problems.push(`the Multitool did not read all ${paths.length} logs:\n${text}`);
  }
  for (const result of run.results ?? []) {
    const rule = run.tool.driver.rules[result.ruleIndex];
    const level = result.level ?? rule?.defaultConfiguration?.level ?? 'warning';
    if (level !== 'error' && level !== 'warning') continue;
    problems.push(`${level} ${result.ruleId}: ${
        result.message.text ?? (result.message.arguments ?? []).join(' | ')}`);
  }
  for (const one of run.invocations?.[0]?.toolExecutionNotifications ?? []) {
    if (one.level === 'error') problems.push(`the Multitool: ${one.message.text}`);
  }
  return problems;
}

// That the check can fail: a log with a known mistake must be reported.
export function multitoolNotices(log, folder) {
  const broken = structuredClone(log);
  delete broken.runs[0].tool.driver.informationUri;
  return multitoolProblems([broken], folder).some((problem) => problem.includes('SARIF2005'));
}
