// The layers as a waterfall: each bar begins where the one before it ended, parted into what lives
// and what is hidden. Beside it the Dockerfile (or the history, where there is none), whose lines
// have their bytes.

import {bar, byId, element, fill, pieces, scrollIntoPane, walkWithArrows} from './dom.mjs';
import {isWaste} from './image.mjs';
import {stateClasses} from './lens.mjs';
import {shortened, shown, size} from './text.mjs';

const total = (sums) => sums.reduce((sum, value) => sum + value, 0);
const wasted = (sums) => sums.reduce((sum, value, fate) => sum + (isWaste(fate) ? value : 0), 0);

export class Layers {
  constructor(model) {
    this.model = model;
    this.list = byId('layers-list');
    this.source = byId('source');
    this.draw();
    walkWithArrows(this.list, 'button.layer');
    walkWithArrows(this.source, 'button');
    model.onChange((changed) => {
      if (changed.has('currency'))
        this.draw();
      else if (changed.has('filter') || changed.has('line'))
        this.#mark(true);
    });
  }

  draw() {
    const {report} = this.model;
    this.sums = this.model.layerSums;
    const whole = this.sums.reduce((sum, one) => sum + total(one), 0);
    let begin = 0;
    fill(this.list, ...report.layers.map((layer, i) => {
      const row = this.#layerRow(layer, i, begin, whole);
      begin += total(this.sums[i]);
      return row;
    }));
    this.#drawSource();
    this.#mark(false);
  }

  #layerRow(layer, i, begin, whole) {
    const sums = this.sums[i];
    const waste = wasted(sums);
    return element(
        'li', {},
        element(
            'button', {
              type: 'button',
              class: `layer${layer.base ? ' of-base' : ''}`,
              data: {layer: i},
              title: shortened(layer.text, 1500),
              onclick: () => this.#toggle(i),
            },
            element('span', {class: 'ordinal', text: i}), element('span', {
              class: 'instruction',
              text: layer.text ? shortened(layer.text, 400) : 'no history for this layer'
            }),
            element(
                'span', {class: 'tags'},
                layer.base ? element('span', {class: 'tag', text: 'base'}) : null,
                layer.failure ?
                    element(
                        'span', {class: 'tag bad', text: 'not read', title: shown(layer.failure)}) :
                    null),
            element('span', {class: 'number', text: size(total(sums))}),
            bar(pieces(stateClasses, sums), whole, begin),
            element('span', {class: 'waste', text: waste > 0 ? `${size(waste)} hidden` : ''})));
  }

  #toggle(layer) {
    const {filter} = this.model.state;
    const isAlone = filter.layers?.size === 1 && filter.layers.has(layer) && filter.hider === null;
    if (isAlone)
      this.model.showOnly(null);
    else
      this.model.selectLayer(layer);
  }

  #drawSource() {
    const {dockerfile} = this.model.report;
    byId('source-title').textContent = dockerfile ? shortened(dockerfile.name, 80) : 'History';
    fill(this.source, ...(dockerfile ? this.#dockerfileRows(dockerfile) : this.#historyRows()));
  }

  #sumsOf(layers) {
    const sums = new Float64Array(stateClasses.length);
    for (const layer of layers) this.sums[layer].forEach((value, fate) => (sums[fate] += value));
    return sums;
  }

  #dockerfileRows({lines, instructions}) {
    const most = Math.max(1, ...instructions.map((one) => total(this.#sumsOf(one.layers))));
    const owner = new Map();
    instructions.forEach((one, i) => {
      for (let at = one.first; at <= one.last; ++at) owner.set(at, i);
    });
    return lines.map((text, at) => {
      const number = at + 1;
      const instruction = owner.get(number);
      const begins = instruction !== undefined && instructions[instruction].first === number;
      return element(
          'div', {
            class: 'line',
            data: instruction === undefined ? {} : {instruction},
            onclick: () => this.#clickLine(instruction),
          },
          this.#gutter(begins ? instructions[instruction] : null, instruction, most),
          element('span', {class: 'line-number', text: number}),
          element('code', {text: shown(text)}));
    });
  }

  #gutter(begun, instruction, most) {
    if (!begun || begun.layers.length === 0) return element('span', {class: 'gutter'});
    const sums = this.#sumsOf(begun.layers);
    const bytes = total(sums);
    return element(
        'button', {
          type: 'button',
          class: 'gutter',
          'aria-label': `line ${begun.first}: ${size(bytes)}, show its entries`,
          onclick: (event) => {
            event.stopPropagation();
            this.#clickLine(instruction);
          },
        },
        bar(pieces(stateClasses, sums), most),
        element('span', {class: 'number', text: size(bytes)}));
  }

  #clickLine(instruction) {
    if (instruction === undefined) return;
    if (this.model.state.line === instruction)
      this.model.showOnly(null);
    else
      this.model.selectLine(instruction);
  }

  #historyRows() {
    const {steps} = this.model.report;
    const sumsOf = (step) => this.#sumsOf(step.layer === null ? [] : [step.layer]);
    const most = Math.max(1, ...steps.map((step) => total(sumsOf(step))));
    return steps.map(
        (step, i) => element(
            step.layer === null ? 'div' : 'button', {
              type: step.layer === null ? null : 'button',
              class: 'line step',
              data: {step: i},
              onclick: step.layer === null ? null : () => this.#toggle(step.layer),
            },
            element(
                'span', {class: 'gutter'},
                step.layer === null ? null : bar(pieces(stateClasses, sumsOf(step)), most),
                element(
                    'span',
                    {class: 'number', text: step.layer === null ? '' : size(total(sumsOf(step)))})),
            element('span', {class: 'line-number', text: i + 1}),
            element('code', {text: shortened(step.text, 2000)})));
  }

  #mark(scroll) {
    const {filter, line} = this.model.state;
    for (const row of this.list.querySelectorAll('button.layer')) {
      const chosen = filter.layers?.has(Number(row.dataset.layer)) ?? false;
      row.setAttribute('aria-pressed', String(chosen));
      if (chosen && scroll) scrollIntoPane(this.list, row);
    }
    const {steps} = this.model.report;
    let first = null;
    for (const row of this.source.children) {
      const chosen = row.dataset.instruction !== undefined ?
          Number(row.dataset.instruction) === line :
          row.dataset.step !== undefined &&
              (filter.layers?.has(steps[row.dataset.step].layer) ?? false);
      row.classList.toggle('chosen', chosen);
      if (chosen) first ??= row;
    }
    if (first && scroll) scrollIntoPane(this.source, first);
  }
}
