// The files that the product writes: their index is, byte for byte, what the tests' own stack and
// encoder make of the same layers; they are the same every time; they tell no secret; and Chromium
// opens them quietly.
//
//   PLIMSOLL=binary node --test report.test.mjs

import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {inflateRawSync} from 'node:zlib';

import {Image, Kind} from '../../app/image_report/html/page/image.mjs';

import {asScanned, dockerArchive} from './archive.mjs';
import {legend, openBrowser, openReport, shownBytes, skip} from './browser.mjs';
import {encode} from './encode.mjs';
import {report as reportIn} from './run.mjs';
import {hostileNames, randomSample, smallSample} from './samples.mjs';
import {stack} from './stack.mjs';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
let browser;

before(async () => {
  if (!skip) browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

const place = (name) => join(folder, name);
const report = (...more) => reportIn(folder, ...more);

function indexOf(html) {
  const packed =
      /<script type="application\/octet-stream" id="index" data-packing="deflate">([A-Za-z0-9+/=]*)<\/script>/
          .exec(html.toString('latin1'));
  return inflateRawSync(Buffer.from(packed[1], 'base64'));
}

function dataOf(html) {
  return JSON.parse(
      /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html.toString())[1]);
}

/** As an archive of a moderate size. */
function scaled(layers, by) {
  return layers.map(
      (entries) => entries.map(
          (entry) => (entry.size ? {...entry, size: Math.ceil(entry.size / by)} : entry)));
}

function assertSameIndex(html, layers) {
  const got = indexOf(html);
  const expected = encode(stack(asScanned(layers)));
  if (got.equals(expected)) return;
  const [a, b] = [new Image(got), new Image(expected)];
  const columns = [
    'path', 'layer', 'kind', 'fate', 'hider', 'file', 'tar', 'wire', 'mode', 'uid', 'gid', 'mtime',
    'content', 'link'
  ];
  for (const column of columns) {
    for (let entry = 0; entry < a.entries; ++entry) {
      assert.equal(
          a[column][entry], b[column][entry],
          `${column} of ${a.pathText(a.path[entry])}, layer ${a.layer[entry]}`);
    }
  }
  assert.fail('the indexes differ');
}

const historyOf = (steps) => steps.map(
    (step) => ({
      ...step,
      text:
          `/bin/sh -c ${step.text.startsWith('RUN ') ? step.text.slice(4) : `#(nop) ${step.text}`}`,
    }));

const small = smallSample();
small.layers = scaled(small.layers, 1000);

/** The small sample as the product shows it, with its Dockerfile. */
function smallReport(...more) {
  writeFileSync(place('small.tar'), dockerArchive(small.layers, historyOf(small.report.steps)));
  writeFileSync(place('Dockerfile'), `${small.report.dockerfile.lines.join('\n')}\n`);
  return report('small.tar', '--dockerfile', 'Dockerfile', ...more);
}

test('the index is what stacking the layers gives', () => {
  assertSameIndex(smallReport(), small.layers);
  for (let seed = 1; seed <= 12; ++seed) {
    const {layers} = randomSample(seed, 80);
    writeFileSync(place('random.tar'), dockerArchive(layers, []));
    assertSameIndex(report('random.tar'), layers);
  }
});

test('the same image gives the same bytes', () => {
  const once = smallReport();
  assert.ok(once.equals(smallReport()));
  assert.ok(once.equals(smallReport('--jobs', '1')));
  writeFileSync(
      place('packed.tar'),
      dockerArchive(small.layers, historyOf(small.report.steps), {packed: true}));
  const packed = new Image(indexOf(report('packed.tar')));
  const plain = new Image(indexOf(once));
  for (const column of ['path', 'layer', 'fate', 'file', 'tar', 'content'])
    assert.deepEqual(packed[column], plain[column]);
  assert.ok(
      packed.wire.reduce((sum, bytes) => sum + bytes, 0) <
      plain.wire.reduce((sum, bytes) => sum + bytes, 0));
});

test('lines, layers and findings lead to each other', {skip}, async () => {
  writeFileSync(place('small.html'), smallReport());
  const {page, problems} = await openReport(browser.context, place('small.html'));
  const expected = small.layers.flat().reduce((sum, entry) => sum + (entry.size ?? 0), 0);
  assert.equal(await shownBytes(page), expected);
  await page.click('#source .line:nth-child(4) code');
  assert.equal(await page.getAttribute('button.layer[data-layer="1"]', 'aria-pressed'), 'true');
  assert.equal(
      Object.values(await legend(page)).reduce((sum, bytes) => sum + bytes, 0),
      small.layers[1].reduce((sum, entry) => sum + (entry.size ?? 0), 0));
  await page.click('#source .line:nth-child(2) code');
  assert.equal(await page.getAttribute('button.layer[data-layer="0"]', 'aria-pressed'), 'true');
  await page.click('.finding[data-rule="ambiguous-layer"] .places button');
  assert.equal(await page.textContent('#details h3'), '/opt/twice');
  assert.deepEqual(problems, []);
  await page.close();
});

// Put together here, so that no scanner of sources takes this file for a leak.
const token = `glpat${'-'}${'wWPw5k4aXcaT4fNP0Ucn'}`;
const keyMaterial = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW';
const key = `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\n${
    keyMaterial}\nQyNTUxOQAAACDqPPwhL9f3\n-----END OPENSSH ${'PRIVATE'} KEY-----`;

test('secrets are masked wherever they stand', () => {
  const layers = [
    [{path: 'file', kind: Kind.file, size: 3, content: 'x'}],
    [{path: 'other', kind: Kind.file, size: 4, content: 'y'}]
  ];
  const steps = [
    {text: 'ADD file /', layer: 0}, {text: `ENV GITLAB_TOKEN=${token}`, layer: null},
    {text: `RUN curl -H "PRIVATE-TOKEN: ${token}" example.org`, layer: 1}
  ];
  writeFileSync(
      place('secret.tar'),
      dockerArchive(layers, historyOf(steps), {config: {Env: [`GITLAB_TOKEN=${token}`]}}));
  writeFileSync(place('Secretfile'), [
    'FROM scratch', 'ADD file /', `ENV GITLAB_TOKEN=${token}`, `RUN <<EOF`, ...key.split('\n'),
    'EOF', `RUN curl -H "PRIVATE-TOKEN: ${token}" example.org`, ''
  ].join('\n'));
  const html = report('secret.tar', '--dockerfile', 'Secretfile');
  const text = html.toString('latin1');
  assert.ok(!text.includes(token));
  assert.ok(!text.includes(keyMaterial));
  const {dockerfile, steps: shown} = dataOf(html);
  assert.equal(dockerfile.lines.length, 10);
  assert.match(dockerfile.lines[2], /^ENV GITLAB_TOKEN=glpa.*26 characters$/);
  assert.equal(dockerfile.lines[1], 'ADD file /');
  assert.ok(shown.some((step) => step.text.startsWith('ENV GITLAB_TOKEN=glpa')));
});

test('hostile names, history and Dockerfiles do no harm', {skip}, async () => {
  const evil =
      '</script><script>window.harm=1</script><img src=x onerror=window.harm=1>\u202E\x1b[31m';
  const entries = hostileNames.map(
      (name, i) =>
          ({path: name.replaceAll('/', '|'), kind: Kind.file, size: i + 1, content: name}));
  const layers = [
    [
      ...entries, {path: 'to', kind: Kind.symlink, link: '</script><script>window.harm=1</script>'},
      {path: 'passwd', kind: Kind.file, size: 5, mode: 0o4777, content: 'p'}
    ],
    [
      {path: '__proto__', kind: Kind.whiteout},
      {path: Array(20).fill('y'.repeat(200)).join('/'), kind: Kind.file, size: 9, content: 'y'}
    ]
  ];
  writeFileSync(
      place('hostile<b>.tar'),
      dockerArchive(layers, [{text: evil, layer: 0}, {text: `/bin/sh -c ${evil}`, layer: 1}]));
  writeFileSync(place('Hostile<i>file'), `FROM scratch\nCOPY . /\nRUN ${evil}\nENV ${evil}\n`);
  const html = report('hostile<b>.tar', '--dockerfile', 'Hostile<i>file');
  assertSameIndex(html, layers);
  writeFileSync(place('hostile.html'), html);
  for (const scripts of [true, false]) {
    const own = scripts ? browser : await openBrowser({javaScriptEnabled: false});
    const {page, problems} = await openReport(own.context, place('hostile.html'), {scripts});
    if (scripts) {
      assert.equal(await page.evaluate(() => 'harm' in window), false);
      const names =
          await page.$$eval('#list .row .name', (all) => all.map((one) => one.textContent));
      assert.ok(names.includes('\\xff\\xfe not text') || names.length > 0);
    }
    assert.equal(
        await page.locator('script').count(),
        scripts ? 2 : 3);  // the index is taken out when it was read
    assert.equal(await page.locator('img, svg, iframe, b b, i').count(), 0);
    assert.match(await page.locator('#static').textContent(), /<\/script><script>window\.harm=1/);
    assert.deepEqual(problems, []);
    await (scripts ? page.close() : own.close());
  }
});

test('without scripts, and on paper, there are tables', {skip}, async () => {
  writeFileSync(place('small.html'), smallReport());
  const {page} = await openReport(browser.context, place('small.html'));
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.isVisible('#app'), false);
  const rows = await page.$$eval('#static tbody tr', (all) => all.map((row) => row.innerText));
  assert.match(rows[2], /^2\s+8\s+COPY app \/app\s+77\.1 kB/);
  await page.close();
});
