// The page's modules without a browser, against plain second opinions.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deflateRawSync} from 'node:zlib';

import {fromBase64, inflated} from '../../app/image_report/html/page/bytes.mjs';
import {Fate, Image, Kind, nowhere, root} from '../../app/image_report/html/page/image.mjs';
import {inflate} from '../../app/image_report/html/page/inflate.mjs';
import {Change, lookAtDiff, lookAtState, unseen} from '../../app/image_report/html/page/lens.mjs';
import {search} from '../../app/image_report/html/page/search.mjs';
import {layOut} from '../../app/image_report/html/page/squarify.mjs';
import {bytesOf, count, modeText, shortened, shown, size, textOf} from '../../app/image_report/html/page/text.mjs';
import {culprits, duplicates, Largest, layerSums, Weights} from '../../app/image_report/html/page/weigh.mjs';

import {encode} from './encode.mjs';
import {hostileSample, random, randomSample, smallSample} from './samples.mjs';
import {stack, sumsOf} from './stack.mjs';

function opened(sample) {
  const tree = stack(sample.layers);
  return {tree, image: new Image(encode(tree))};
}

/** Every node of a tree with its path, as latin1. */
function* walk(node, path = '') {
  yield [path, node];
  for (const [name, child] of node.children ?? []) yield* walk(child, `${path}/${name}`);
}

const latin1 = (text) => Buffer.from(bytesOf(text)).toString('latin1');

test('inflate agrees with zlib', async () => {
  const next = random(11);
  const samples = [
    Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(100000, 'ab'),
    Buffer.from(Array.from({length: 70000}, () => next(256))),
    Buffer.from(Array.from({length: 70000}, () => next(7) * next(5)))
  ];
  for (const plain of samples) {
    for (const options of [{level: 0}, {level: 1}, {level: 9}, {strategy: 4}]) {
      const packed = deflateRawSync(plain, options);
      assert.deepEqual(Buffer.from(inflate(packed)), plain);
      assert.deepEqual(Buffer.from(await inflated(packed)), plain);
    }
  }
  assert.throws(() => inflate(Uint8Array.of(0x07)), /damaged/);
  assert.throws(() => inflate(deflateRawSync(samples[4]).subarray(0, 500)), /damaged/);
  assert.deepEqual([...fromBase64('AP8Q')], [0, 255, 16]);
});

test('texts come and go without loss, and are fit for a screen', () => {
  const samples = [
    [0x61], [0xff, 0x61, 0xc3], [0xc3, 0xa4], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98, 0x80, 0x80], []
  ];
  for (const bytes of samples) {
    assert.deepEqual([...bytesOf(textOf(Uint8Array.from(bytes)))], bytes);
  }
  assert.equal(
      shown('a\x1b[1m\n\u202e\u200b\udcff\u00ad'), 'a\\x1b[1m\\n\\u{202e}\\u{200b}\\xff\\xad');
  assert.equal(shortened('abcdefghij', 5), 'abc…j');
  assert.deepEqual(
      [0, 999, 1000, 19_390_000, 999_960].map(size),
      ['0 B', '999 B', '1.0 kB', '19.4 MB', '1.0 MB']);
  assert.equal(count(1234567), '1,234,567');
  assert.equal(modeText(Kind.file, 0o4755), '-rwsr-xr-x');
  assert.equal(modeText(Kind.directory, 0o1777), 'drwxrwxrwt');
});

test('an index is read as it was written', () => {
  for (const sample of [smallSample(), hostileSample(), randomSample(5, 400)]) {
    const {tree, image} = opened(sample);
    let entries = 0;
    for (const [path, node] of walk(tree)) {
      const found = image.find(path.split('/').map((name) => Buffer.from(name, 'latin1')));
      assert.equal(latin1(image.pathText(found)), path || '/');
      const own = Array.from(node.entries, (_, i) => image.firstEntry[found] + i);
      assert.equal(image.firstEntry[found + 1] - image.firstEntry[found], own.length);
      node.entries.forEach((entry, i) => {
        for (const key of ['layer', 'kind', 'fate', 'hider']) {
          if (key !== 'hider' || (entry.fate !== Fate.live && entry.fate !== Fate.overhead)) {
            assert.equal(image[key][own[i]], entry[key], `${key} of ${path}`);
          }
        }
        if (entry.kind === Kind.file) assert.equal(image.file[own[i]], entry.size);
        if (entry.kind === Kind.symlink) assert.equal(latin1(image.linkText(own[i])), entry.link);
        ++entries;
      });
    }
    assert.equal(entries, image.entries);
    assert.equal(image.find([Buffer.from('no such name')]), nowhere);
    for (const currency of ['file', 'tar', 'wire']) {
      assert.deepEqual(
          layerSums(image, sample.layers.length, currency).map((sums) => [...sums]),
          sumsOf(tree, sample.layers.length, currency));
    }
  }
  assert.throws(() => new Image(Buffer.from('PLIX\x02')), /not an index/);
});

test('a state is what stacking as many layers gives', () => {
  for (let seed = 1; seed <= 40; ++seed) {
    const {layers} = randomSample(seed, 60);
    const {image} = opened({layers});
    const classes = new Uint8Array(image.entries);
    for (let layer = 0; layer < layers.length; ++layer) {
      lookAtState(image, layer, classes);
      const expected = new Map();
      for (const [path, node] of walk(stack(layers.slice(0, layer + 1)))) {
        expected.set(path || '/', node.entries.map((entry) => entry.fate));
      }
      for (let path = 0; path < image.paths; ++path) {
        const fates =
            [...classes.subarray(image.firstEntry[path], image.firstEntry[path + 1])].filter(
                (one) => one !== unseen);
        assert.deepEqual(
            fates, expected.get(latin1(image.pathText(path))) ?? [],
            `seed ${seed}, layer ${layer}`);
      }
    }
  }
});

/** What a path shows after some layers, as text; directories by their attributes. */
function seen(layers, upTo) {
  const found = new Map();
  for (const [path, node] of walk(stack(layers.slice(0, upTo + 1)))) {
    if (node.live) found.set(path || '/', node.live);
  }
  return found;
}

function changeOf(before, after) {
  if (!before) return Change.added;
  if (!after) return Change.removed;
  if (before === after || before.number === after.number) return unseen;
  if (before.kind !== after.kind) return Change.changed;
  const owner = (entry) => `${entry.mode} ${entry.uid} ${entry.gid}`;
  if (after.kind === Kind.directory)
    return owner(before) === owner(after) ? unseen : Change.restored;
  return before.content === after.content && before.link === after.link ? Change.restored :
                                                                          Change.changed;
}

test('a difference is that of two states', () => {
  for (let seed = 1; seed <= 40; ++seed) {
    const {layers} = randomSample(seed, 60);
    layers.flat().forEach((entry, number) => Object.assign(entry, {number}));
    const {image} = opened({layers});
    const classes = new Uint8Array(image.entries);
    for (let from = -1; from < layers.length; ++from) {
      for (let to = from; to < layers.length; ++to) {
        lookAtDiff(image, from, to, classes);
        const before = seen(layers, from);
        const after = seen(layers, to);
        for (let path = 0; path < image.paths; ++path) {
          const text = latin1(image.pathText(path));
          const here =
              [...classes.subarray(image.firstEntry[path], image.firstEntry[path + 1])].filter(
                  (one) => one !== unseen);
          const change = before.has(text) || after.has(text) ?
              changeOf(before.get(text), after.get(text)) :
              unseen;
          assert.deepEqual(
              here, change === unseen ? [] : [change],
              `seed ${seed}, ${text} from ${from} to ${to}`);
        }
      }
    }
  }
});

test('search finds what a search in whole paths finds', () => {
  const {image} = opened(smallSample());
  const weights = new Weights(image);
  weights.weigh(lookAt(image), 'file');
  const paths = Array.from({length: image.paths}, (_, path) => image.pathText(path));
  const texts = [
    'a', 'lib', '/lib', 'lib/', 'usr/lib', '/usr/', 's/l', 'LOGO', 'logo', 'Node', 'no such',
    'apt/lists/deb', 'app/assets/old', '.so'
  ];
  for (const text of texts) {
    const capital = /[A-Z]/.test(text);
    const hits = (path) => (capital ? path : path.toLowerCase()).includes(text);
    const expected =
        paths.map((path, i) => (i !== root && weights.entries[i] > 0 && hits(path) ? i : -1))
            .filter((i) => i > 0);
    const {top, marks, bytes} = search(image, weights, text);
    const found = paths.map((_, i) => i).filter((i) => marks[i] === 2);
    assert.deepEqual(found, expected, text);
    assert.equal(bytes, expected.reduce((sum, path) => sum + own(image, path), 0), text);
    assert.ok(top.every((path) => !expected.includes(image.parent[path])));
  }
});

function lookAt(image, layer = 999) {
  const classes = new Uint8Array(image.entries);
  lookAtState(image, layer, classes);
  return classes;
}

function own(image, path) {
  return image.file.subarray(image.firstEntry[path], image.firstEntry[path + 1])
      .reduce((sum, value) => sum + value, 0);
}

test('cells of a treemap fill it, do not overlap, and are as big as their bytes', () => {
  const {image} = opened(smallSample());
  const weights = new Weights(image);
  weights.weigh(lookAt(image), 'tar');
  const box = {x: 0, y: 0, width: 1000, height: 700};
  const cells = layOut(image, weights, root, box);
  const top = cells.filter((cell) => cell.level === 0);
  const area = (list) => list.reduce((sum, cell) => sum + cell.width * cell.height, 0);
  assert.ok(Math.abs(area(top) - 700000) < 1);
  assert.equal(top.reduce((sum, cell) => sum + cell.bytes, 0), weights.bytes[root]);
  for (const cell of top) {
    assert.ok(
        Math.abs(cell.width * cell.height / 700000 - cell.bytes / weights.bytes[root]) < 1e-9);
    assert.ok(
        cell.x >= 0 && cell.y >= 0 && cell.x + cell.width <= 1000.001 &&
        cell.y + cell.height <= 700.001);
  }
  for (const a of top) {
    for (const b of top) {
      const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      assert.ok(a === b || width < 0.001 || height < 0.001);
    }
  }
});

test('who hid what, and copies', () => {
  const sample = smallSample();
  const {image, tree} = opened(sample);
  const expected = new Map();
  for (const [, node] of walk(tree)) {
    for (const entry of node.entries) {
      if (entry.fate === Fate.live || entry.fate === Fate.overhead) continue;
      const key = `${entry.layer} ${entry.hider}`;
      expected.set(key, (expected.get(key) ?? 0) + (entry.size ?? 0));
    }
  }
  assert.deepEqual(
      new Map(
          culprits(image, 'file').map((pair) => [`${pair.wrote} ${pair.hid}`, pair.bytes]).sort()),
      new Map([...expected].sort()));
  const {all, spare, largest} = duplicates(image, 10);
  assert.equal(all, 1);
  assert.equal(spare, 2 * 482000);
  assert.deepEqual(
      largest[0].copies.map((entry) => image.pathText(image.path[entry])),
      ['/app/assets/logo-copy.png', '/app/assets/logo.png', '/app/assets/old/logo.png']);
});

test('the largest of many', () => {
  const next = random(3);
  const weights = Array.from({length: 500}, () => next(40));
  const largest = new Largest(37);
  weights.forEach((weight, i) => largest.add(i, weight));
  const expected =
      weights.map((_, i) => i).sort((a, b) => weights[b] - weights[a] || a - b).slice(0, 37);
  assert.deepEqual(largest.sorted(), expected);
});
