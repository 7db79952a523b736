// The page in Chromium, by clicking. Expectations come from stack.mjs, not from the page's own
// code; the places of cells on the canvas alone are asked of the layout.

import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {Image, Kind, root} from '../../app/image_report/html/page/image.mjs';
import {diffClasses, lookAtState, stateClasses} from '../../app/image_report/html/page/lens.mjs';
import {layOut} from '../../app/image_report/html/page/squarify.mjs';
import {Weights} from '../../app/image_report/html/page/weigh.mjs';

import {assemble} from './assemble.mjs';
import {legend, openBrowser, openReport, shownBytes, skip, trail} from './browser.mjs';
import {encode} from './encode.mjs';
import {hostileSample, smallSample} from './samples.mjs';
import {stack, sumsOf} from './stack.mjs';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
const small = smallSample();
const files = {
  small: join(folder, 'small.html'),
  hostile: join(folder, 'hostile.html')
};
let browser;

before(async () => {
  if (skip) return;
  writeFileSync(files.small, assemble(small));
  writeFileSync(files.hostile, assemble(hostileSample()));
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

/** A test on a page that says nothing it should not. */
function onPage(name, file, run) {
  test(name, {skip}, async () => {
    const {page, problems} = await openReport(browser.context, files[file]);
    try {
      await run(page);
      assert.deepEqual(problems, []);
    } finally {
      await page.close();
    }
  });
}

/** What the legend should say of these layers. */
function expectedLegend(layers, currency = 'file', keep = () => true) {
  const sums = {};
  sumsOf(stack(layers), layers.length, currency)
      .forEach((fates, layer) => fates.forEach((bytes, fate) => {
        if (bytes > 0 && keep(layer))
          sums[stateClasses[fate].id] = (sums[stateClasses[fate].id] ?? 0) + bytes;
      }));
  return sums;
}

const total = (sums) => Object.values(sums).reduce((sum, value) => sum + value, 0);

onPage('it opens quietly, with a policy, and asks for nothing else', 'small', async (page) => {
  assert.equal(await page.textContent('#title'), 'registry.example/shop/server:1.4');
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  assert.match(
      policy, /^default-src 'none'; script-src 'sha256-[^']{44}'; style-src 'sha256-[^']{44}';/);
  const outside = await page.$$eval(
      '[src], link, iframe, object, embed, a[href]',
      (all) => all.map((one) => one.getAttribute('src') ?? one.getAttribute('href') ?? one.tagName)
                   .filter((to) => !to.startsWith('#')));
  assert.deepEqual(outside, []);
  assert.equal(await page.$$eval('[style*="url"], [onclick], [onerror]', (all) => all.length), 0);
});

onPage('every currency sums up to the layers', 'small', async (page) => {
  for (const currency of ['tar', 'wire', 'file']) {
    await page.click(`#currency-${currency}`);
    const expected = expectedLegend(small.layers, currency);
    assert.deepEqual(await legend(page), expected);
    assert.equal(await shownBytes(page), total(expected));
    assert.equal(await page.getAttribute(`#currency-${currency}`, 'aria-pressed'), 'true');
  }
});

onPage('a class can be switched off', 'small', async (page) => {
  const expected = expectedLegend(small.layers);
  await page.click('#legend [data-class="deleted"]');
  assert.equal(await shownBytes(page), total(expected) - expected.deleted);
  assert.deepEqual(await legend(page), expected);
  await page.click('#legend [data-class="deleted"]');
  assert.equal(await shownBytes(page), total(expected));
});

/** The cells of the treemap as the page lays them out at the root. */
async function cellsOf(page, sample) {
  const box =
      await page.$eval('#map', (map) => ({width: map.clientWidth, height: map.clientHeight}));
  const image = new Image(encode(stack(sample.layers)));
  const weights = new Weights(image);
  const classes = new Uint8Array(image.entries);
  lookAtState(image, sample.layers.length - 1, classes);
  weights.weigh(classes, 'file');
  return {image, cells: layOut(image, weights, root, {x: 0, y: 0, ...box})};
}

const middle = ({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2});

onPage('the treemap tells, chooses and zooms', 'small', async (page) => {
  await page.evaluate(() => document.getElementById('contents').scrollIntoView());
  const {image, cells} = await cellsOf(page, small);
  const at = (text, kind) =>
      cells.find((cell) => cell.kind === kind && image.pathText(cell.path) === text);
  const deleted = at('/opt/build/object.o', 'entry');
  await page.hover('#map', {position: middle(deleted)});
  const tip = await page.textContent('#map-tip');
  assert.match(tip, /\/opt\/build\/object\.o/);
  assert.match(tip, /31\.0 MB/);
  assert.match(tip, /deleted by layer 5: RUN rm -rf/);
  await page.click('#map', {position: middle(deleted)});
  assert.match(await page.textContent('#details h3'), /\/opt\/build\/object\.o/);
  const frame = at('/usr', 'directory');
  await page.click('#map', {position: {x: frame.x + 20, y: frame.y + 8}});
  assert.equal(await trail(page), '/ usr');
  const usr = small.layers.flat()
                  .filter((entry) => entry.path.startsWith('usr/'))
                  .reduce((sum, entry) => sum + (entry.size ?? 0), 0);
  assert.equal(await shownBytes(page), usr);
  await page.click('#trail button');
  assert.equal(await trail(page), '/');
});

onPage('keys do what clicks do', 'small', async (page) => {
  await page.focus('#map');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.textContent('#details h3'), '/app');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.textContent('#details h3'), '/usr');
  await page.keyboard.press('Enter');
  assert.equal(await trail(page), '/ usr');
  await page.keyboard.press('Escape');
  assert.equal(await trail(page), '/');
  await page.focus('#list');
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  assert.equal(await trail(page), '/ var');
  await page.keyboard.press('Backspace');
  assert.equal(await trail(page), '/');
  await page.keyboard.press('End');
  assert.equal(await page.textContent('#list .row[aria-selected="true"] .name'), 'lib');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
});

onPage('search finds paths and sums them up', 'small', async (page) => {
  for (const text of ['logo', 'apt/', '/app/node_modules/', 'no such thing']) {
    await page.fill('#search', text);
    await page.waitForFunction(
        (wanted) => document.querySelector('#list-note').textContent !== '' &&
            document.getElementById('search').value === wanted &&
            document.getElementById('found').textContent !== '',
        text);
    await page.waitForTimeout(120);
    const hits = small.layers.flat().filter(
        (entry) => `/${entry.path}`.includes(text) && entry.kind === Kind.file);
    assert.equal(
        Number(await page.getAttribute('#found', 'data-bytes')),
        hits.reduce((sum, entry) => sum + entry.size, 0), text);
  }
  await page.fill('#search', 'logo');
  await page.waitForTimeout(150);
  assert.match(await page.textContent('#found'), /^3 matches, 1\.4 MB$/);
  assert.deepEqual(
      await page.$$eval('#list .row .name', (names) => names.map((name) => name.textContent)),
      ['logo-copy.png', '/app/assets', 'logo.png', '/app/assets', 'logo.png', '/app/assets/old']);
  await page.dblclick('#list .row:nth-child(3)');
  assert.equal(await trail(page), '/ app assets old');
  await page.focus('#search');
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#tab-matches'), false);
});

onPage('time runs from layer to layer', 'small', async (page) => {
  for (let layers = small.layers.length; layers >= 0; --layers) {
    await page.fill('#at', String(layers));
    assert.deepEqual(await legend(page), expectedLegend(small.layers.slice(0, layers)));
  }
  assert.equal(await page.textContent('#at-text'), 'before the first layer');
});

onPage('a difference between two layers', 'small', async (page) => {
  await page.click('#mode-diff');
  await page.selectOption('#from', '3');
  await page.selectOption('#to', '5');
  const sums = await legend(page);
  const app = small.layers[4].reduce((sum, entry) => sum + (entry.size ?? 0), 0) - 1675;
  assert.deepEqual(sums, {
    added: 77000,
    changed: 990 + 820000,
    restored: app,
    removed: 18600000 + 19300000 + 7256000 + 31000000 + 12500000 + 8800000 + 1675,
  });
  assert.deepEqual(Object.keys(sums).sort(), diffClasses.map((one) => one.id).sort());
  await page.selectOption('#from', '-1');
  await page.selectOption('#to', '0');
  assert.deepEqual(Object.keys(await legend(page)), ['added']);
  await page.selectOption('#from', '0');
  assert.deepEqual(await legend(page), {});
});

onPage('lines and layers lead to each other', 'small', async (page) => {
  assert.equal(await page.textContent('#source .line:nth-child(4) .number'), '91.5 MB');
  await page.click('#source .line:nth-child(5) code');
  assert.equal(await page.getAttribute('button.layer[data-layer="1"]', 'aria-pressed'), 'true');
  assert.deepEqual(
      await legend(page), expectedLegend(small.layers, 'file', (layer) => layer === 1));
  assert.match(await page.textContent('#filter'), /only layer 1: RUN apt-get update/);
  await page.click('button.layer[data-layer="4"]');
  assert.deepEqual(
      await page.$$eval('#source .chosen .line-number', (all) => all.map((one) => one.textContent)),
      ['11']);
  assert.deepEqual(
      await legend(page), expectedLegend(small.layers, 'file', (layer) => layer === 4));
  await page.click('#filter .close');
  assert.deepEqual(await legend(page), expectedLegend(small.layers));
  assert.equal(await page.$$eval('#source .chosen', (all) => all.length), 0);
});

onPage('findings lead to their places', 'small', async (page) => {
  assert.equal(await page.$$eval('#findings-list .finding', (all) => all.length), 5);
  await page.click('.finding[data-rule="private-key-in-layer"] .places button');
  assert.equal(await trail(page), '/ app');
  assert.equal(await page.textContent('#details h3'), '/app/id_rsa');
  const story = await page.$$eval('#details .story li', (all) => all.map((one) => one.textContent));
  assert.equal(story.length, 3);
  assert.match(story[0], /layer 2: COPY app.*written again by layer 4/s);
  assert.match(story[1], /layer 4: RUN chown.*deleted by layer 5/s);
  assert.match(story[2], /layer 5: RUN rm.*whiteout/s);
  await page.click('.finding[data-rule="apt-lists-left"] .places button');
  assert.equal(await page.getAttribute('button.layer[data-layer="1"]', 'aria-pressed'), 'true');
  await page.click('#findings-choice [data-severity="error"]');
  assert.equal(await page.$$eval('#findings-list .finding', (all) => all.length), 1);
});

onPage('culprits and copies lead to their bytes', 'small', async (page) => {
  await page.click('.culprit[data-wrote="3"][data-hid="5"]');
  assert.equal(await shownBytes(page), 31000000 + 12500000 + 800000 + 2500000 + 8800000 + 4200);
  await page.click('#duplicates-list summary');
  await page.click('#duplicates-list details button >> nth=2');
  assert.equal(await trail(page), '/ app assets old');
});

onPage('names of an image do no harm', 'hostile', async (page) => {
  assert.equal(await page.evaluate(() => 'harm' in window), false);
  assert.equal(await page.$$eval('script', (all) => all.length), 2);
  assert.equal(await page.$$eval('img, svg, iframe', (all) => all.length), 0);
  const names = await page.$$eval('#list .row .name', (all) => all.map((one) => one.textContent));
  assert.ok(names.includes('\\xff\\xfe not text'));
  await page.fill('#search', 'bell');
  await page.waitForTimeout(150);
  assert.equal(await page.textContent('#list .row .name'), '\\x07bell\\x7f');
  await page.click('#list .row');
  assert.equal(await page.textContent('#details h3'), '/\\x07bell\\x7f');
  const unfit = await page.evaluate(
      () => /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/.test([
        ...document.querySelectorAll('#app *')
      ].filter((one) => one.children.length === 0).map((one) => one.textContent).join('')));
  assert.equal(unfit, false);
  await page.click('.finding .places button');
  for (const pane of ['#mode-diff', '#mode-state', '#list-tabs [data-list="biggest"]'])
    await page.click(pane);
});

test('without scripts, and on paper, there are tables', {skip}, async () => {
  const plain = await openBrowser({javaScriptEnabled: false});
  try {
    const {page} = await openReport(plain.context, files.small, {scripts: false});
    assert.equal(await page.isVisible('#static'), true);
    assert.equal(await page.isVisible('#app'), false);
  } finally {
    await plain.close();
  }
  const {page} = await openReport(browser.context, files.small);
  assert.equal(await page.isVisible('#static'), false);
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.isVisible('#app'), false);
  await page.close();
});
