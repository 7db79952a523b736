// Long lists that are read from the top: a hundred at a time.

import {element} from './dom.mjs';
import {count} from './text.mjs';

const pageOf = 100;

/** Fills a list step by step: the first hundred, and a button for the next. */
export function fillByPages(list, items, makeItem) {
  const next = (from) => {
    list.querySelector('.more')?.remove();
    list.append(...items.slice(from, from + pageOf).map(makeItem));
    const left = items.length - from - pageOf;
    if (left <= 0) return;
    list.append(element('li', {class: 'more'}, element('button', {
                          type: 'button',
                          text: `show ${count(Math.min(left, pageOf))} more of ${count(left)}`,
                          onclick: () => next(from + pageOf),
                        })));
  };
  list.replaceChildren();
  next(0);
}
