// The list beside the treemap: what is in the directory, the biggest files below it, or what a
// search found.

import {bar, byId, element, pieces, press} from './dom.mjs';
import {Kind, nowhere, root} from './image.mjs';
import {unseen} from './lens.mjs';
import {Listing} from './listing.mjs';
import {count, counted, shortened, size} from './text.mjs';
import {Largest} from './weigh.mjs';

const mostRows = 2000;

export class Files {
  constructor(model) {
    this.model = model;
    this.kind = 'folder';
    this.rows = [];
    this.tabs = [...document.querySelectorAll('#list-tabs button')];
    for (const tab of this.tabs)
      tab.addEventListener('click', () => this.#turnTo(tab.dataset.list));
    this.listing = new Listing(byId('list'), {
      label: 'files',
      makeRow: (index) => this.#row(this.rows[index]),
      choose: (index) => this.#choose(index),
      open: (index) => this.#open(this.rows[index]),
      leave: () => this.#leave(),
    });
    model.onChange((changed) => this.#changed(changed));
    this.draw();
  }

  #changed(changed) {
    const {model} = this;
    if (changed.has('query')) {
      byId('tab-matches').hidden = !model.found;
      this.#turnTo(model.found ? 'matches' : this.kind === 'matches' ? 'folder' : this.kind);
    } else if (changed.has('weights') || changed.has('zoom') || changed.has('found')) {
      this.draw();
    } else if (changed.has('selected')) {
      this.listing.mark(this.#indexOfSelected());
    }
  }

  #turnTo(kind) {
    this.kind = kind;
    this.draw();
  }

  draw() {
    press(this.tabs, this.tabs.find((tab) => tab.dataset.list === this.kind));
    const {rows, all, note} = this[`_${this.kind}`]();
    this.rows = rows;
    byId('list-note').textContent =
        all > rows.length ? `${note}, the biggest ${count(rows.length)} of them here` : note;
    this.listing.show(rows.length, this.#indexOfSelected());
  }

  // Rows are {path, entry}; entry is -1 where a row speaks of all that is at and below the path.
  _folder() {
    const {weights, state, image} = this.model;
    const {all, largest} = weights.children(state.zoom, mostRows);
    const rows = largest.map((path) => ({path, entry: nowhere}));
    if (image.firstEntry[root + 1] > 0 && state.zoom === root) rows.push(...this.#ownOfRoot());
    return {rows, all, note: `${counted(all, 'name')} here`};
  }

  // What belongs to no path stands at the root, as overhead of its layer.
  #ownOfRoot() {
    const {weights, image} = this.model;
    const own = [];
    for (let entry = image.firstEntry[root]; entry < image.firstEntry[root + 1]; ++entry) {
      if (weights.classes[entry] !== unseen && weights.column[entry] > 0)
        own.push({path: root, entry});
    }
    return own;
  }

  _biggest() {
    const {weights, state} = this.model;
    const {all, largest} = weights.biggest(state.zoom, mostRows);
    const rows = largest.map((entry) => ({path: this.model.image.path[entry], entry}));
    return {rows, all, note: `${counted(all, 'file')} with bytes below`};
  }

  _matches() {
    const {found, weights} = this.model;
    if (!found) return {rows: [], all: 0, note: ''};
    const largest = new Largest(mostRows);
    for (const path of found.top) largest.add(path, weights.bytes[path]);
    const rows = largest.sorted().map((path) => ({path, entry: nowhere}));
    return {
      rows,
      all: found.top.length,
      note: `${counted(found.top.length, 'match', 'matches')}, ${size(found.bytes)}`
    };
  }

  #indexOfSelected() {
    const {selected} = this.model.state;
    return selected === nowhere ? -1 : this.rows.findIndex((row) => row.path === selected);
  }

  #row({path, entry}) {
    const {weights, classList, state, image} = this.model;
    const sums = entry === nowhere ? weights.byClassBelow(path) : weights.byClass(entry, entry + 1);
    const bytes = entry === nowhere ? weights.bytes[path] : weights.column[entry];
    const whole = this.kind === 'matches' ? this.model.found.bytes : weights.bytes[state.zoom];
    const folder = entry === nowhere && image.hasChildren(path);
    return [
      element('span', {
        class: folder ? 'icon folder opens' : `icon ${this.#icon(path, entry)}`,
        'aria-hidden': 'true'
      }),
      element(
          'span', {class: 'cell'},
          element('span', {class: `name${folder ? ' opens' : ''}`, text: this.#name(path, entry)}),
          this.kind === 'folder' ? null :
                                   element('span', {class: 'name above', text: this.#above(path)})),
      bar(pieces(classList, sums), whole),
      element('span', {class: 'number', text: size(bytes)}),
    ];
  }

  #icon(path, entry) {
    const {image} = this.model;
    const one = entry === nowhere ? image.firstEntry[path + 1] - 1 : entry;
    const kind = one < image.firstEntry[path] ? Kind.directory : image.kind[one];
    return {
      [Kind.directory]: 'folder',
      [Kind.symlink]: 'link',
      [Kind.hardlink]: 'link',
      [Kind.whiteout]: 'gone',
      [Kind.opaque]: 'gone'
    }[kind] ??
        'file';
  }

  #name(path, entry) {
    const {image} = this.model;
    if (path !== root) return shortened(image.name(path), 300);
    const what = image.kind[entry] === Kind.directory ? '/' : 'of no file';
    return `${what}, layer ${image.layer[entry]}`;
  }

  #above(path) {
    const {image} = this.model;
    return path === root ? '' : shortened(image.pathText(image.parent[path]), 300);
  }

  #choose(index) {
    this.model.set({selected: this.rows[index].path});
    this.listing.mark(index);
  }

  #open({path}) {
    if (this.model.image.hasChildren(path))
      this.model.zoomTo(path);
    else if (path !== root)
      this.model.reveal(path);
  }

  #leave() {
    const {state, image} = this.model;
    if (state.zoom !== root) this.model.set({zoom: image.parent[state.zoom], selected: state.zoom});
  }
}
