// Draws the cells of the treemap: frames with a name at their head, files in the colour of their
// class.

import {diffClasses, stateClasses} from './lens.mjs';
import {Hit} from './search.mjs';
import {headHeight} from './squarify.mjs';
import {shortened, size} from './text.mjs';

const font = (pixels, weight = 400) => `${weight} ${pixels}px system-ui, sans-serif`;

const ownColors = ['map-frame', 'map-head', 'map-text', 'map-edge', 'focus', 'dim', 'panel'];

/** Colours from style.css, as the browser has them now (light or dark). */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const palette = {};
  for (const name of ownColors) palette[name] = color(name);
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

export class Painter {
  constructor(model, canvas) {
    this.model = model;
    this.canvas = canvas;
  }

  /** Another size, other colours. */
  prepare(width, height, ratio) {
    Object.assign(this, {width, height, ratio, palette: readPalette()});
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context = this.canvas.getContext('2d');
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  paint(cells) {
    const {context} = this;
    context.clearRect(0, 0, this.width, this.height);
    this.fills = this.model.classList.map(
        (one) =>
            (one.hidden ?
                 hatch(context, this.palette[one.id], this.palette[`${one.id}-line`], this.ratio) :
                 this.palette[one.id]));
    context.direction = 'ltr';
    context.textBaseline = 'middle';
    for (const cell of cells) this.#paintCell(context, cell);
    if (cells.length === 0) this.#paintNothing(context);
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
    return cell.kind === 'entry' ? found.marks[cell.path] !== Hit.matches :
                                   found.marks[cell.path] === Hit.none;
  }

  // One class: one colour. Several: side by side, as they share the bytes.
  #paintClasses(context, cell, gap) {
    const sums = this.classesOf(cell);
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

  /** Bytes of a cell by class. */
  classesOf(cell) {
    if (cell.sums) return cell.sums;
    const {image, weights} = this.model;
    if (cell.kind === 'entry')
      cell.sums = weights.byClass(cell.entry, cell.entry + 1);
    else
      cell.sums = weights.byClassBelow(cell.path);
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
    const sums = this.classesOf(cell);
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
    if (context.measureText(bytes).width < cell.width - 8)
      context.fillText(bytes, cell.x + 4, cell.y + 24);
  }

  #fitted(context, name, room) {
    if (context.measureText(name).width <= room) return name;
    const characters = [...name];
    let least = 0;
    let most = characters.length;
    while (least < most) {
      const middle = (least + most + 1) >> 1;
      const text = `${characters.slice(0, middle).join('')}…`;
      if (context.measureText(text).width <= room)
        least = middle;
      else
        most = middle - 1;
    }
    return least === 0 ? '' : `${characters.slice(0, least).join('')}…`;
  }
}
