// What is looked at, and what follows from it. Views change the state with `set` and draw anew when
// they are told what has changed; nothing else connects them.

import {nowhere, root} from './image.mjs';
import {diffClasses, lookAtDiff, lookAtState, stateClasses} from './lens.mjs';
import {search} from './search.mjs';
import {culprits, currencies, layerSums, noFilter, Weights} from './weigh.mjs';

export class Model {
  /** `report`: what the file says beside the index (names, layers, findings, the Dockerfile). */
  constructor(image, report) {
    this.image = image;
    this.report = report;
    this.lastLayer = report.layers.length - 1;
    this.state = {
      currency: 'file',
      diff: false,  // else the state after a layer
      at: this.lastLayer,
      from: Math.max(-1, this.lastLayer - 1),
      to: this.lastLayer,
      zoom: root,         // the directory that the treemap shows
      selected: nowhere,  // a path
      line: null,         // an instruction of the Dockerfile, by its index
      filter: noFilter,
      query: '',
    };
    this.looked = new Uint8Array(image.entries);
    this.sums = {};
    this.pairs = {};
    for (const currency of currencies) {
      this.sums[currency] = layerSums(image, report.layers.length, currency);
      this.pairs[currency] = culprits(image, currency);
    }
    this.weights = new Weights(image);
    this.found = null;  // what `search` gave; null: nothing is looked for
    this.listeners = [];
    this.#look();
    this.#weigh();
  }

  /** `draw(changed)` is called after each change with the names of what changed. */
  onChange(draw) { this.listeners.push(draw); }

  set(changes) {
    const {state} = this;
    const changed = new Set(Object.keys(changes).filter((key) => state[key] !== changes[key]));
    if (changed.size === 0) return;
    Object.assign(state, changes);
    const isLookedAt = ['diff', 'at', 'from', 'to'].some((key) => changed.has(key));
    if (isLookedAt) this.#look();
    if (isLookedAt || changed.has('currency') || changed.has('filter')) {
      this.#weigh();
      changed.add('weights');
    }
    if (changed.has('query') || (changed.has('weights') && this.found)) {
      this.#search();
      changed.add('found');
    }
    for (const draw of this.listeners) draw(changed);
  }

  /** Shows a path: the directory it is in, with it selected. */
  reveal(path) { this.set({zoom: path === root ? root : this.image.parent[path], selected: path}); }

  zoomTo(path) { this.set({zoom: path, selected: path}); }

  /** Only entries of these layers (null: of all), hidden by `hider` (null: whoever). */
  showOnly(layers, hider = null, line = null) {
    const filter = {...this.state.filter, layers: layers && new Set(layers), hider};
    this.set({filter, line, zoom: root, selected: nowhere});
  }

  selectLine(instruction) {
    const of = this.report.dockerfile.instructions[instruction];
    if (of.layers.length > 0)
      this.showOnly(of.layers, null, instruction);
    else
      this.set({line: instruction, filter: {...this.state.filter, layers: null, hider: null}});
  }

  selectLayer(layer) {
    const {instruction} = this.report.layers[layer];
    this.showOnly([layer], null, instruction ?? null);
  }

  toggleClass(number) {
    const classesOff = new Set(this.state.filter.classesOff);
    if (!classesOff.delete(number)) classesOff.add(number);
    this.set({filter: {...this.state.filter, classesOff}});
  }

  get isFiltered() { return this.state.filter.layers !== null || this.state.filter.hider !== null; }

  get classList() { return this.state.diff ? diffClasses : stateClasses; }

  /** Bytes of the layers by fate, and who hid what, in the currency of the state. */
  get layerSums() { return this.sums[this.state.currency]; }

  get culprits() { return this.pairs[this.state.currency]; }

  #look() {
    const {image, state} = this;
    if (state.diff)
      lookAtDiff(image, state.from, state.to, this.looked);
    else
      lookAtState(image, state.at, this.looked);
  }

  #weigh() { this.weights.weigh(this.looked, this.state.currency, this.state.filter); }

  #search() {
    const {state, image, weights} = this;
    this.found = state.query === '' ? null : search(image, weights, state.query);
  }
}
