// Bytes and numbers of entries of every directory, through a lens and a filter.

import {isWaste, root} from './image.mjs';
import {unseen} from './lens.mjs';

/** The currencies: columns of an image. */
export const currencies = ['file', 'tar', 'wire'];

/**
 * What is counted: entries of some layers (null = all), hidden by one (null = whoever), of the
 * classes that are not switched off.
 */
export const noFilter = Object.freeze({layers: null, hider: null, classesOff: new Set()});

const switches = (length, isOn) => Uint8Array.from({length}, (_, i) => (isOn(i) ? 1 : 0));

export class Weights {
  constructor(image) {
    this.image = image;
    this.bytes = new Float64Array(image.paths);
    this.entries = new Uint32Array(image.paths);
    this.classes = new Uint8Array(image.entries).fill(unseen);  // what the filter lets pass
    this.allByClass = new Float64Array(8);  // bytes also of classes that are switched off
  }

  /** Sums of all paths, anew, from the classes that a lens gives. */
  weigh(looked, currency, filter = noFilter) {
    const {image, classes, bytes, entries, allByClass} = this;
    const {layer, hider, path} = image;
    const column = this.column = image[currency];
    const layerOn = switches(image.layers, (i) => filter.layers === null || filter.layers.has(i));
    const classOn = switches(8, (i) => !filter.classesOff.has(i));
    const hidBy = filter.hider ?? -1;
    bytes.fill(0);
    entries.fill(0);
    allByClass.fill(0);
    for (let entry = 0; entry < image.entries; ++entry) {
      const one = looked[entry];
      classes[entry] = unseen;
      if (one === unseen || layerOn[layer[entry]] === 0) continue;
      if (hidBy >= 0 && (one === 0 || hider[entry] !== hidBy)) continue;
      allByClass[one] += column[entry];
      if (classOn[one] === 0) continue;
      classes[entry] = one;
      bytes[path[entry]] += column[entry];
      ++entries[path[entry]];
    }
    this.#addUp();
  }

  #addUp() {
    const {bytes, entries} = this;
    const {parent, paths} = this.image;
    for (let at = paths - 1; at > root; --at) {
      bytes[parent[at]] += bytes[at];
      entries[parent[at]] += entries[at];
    }
  }

  /** Bytes of each class among the entries [begin, end). */
  byClass(begin, end, sums = new Float64Array(8)) {
    const {classes, column} = this;
    for (let entry = begin; entry < end; ++entry) {
      if (classes[entry] !== unseen) sums[classes[entry]] += column[entry];
    }
    return sums;
  }

  /** Of a path and all below it. */
  byClassBelow(path, sums) {
    const {firstEntry, end} = this.image;
    return this.byClass(firstEntry[path], firstEntry[end[path]], sums);
  }

  /**
   * The paths directly in a directory that have entries in sight; the biggest `most` of them, by
   * bytes, then by name. Gives also how many there are in all.
   */
  children(path, most) {
    const {image, entries} = this;
    const found = new Largest(most);
    for (let child = path + 1; child < image.end[path]; child = image.end[child]) {
      if (entries[child] > 0) found.add(child, this.bytes[child]);
    }
    return {all: found.seen, largest: found.sorted()};
  }

  /** The biggest entries in sight below a path. */
  biggest(path, most) {
    const {firstEntry, end} = this.image;
    const {classes, column} = this;
    const found = new Largest(most);
    for (let entry = firstEntry[path]; entry < firstEntry[end[path]]; ++entry) {
      if (classes[entry] !== unseen && column[entry] > 0) found.add(entry, column[entry]);
    }
    return {all: found.seen, largest: found.sorted()};
  }
}

/**
 * The `most` heaviest of what is added; of equal weights the lower numbers. A heap of that size.
 */
export class Largest {
  constructor(most) {
    this.most = most;
    this.items = [];
    this.weights = [];
    this.seen = 0;
  }

  add(item, weight) {
    ++this.seen;
    if (this.items.length < this.most) {
      this.items.push(item);
      this.weights.push(weight);
      this.#up(this.items.length - 1);
    } else if (this.#less(this.items[0], this.weights[0], item, weight)) {
      this.items[0] = item;
      this.weights[0] = weight;
      this.#down();
    }
  }

  sorted() {
    const {items, weights} = this;
    return items.map((_, i) => i)
        .sort((a, b) => weights[b] - weights[a] || items[a] - items[b])
        .map((i) => items[i]);
  }

  #less(item, weight, otherItem, otherWeight) {
    return weight < otherWeight || (weight === otherWeight && item > otherItem);
  }

  #lessAt(a, b) {
    return this.#less(this.items[a], this.weights[a], this.items[b], this.weights[b]);
  }

  #swap(a, b) {
    [this.items[a], this.items[b]] = [this.items[b], this.items[a]];
    [this.weights[a], this.weights[b]] = [this.weights[b], this.weights[a]];
  }

  #up(at) {
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#lessAt(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #down() {
    for (let at = 0;;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < this.items.length && this.#lessAt(below, least)) least = below;
      }
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}

/** Bytes of each layer by fate, in one currency. */
export function layerSums(image, layers, currency) {
  const column = image[currency];
  const sums = Array.from({length: layers}, () => new Float64Array(8));
  for (let entry = 0; entry < image.entries; ++entry) {
    sums[image.layer[entry]][image.fate[entry]] += column[entry];
  }
  return sums;
}

/** Who hid what: the pairs of layers, their bytes by fate and their entries, most bytes first. */
export function culprits(image, currency) {
  const column = image[currency];
  const pairs = new Map();
  for (let entry = 0; entry < image.entries; ++entry) {
    const fate = image.fate[entry];
    if (!isWaste(fate)) continue;
    const wrote = image.layer[entry];
    const hid = image.hider[entry];
    const key = wrote * 65536 + hid;
    let pair = pairs.get(key);
    if (!pair)
      pairs.set(key, pair = {wrote, hid, bytes: 0, entries: 0, byFate: new Float64Array(8)});
    pair.bytes += column[entry];
    pair.byFate[fate] += column[entry];
    ++pair.entries;
  }
  return [...pairs.values()].sort(
      (a, b) => b.bytes - a.bytes || a.wrote - b.wrote || a.hid - b.hid);
}

/** Equal live files at several paths: the bytes of all copies but one are `spare`; most first. */
export function duplicates(image, most) {
  const groups = new Map();
  for (let entry = 0; entry < image.entries; ++entry) {
    if (image.content[entry] === 0 || image.fate[entry] !== 0 || image.file[entry] === 0) continue;
    const group = groups.get(image.content[entry]);
    if (group)
      group.push(entry);
    else
      groups.set(image.content[entry], [entry]);
  }
  const found = [];
  for (const copies of groups.values()) {
    if (copies.length < 2) continue;
    const bytes = image.file[copies[0]];
    found.push({bytes, copies, spare: bytes * (copies.length - 1)});
  }
  found.sort((a, b) => b.spare - a.spare || a.copies[0] - b.copies[0]);
  return {
    all: found.length,
    spare: found.reduce((sum, group) => sum + group.spare, 0),
    largest: found.slice(0, most)
  };
}
