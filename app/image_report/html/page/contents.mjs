// The controls above the treemap: which state or difference, where in the tree, which classes.

import {byId, element, fill, press} from './dom.mjs';
import {nowhere, root} from './image.mjs';
import {counted, percent, shortened, size} from './text.mjs';
import {layerTitle} from './tip.mjs';

export class Contents {
  constructor(model) {
    this.model = model;
    this.#listenToModes();
    this.#listenToSearch();
    model.onChange((changed) => this.#draw(changed));
    this.#draw(new Set(['weights', 'zoom', 'diff']));
  }

  #listenToModes() {
    const {model} = this;
    this.modes = [byId('mode-state'), byId('mode-diff')];
    this.modes.forEach(
        (button, i) => button.addEventListener('click', () => model.set({diff: i === 1})));
    const slider = byId('at');
    slider.max = String(model.lastLayer + 1);
    slider.value = String(model.state.at + 1);
    slider.addEventListener('input', () => model.set({at: Number(slider.value) - 1}));
    this.#makeChoices(byId('from'), -1, 'from');
    this.#makeChoices(byId('to'), 0, 'to');
  }

  #makeChoices(select, first, key) {
    const {model} = this;
    for (let layer = first; layer <= model.lastLayer; ++layer) {
      const text =
          layer < 0 ? 'before the first layer' : `after ${layerTitle(model.report, layer, 60)}`;
      select.append(element('option', {value: layer, text}));
    }
    select.value = String(model.state[key]);
    select.addEventListener('change', () => model.set({[key]: Number(select.value)}));
  }

  #listenToSearch() {
    const box = byId('search');
    let waiting = 0;
    box.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.model.set({query: box.value}), 60);
    });
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      box.value = '';
      this.model.set({query: ''});
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.target.closest('input, select, textarea')) return;
      event.preventDefault();
      box.focus();
    });
  }

  #draw(changed) {
    if (changed.has('diff') || changed.has('at')) this.#drawModes();
    if (changed.has('zoom') || changed.has('weights')) this.#drawTrail();
    if (changed.has('weights')) this.#drawLegend();
    if (changed.has('found')) this.#drawFound();
  }

  #drawModes() {
    const {state, report} = this.model;
    press(this.modes, this.modes[state.diff ? 1 : 0]);
    byId('state-controls').hidden = state.diff;
    byId('diff-controls').hidden = !state.diff;
    byId('at').value = String(state.at + 1);
    const title =
        state.at < 0 ? 'before the first layer' : `after ${layerTitle(report, state.at, 70)}`;
    byId('at-text').textContent = title;
    byId('at').setAttribute('aria-valuetext', title);
  }

  #drawTrail() {
    const {image, state, weights} = this.model;
    const steps = [];
    for (let path = state.zoom; path !== nowhere; path = image.parent[path]) {
      const here = path === state.zoom;
      steps.push(element('li', {}, element('button', {
                           type: 'button',
                           class: 'name',
                           text: path === root ? '/' : shortened(image.name(path), 40),
                           'aria-current': here ? 'location' : null,
                           onclick: () => this.model.zoomTo(path),
                         })));
    }
    fill(byId('trail'), ...steps.reverse());
    byId('trail-sum').dataset.bytes = weights.bytes[state.zoom];
    byId('trail-sum').textContent = `${size(weights.bytes[state.zoom])} in ${
        counted(weights.entries[state.zoom], 'entry', 'entries')}`;
    this.#drawFilter();
  }

  #drawFilter() {
    const {state, report, isFiltered} = this.model;
    const chip = byId('filter');
    chip.hidden = !isFiltered;
    if (!isFiltered) return;
    const {layers, hider} = state.filter;
    const list = layers ? [...layers] : [];
    const wrote = list.length === 1 ? `only ${layerTitle(report, list[0], 60)}` :
                                      `only layers ${list[0]} to ${list[list.length - 1]}`;
    const words =
        [layers ? wrote : '', hider === null ? '' : `hidden by ${layerTitle(report, hider, 50)}`];
    fill(chip, element('span', {text: words.filter(Boolean).join(', ')}), element('button', {
           type: 'button',
           class: 'close',
           'aria-label': 'show all layers',
           text: '×',
           onclick: () => this.model.showOnly(null)
         }));
  }

  #drawLegend() {
    const {model} = this;
    const sums = model.weights.allByClass;
    const whole = sums.reduce((sum, value) => sum + value, 0);
    const chips = model.classList.map(
        (one, i) =>
            (sums[i] === 0 ? null :
                             element(
                                 'button', {
                                   type: 'button',
                                   class: 'chip',
                                   title: one.says,
                                   data: {class: one.id, bytes: sums[i]},
                                   'aria-pressed': String(!model.state.filter.classesOff.has(i)),
                                   onclick: () => this.#toggle(i, one.id),
                                 },
                                 element('span', {class: `key ${one.id}`, 'aria-hidden': 'true'}),
                                 `${one.name} `, element('b', {text: size(sums[i])}),
                                 ` ${percent(sums[i], whole)}`)));
    fill(byId('legend'), ...chips);
  }

  // The buttons are made anew: the new one has the focus of the old.
  #toggle(number, id) {
    this.model.toggleClass(number);
    byId('legend').querySelector(`[data-class="${id}"]`)?.focus();
  }

  #drawFound() {
    const {found} = this.model;
    byId('found').dataset.bytes = found?.bytes ?? '';
    byId('found').textContent =
        found ? `${counted(found.top.length, 'match', 'matches')}, ${size(found.bytes)}` : '';
  }
}
