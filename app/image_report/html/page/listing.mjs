// Long lists: only the rows in sight are there. All rows have one height; arrow keys move a marked
// row, Enter opens it, Backspace leaves.

import {element} from './dom.mjs';

const rowHeight = 28;

export class Listing {
  /**
   * `makeRow(index)` gives what stands in a row; `open(index)` and `choose(index)` are told of
   * clicks and keys, `leave()` of Backspace.
   */
  constructor(pane, {label, makeRow, choose, open, leave}) {
    this.pane = pane;
    this.makeRow = makeRow;
    this.choose = choose;
    this.open = open;
    this.leave = leave;
    this.count = 0;
    this.marked = -1;
    this.sheet = element('div', {class: 'sheet'});
    pane.replaceChildren(this.sheet);
    pane.setAttribute('role', 'listbox');
    pane.setAttribute('aria-label', label);
    pane.tabIndex = 0;
    pane.addEventListener('scroll', () => this.#draw());
    pane.addEventListener('click', (event) => this.#click(event));
    pane.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(pane);
  }

  /** Other rows, or the same ones to be drawn anew. */
  show(count, marked = -1, keepPlace = false) {
    this.count = count;
    this.marked = marked;
    this.sheet.style.height = `${count * rowHeight}px`;
    if (!keepPlace) this.pane.scrollTop = 0;
    if (marked >= 0) this.#uncover(marked);
    this.#draw();
  }

  mark(index) {
    this.marked = index;
    if (index >= 0) this.#uncover(index);
    this.#draw();
  }

  #uncover(index) {
    const {pane} = this;
    const top = index * rowHeight;
    if (top < pane.scrollTop)
      pane.scrollTop = top;
    else if (top + rowHeight > pane.scrollTop + pane.clientHeight) {
      pane.scrollTop = top + rowHeight - pane.clientHeight;
    }
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.pane.scrollTop / rowHeight) - 4);
    const shownRows = Math.ceil(this.pane.clientHeight / rowHeight) + 8;
    const end = Math.min(this.count, first + shownRows);
    const rows = [];
    for (let index = first; index < end; ++index) rows.push(this.#row(index));
    this.sheet.replaceChildren(...rows);
    if (this.marked >= first && this.marked < end) {
      this.pane.setAttribute('aria-activedescendant', `${this.pane.id}-${this.marked}`);
    } else {
      this.pane.removeAttribute('aria-activedescendant');
    }
  }

  #row(index) {
    const row = element(
        'div', {
          class: 'row',
          role: 'option',
          id: `${this.pane.id}-${index}`,
          data: {index},
          'aria-selected': String(index === this.marked),
          'aria-posinset': index + 1,
          'aria-setsize': this.count,
        },
        ...this.makeRow(index));
    row.style.top = `${index * rowHeight}px`;
    return row;
  }

  // The first of two clicks makes the rows anew: `dblclick` would come without one.
  #click(event) {
    const row = event.target.closest('.row');
    if (!row) return;
    const index = Number(row.dataset.index);
    if (event.detail >= 2 || event.target.closest('.opens'))
      this.open(index);
    else
      this.choose(index);
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.pane.clientHeight / rowHeight) - 1);
    const to = {
      ArrowDown: this.marked + 1,
      ArrowUp: this.marked - 1,
      PageDown: this.marked + page,
      PageUp: this.marked - page,
      Home: 0,
      End: this.count - 1,
    }[event.key];
    if (to !== undefined && this.count > 0)
      this.choose(Math.min(this.count - 1, Math.max(0, to)));
    else if (event.key === 'Enter' && this.marked >= 0)
      this.open(this.marked);
    else if (event.key === 'Backspace')
      this.leave();
    else
      return;
    event.preventDefault();
  }
}
