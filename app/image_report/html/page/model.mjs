// What is looked at, and what follows from it. Views change the state with `set` and draw anew when
// they are told what has changed; nothing else connects them.

import {nowhere, root} from './image.mjs';
import {diffClasses, lookAtDiff, lookAtState, stateClasses, unseen} from './lens.mjs';
import {search} from './search.mjs';
import {applyFilter, Weights} from './weigh.mjs';

const noFilter = () => ({layers: null, hider: null, classesOff: new Set()});

export class Model {
  /** `report`: what the file says beside the index (names, layers, findings, the Dockerfile). */
  constructor(image, report) {
    this.image = image;
    this.report = report;
    this.lastLayer = report.layers.length - 1;
    this.state = {
      currency: 'file',
      diff: false,           // else the state after a layer
      at: this.lastLayer,
      from: Math.max(-1, this.lastLayer - 1),
      to: this.lastLayer,
      zoom: root,            // the directory that the treemap shows
      selected: nowhere,     // a path
      line: null,            // an instruction of the Dockerfile, by its index
      filter: noFilter(),
      query: '',
    };
    this.classes = new Uint8Array(image.entries).fill(unseen);
    this.weights = new Weights(image);
    this.found = null;       // what `search` gave; null: nothing is looked for
    this.listeners = [];
    this.#weigh();
  }

  /** `draw(changed)` is called after each change with the names of what changed. */
  onChange(draw) {
    this.listeners.push(draw);
  }

  set(changes) {
    const {state} = this;
    const changed = new Set(Object.keys(changes).filter((key) => state[key] !== changes[key]));
    if (changed.size === 0) return;
    Object.assign(state, changes);
    if (['currency', 'diff', 'at', 'from', 'to', 'filter'].some((key) => changed.has(key))) {
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
  reveal(path) {
    this.set({zoom: path === root ? root : this.image.parent[path], selected: path});
  }

  zoomTo(path) {
    this.set({zoom: path, selected: path});
  }

  /** Only entries of these layers (null: of all), hidden by `hider` (null: whoever). */
  showOnly(layers, hider = null, line = null) {
    const filter = {...this.state.filter, layers: layers && new Set(layers), hider};
    this.set({filter, line, zoom: root, selected: nowhere});
  }

  selectLine(instruction) {
    const of = this.report.dockerfile.instructions[instruction];
    if (of.layers.length > 0) this.showOnly(of.layers, null, instruction);
    else this.set({line: instruction, filter: {...this.state.filter, layers: null, hider: null}});
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

  get isFiltered() {
    return this.state.filter.layers !== null || this.state.filter.hider !== null;
  }

  get classList() {
    return this.state.diff ? diffClasses : stateClasses;
  }

  #weigh() {
    const {image, state, classes} = this;
    if (state.diff) lookAtDiff(image, state.from, state.to, classes);
    else lookAtState(image, state.at, classes);
    this.allByClass = this.#sumAll();
    applyFilter(image, classes, state.filter);
    this.weights.weigh(classes, state.currency);
  }

  // For the legend: what each class weighs while none is switched off.
  #sumAll() {
    const {image, state, classes} = this;
    const everything = {...state.filter, classesOff: new Set()};
    const kept = state.filter.layers || state.filter.hider !== null ? classes.slice() : classes;
    if (kept !== classes) applyFilter(image, kept, everything);
    const sums = new Float64Array(8);
    const column = image[state.currency];
    for (let entry = 0; entry < image.entries; ++entry) {
      if (kept[entry] !== unseen) sums[kept[entry]] += column[entry];
    }
    return sums;
  }

  #search() {
    const {state, image, weights} = this;
    this.found = state.query === '' ? null : search(image, weights, state.query);
  }
}
