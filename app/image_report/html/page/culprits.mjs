// Who hid what: pairs of layers.

import {bar, byId, element, pieces} from './dom.mjs';
import {stateClasses} from './lens.mjs';
import {fillByPages} from './pages.mjs';
import {counted, size} from './text.mjs';
import {layerTitle} from './tip.mjs';

export class Culprits {
  constructor(model) {
    this.model = model;
    this.draw();
    model.onChange((changed) => {
      if (changed.has('currency'))
        this.draw();
      else if (changed.has('filter'))
        this.#mark();
    });
  }

  draw() {
    const {model} = this;
    this.pairs = model.culprits.filter((pair) => pair.bytes > 0);
    const whole = this.pairs.length > 0 ? this.pairs[0].bytes : 0;
    byId('culprits-none').hidden = this.pairs.length > 0;
    fillByPages(byId('culprits-list'), this.pairs, (pair) => this.#item(pair, whole));
    this.#mark();
  }

  #item(pair, whole) {
    const {model} = this;
    const {report} = model;
    const fates =
        stateClasses.filter((one, i) => pair.byFate[i] > 0).map((one) => one.name).join(', ');
    return element(
        'li', {},
        element(
            'button', {
              type: 'button',
              class: 'culprit',
              data: {wrote: pair.wrote, hid: pair.hid},
              onclick: () => {
                const hid = model.state.filter;
                if (hid.hider === pair.hid && hid.layers?.has(pair.wrote))
                  model.showOnly(null);
                else {
                  model.set({diff: false, at: model.lastLayer});
                  model.showOnly(
                      [pair.wrote], pair.hid, report.layers[pair.wrote].instruction ?? null);
                }
              },
            },
            element('b', {class: 'number', text: size(pair.bytes)}),
            bar(pieces(stateClasses, pair.byFate), whole),
            element(
                'span', {class: 'who'}, element('span', {class: 'verb', text: 'wrote'}),
                element('span', {class: 'instruction', text: layerTitle(report, pair.wrote, 300)}),
                element('span', {class: 'verb', text: 'hid'}),
                element('span', {class: 'instruction', text: layerTitle(report, pair.hid, 300)}),
                element('span', {class: 'verb'}), element('span', {
                  class: 'quiet',
                  text: `${fates}: ${counted(pair.entries, 'entry', 'entries')}`
                }))));
  }

  #mark() {
    const {layers, hider} = this.model.state.filter;
    for (const button of byId('culprits-list').querySelectorAll('.culprit')) {
      button.setAttribute(
          'aria-pressed',
          String(
              hider === Number(button.dataset.hid) && layers?.has(Number(button.dataset.wrote))));
    }
  }
}
