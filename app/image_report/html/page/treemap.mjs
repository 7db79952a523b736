// The treemap on its canvas. A second canvas above it has what moves (the cell under the pointer,
// the selected one), so that moving draws no cells.

import {byId, element} from './dom.mjs';
import {nowhere, root} from './image.mjs';
import {stateClasses, diffClasses} from './lens.mjs';
import {Hit} from './search.mjs';
import {headHeight, layOut} from './squarify.mjs';
import {shortened, shown, size} from './text.mjs';
import {tipOf} from './tip.mjs';

const font = (pixels, weight = 400) => `${weight} ${pixels}px system-ui, sans-serif`;

/** Colours from style.css, as the browser has them now (light or dark). */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const palette = {};
  for (const name of ['map-frame', 'map-head', 'map-text', 'map-edge', 'map-rest', 'focus', 'dim', 'panel']) {
    palette[name] = color(name);
  }
  for (const {id} of [...stateClasses, ...diffClasses]) {
    palette[id] = color(`c-${id}`);
    palette[`${id}-text`] = color(`c-${id}-text`) || palette['map-text'];
    palette[`${id}-line`] = color(`c-${id}-line`);
  }
  return palette;
}

/** Diagonals for what is hidden: told apart without colours too. */
function hatch(context, base, line, ratio) {
  const tile = document.createElement('canvas');
  const side = 8 * ratio;
  tile.width = tile.height = side;
  const pen = tile.getContext('2d');
  pen.fillStyle = base;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = line;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - 1, side + 1);
    pen.lineTo(shift + side + 1, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

export class Treemap {
  constructor(model) {
    this.model = model;
    this.stage = byId('map');
    this.canvas = byId('map-cells');
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
      if (changed.has('weights') || changed.has('zoom')) this.draw();
      else if (changed.has('found')) this.#paint();
      else if (changed.has('selected')) this.#drawMarks();
    });
  }

  draw() {
    const {stage, canvas, marks, model} = this;
    this.width = stage.clientWidth;
    this.height = stage.clientHeight;
    this.ratio = window.devicePixelRatio || 1;
    for (const one of [canvas, marks]) {
      one.width = Math.round(this.width * this.ratio);
      one.height = Math.round(this.height * this.ratio);
    }
    this.palette = readPalette();
    this.cells = layOut(model.image, model.weights, model.state.zoom,
                        {x: 0, y: 0, width: this.width, height: this.height});
    this.over = null;
    this.tip.hidden = true;
    this.#paint();
  }

  #paint() {
    const context = this.canvas.getContext('2d');
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.fills = this.model.classList.map((one) => (one.hidden
      ? hatch(context, this.palette[one.id], this.palette[`${one.id}-line`], this.ratio)
      : this.palette[one.id]));
    context.direction = 'ltr';
    context.textBaseline = 'middle';
    for (const cell of this.cells) this.#paintCell(context, cell);
    if (this.cells.length === 0) this.#paintNothing(context);
    this.#drawMarks();
  }

  #paintNothing(context) {
    context.fillStyle = this.palette['map-text'];
    context.textAlign = 'center';
    context.font = font(14);
    context.fillText('nothing here with these choices', this.width / 2, this.height / 2);
    context.textAlign = 'start';
  }

  #paintCell(context, cell) {
    if (cell.kind === 'directory') {
      this.#paintFrame(context, cell);
      return;
    }
    const gap = cell.width > 3 && cell.height > 3 ? 0.5 : 0.2;
    this.#paintClasses(context, cell, gap);
    if (this.#isDimmed(cell)) {
      context.fillStyle = this.palette.dim;
      context.fillRect(cell.x, cell.y, cell.width, cell.height);
    } else {
      this.#paintLabel(context, cell);
    }
  }

  #isDimmed(cell) {
    const {found} = this.model;
    if (!found) return false;
    return cell.kind === 'entry' ? found.marks[cell.path] !== Hit.matches
                                 : found.marks[cell.path] === Hit.none;
  }

  // One class: one colour. Several: side by side, as they share the bytes.
  #paintClasses(context, cell, gap) {
    const sums = this.#classesOf(cell);
    const whole = sums.reduce((sum, value) => sum + value, 0);
    const width = cell.width - 2 * gap;
    let x = cell.x + gap;
    for (let i = 0; i < sums.length; ++i) {
      if (sums[i] === 0) continue;
      const part = width * sums[i] / whole;
      context.fillStyle = this.fills[i];
      context.fillRect(x, cell.y + gap, part, cell.height - 2 * gap);
      x += part;
    }
  }

  #classesOf(cell) {
    if (cell.sums) return cell.sums;
    const {image, weights} = this.model;
    if (cell.kind === 'entry') cell.sums = weights.byClass(cell.entry, cell.entry + 1);
    else cell.sums = weights.byClassBelow(cell.path);
    return cell.sums;
  }

  #paintFrame(context, cell) {
    const {palette} = this;
    context.fillStyle = cell.level % 2 === 0 ? palette['map-head'] : palette['map-frame'];
    context.fillRect(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1);
    if (!cell.head) return;
    const room = cell.width - 10;
    context.fillStyle = palette['map-text'];
    context.font = font(11, 600);
    const name = this.#fitted(context, this.#chainName(cell), room);
    const y = cell.y + headHeight / 2 + 0.5;
    context.fillText(name, cell.x + 5, y);
    const used = context.measureText(name).width;
    context.font = font(11);
    const bytes = size(cell.bytes);
    if (used + context.measureText(bytes).width + 8 > room) return;
    context.textAlign = 'end';
    context.fillText(bytes, cell.x + cell.width - 5, y);
    context.textAlign = 'start';
  }

  #chainName(cell) {
    const {image} = this.model;
    const names = [];
    for (let path = cell.inner; path !== image.parent[cell.path]; path = image.parent[path]) {
      names.push(shortened(image.name(path), 60));
    }
    return names.reverse().join('/');
  }

  #paintLabel(context, cell) {
    if (cell.width < 34 || cell.height < 15) return;
    const {image, classList} = this.model;
    const sums = this.#classesOf(cell);
    const most = sums.indexOf(Math.max(...sums));
    context.fillStyle = this.palette[`${classList[most].id}-text`];
    context.font = font(11);
    const name = cell.kind === 'rest' ? 'smaller ones' : shortened(image.name(cell.path), 120);
    const fitted = this.#fitted(context, name, cell.width - 8);
    const twoLines = cell.height >= 32;
    if (fitted.length < 3) return;
    context.fillText(fitted, cell.x + 4, cell.y + (twoLines ? 10 : cell.height / 2 + 0.5));
    if (!twoLines) return;
    const bytes = size(cell.bytes);
    if (context.measureText(bytes).width < cell.width - 8) context.fillText(bytes, cell.x + 4, cell.y + 24);
  }

  #fitted(context, name, room) {
    if (context.measureText(name).width <= room) return name;
    const characters = [...name];
    let least = 0;
    let most = characters.length;
    while (least < most) {
      const middle = (least + most + 1) >> 1;
      const text = `${characters.slice(0, middle).join('')}…`;
      if (context.measureText(text).width <= room) least = middle;
      else most = middle - 1;
    }
    return least === 0 ? '' : `${characters.slice(0, least).join('')}…`;
  }

  // Above the cells: what the pointer is on, and what is selected.
  #drawMarks() {
    const context = this.marks.getContext('2d');
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const {selected} = this.model.state;
    const outline = (cell, color, thick) => {
      context.strokeStyle = color;
      context.lineWidth = thick;
      context.strokeRect(cell.x + thick / 2, cell.y + thick / 2, Math.max(1, cell.width - thick),
                         Math.max(1, cell.height - thick));
    };
    if (selected !== nowhere) {
      for (const cell of this.cells) {
        if (cell.path === selected && cell.kind !== 'rest') {
          outline(cell, this.palette.panel, 3.5);
          outline(cell, this.palette.focus, 2);
        }
      }
    }
    if (this.over) outline(this.over, this.palette['map-edge'], 2);
  }

  #cellAt(event) {
    const box = this.stage.getBoundingClientRect();
    return this.cellAtPoint(event.clientX - box.left, event.clientY - box.top);
  }

  /** The innermost cell at a point of the stage. */
  cellAtPoint(x, y) {
    for (let i = this.cells.length - 1; i >= 0; --i) {
      const cell = this.cells[i];
      if (x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height) return cell;
    }
    return null;
  }

  #hover(cell, event) {
    if (cell !== this.over) {
      this.over = cell;
      this.#drawMarks();
      this.tip.hidden = !cell;
      if (cell) this.tip.replaceChildren(...tipOf(this.model, cell, this.#classesOf(cell)));
    }
    if (cell && event) this.#placeTip(event);
  }

  #placeTip(event) {
    const box = this.stage.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const {tip} = this;
    tip.style.left = `${x + 16 + tip.offsetWidth > this.width ? Math.max(0, x - tip.offsetWidth - 12) : x + 16}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight > this.height ? Math.max(0, y - tip.offsetHeight - 12) : y + 16}px`;
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
    if (model.state.selected !== cell.path) model.set({selected: cell.path});
    else if (image.parent[cell.path] !== model.state.zoom) model.reveal(cell.path);
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
