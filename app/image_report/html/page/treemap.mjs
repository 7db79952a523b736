// The treemap on its canvas. A second canvas above it has what moves (the cell under the pointer,
// the selected one), so that moving draws no cells.

import {byId} from './dom.mjs';
import {nowhere, root} from './image.mjs';
import {Painter} from './paint.mjs';
import {layOut} from './squarify.mjs';
import {tipOf} from './tip.mjs';

export class Treemap {
  constructor(model) {
    this.model = model;
    this.stage = byId('map');
    this.painter = new Painter(model, byId('map-cells'));
    this.marks = byId('map-marks');
    this.tip = byId('map-tip');
    this.cells = [];
    this.over = null;
    this.#listen();
  }

  #listen() {
    const {stage} = this;
    stage.addEventListener('pointermove', (event) => this.#hover(this.#cellAt(event), event));
    stage.addEventListener('pointerleave', () => this.#hover(null));
    stage.addEventListener('click', (event) => this.#click(this.#cellAt(event)));
    stage.addEventListener('keydown', (event) => this.#key(event));
    stage.addEventListener('focus', () => this.#drawMarks());
    stage.addEventListener('blur', () => this.#drawMarks());
    new ResizeObserver(() => this.draw()).observe(stage);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    this.model.onChange((changed) => {
      if (changed.has('weights') || changed.has('zoom'))
        this.draw();
      else if (changed.has('found'))
        this.#paint();
      else if (changed.has('selected'))
        this.#drawMarks();
    });
  }

  draw() {
    const {stage, marks, model} = this;
    this.width = stage.clientWidth;
    this.height = stage.clientHeight;
    this.ratio = window.devicePixelRatio || 1;
    this.painter.prepare(this.width, this.height, this.ratio);
    marks.width = Math.round(this.width * this.ratio);
    marks.height = Math.round(this.height * this.ratio);
    this.cells = layOut(
        model.image, model.weights, model.state.zoom,
        {x: 0, y: 0, width: this.width, height: this.height});
    this.over = null;
    this.tip.hidden = true;
    this.#paint();
  }

  #paint() {
    this.painter.paint(this.cells);
    this.#drawMarks();
  }

  // Above the cells: what the pointer is on, and what is selected.
  #drawMarks() {
    const context = this.marks.getContext('2d');
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const {selected} = this.model.state;
    const {palette} = this.painter;
    const outline = (cell, color, thick) => {
      context.strokeStyle = color;
      context.lineWidth = thick;
      context.strokeRect(
          cell.x + thick / 2, cell.y + thick / 2, Math.max(1, cell.width - thick),
          Math.max(1, cell.height - thick));
    };
    if (selected !== nowhere) {
      for (const cell of this.cells) {
        if (cell.path === selected && cell.kind !== 'rest') {
          outline(cell, palette.panel, 3.5);
          outline(cell, palette.focus, 2);
        }
      }
    }
    if (this.over) outline(this.over, palette['map-edge'], 2);
  }

  #cellAt(event) {
    const box = this.stage.getBoundingClientRect();
    return this.cellAtPoint(event.clientX - box.left, event.clientY - box.top);
  }

  /** The innermost cell at a point of the stage. */
  cellAtPoint(x, y) {
    for (let i = this.cells.length - 1; i >= 0; --i) {
      const cell = this.cells[i];
      if (x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height)
        return cell;
    }
    return null;
  }

  #hover(cell, event) {
    if (cell !== this.over) {
      this.over = cell;
      this.#drawMarks();
      this.tip.hidden = !cell;
      if (cell) this.tip.replaceChildren(...tipOf(this.model, cell, this.painter.classesOf(cell)));
    }
    if (cell && event) this.#placeTip(event);
  }

  #placeTip(event) {
    const box = this.stage.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const {tip} = this;
    tip.style.left = `${
        x + 16 + tip.offsetWidth > this.width ? Math.max(0, x - tip.offsetWidth - 12) : x + 16}px`;
    tip.style.top = `${
        y + 16 + tip.offsetHeight > this.height ? Math.max(0, y - tip.offsetHeight - 12) :
                                                  y + 16}px`;
  }

  #click(cell) {
    if (!cell) return;
    const {model} = this;
    if (cell.kind === 'entry') {
      if (cell.path !== root) this.#select(cell);
    } else if (cell.kind === 'rest') {
      model.zoomTo(cell.path);
    } else {
      model.zoomTo(cell.inner ?? cell.path);
    }
  }

  // A file: the first click selects it, one on the selected goes to its directory.
  #select(cell) {
    const {model} = this;
    const {image} = model;
    if (model.state.selected !== cell.path)
      model.set({selected: cell.path});
    else if (image.parent[cell.path] !== model.state.zoom)
      model.reveal(cell.path);
  }

  #key(event) {
    const actions = {
      ArrowRight: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#click(this.#selectedCell()),
      Escape: () => this.#out(),
      Backspace: () => this.#out(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #out() {
    const {image, state} = this.model;
    if (state.zoom !== root) this.model.set({zoom: image.parent[state.zoom], selected: state.zoom});
  }

  #selectedCell() {
    return this.#top().find((cell) => cell.path === this.model.state.selected) ?? null;
  }

  // What stands directly in the shown directory, the biggest first.
  #top() {
    return this.cells.filter((cell) => cell.level === 0 && cell.kind !== 'rest')
        .sort((a, b) => b.bytes - a.bytes);
  }

  #step(by) {
    const top = this.#top();
    if (top.length === 0) return;
    const at = top.findIndex((cell) => cell.path === this.model.state.selected);
    const next = at < 0 ? 0 : (at + by + top.length) % top.length;
    this.model.set({selected: top[next].path});
  }
}
