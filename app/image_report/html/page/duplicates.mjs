// Files that are there more than once.

import {byId, element} from './dom.mjs';
import {fillByPages} from './pages.mjs';
import {count, counted, shortened, size} from './text.mjs';
import {duplicates} from './weigh.mjs';

export class Duplicates {
  constructor(model) {
    this.model = model;
    const {all, spare, largest} = duplicates(model.image, 1000);
    byId('duplicates-none').hidden = all > 0;
    byId('duplicates-note').textContent = all === 0 ?
        '' :
        `${counted(all, 'file')} with copies; ${size(spare)} could be saved by links`;
    fillByPages(byId('duplicates-list'), largest, (group) => this.#item(group));
  }

  #item({bytes, copies, spare}) {
    const {image} = this.model;
    const list = element('ul');
    const details = element(
        'details', {
          ontoggle: () => {
            if (list.childElementCount === 0)
              fillByPages(list, copies, (entry) => this.#copy(entry));
          }
        },
        element(
            'summary', {}, element('b', {class: 'number', text: size(spare)}),
            element(
                'span',
                {class: 'name', text: shortened(image.pathText(image.path[copies[0]]), 200)}),
            element('span', {class: 'quiet', text: `${count(copies.length)} × ${size(bytes)}`})),
        list);
    return element('li', {}, details);
  }

  #copy(entry) {
    const {image} = this.model;
    const path = image.path[entry];
    return element(
        'li', {}, element('button', {
          type: 'button',
          class: 'as-link name',
          text: shortened(image.pathText(path), 400),
          onclick: () => {
            this.model.reveal(path);
            byId('contents').scrollIntoView();
          },
        }),
        element('span', {class: 'quiet', text: ` layer ${image.layer[entry]}`}));
  }
}
