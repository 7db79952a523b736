// A treemap: rectangles within rectangles, their areas as the bytes. Rows are filled as long as
// that brings the rectangles nearer to squares (Bruls, Huizing and van Wijk, "Squarified Treemaps",
// 2000).
//
// Example: weights 6 6 4 3 2 2 1 in 6 by 4: the first column takes 6 and 6 (each 3 by 2), for a
// third would make them flat; and so on with what is left.
//
// Only what is big enough to be seen is laid out: children below `leastArea` become one rectangle,
// whatever their number, so that the work depends on the picture and not on the image. A directory
// with one child only is shown as one with it ("usr/share/doc").
//
// Rejected: slice and dice, which makes slivers; keeping the order of names, which looks calmer
// when the layer changes but makes slivers again.

import {unseen} from './lens.mjs';
import {Largest} from './weigh.mjs';

const leastArea = 14;         // of a cell, in square pixels
const leastNested = 26 * 14;  // of a directory whose children are shown
const mostItems = 4000;       // in one directory
export const headHeight = 17;
const roomForHead = {
  width: 46,
  height: 40
};

/**
 * What stands directly in a directory: {path, entry or -1, weight}, the heaviest first; and of
 * those that are too light, the bytes by class.
 */
function itemsOf(image, weights, path, leastWeight) {
  const {firstEntry, end} = image;
  const {classes, column, bytes} = weights;
  const heavy = new Largest(mostItems);
  const items = [];
  const rest = new Float64Array(8);
  const addToRest = ({path: at, entry}) => {
    if (entry < 0)
      weights.byClassBelow(at, rest);
    else
      weights.byClass(entry, entry + 1, rest);
  };
  const add = (item) => {
    if (item.weight < leastWeight) {
      addToRest(item);
    } else {
      heavy.add(items.length, item.weight);
      items.push(item);
    }
  };
  const addEntries = (at) => {
    for (let entry = firstEntry[at]; entry < firstEntry[at + 1]; ++entry) {
      if (classes[entry] === unseen || column[entry] === 0) continue;
      add({path: at, entry, weight: column[entry]});
    }
  };
  addEntries(path);
  for (let child = path + 1; child < end[path]; child = end[child]) {
    if (bytes[child] === 0) continue;
    if (end[child] === child + 1)
      addEntries(child);
    else
      add({path: child, entry: -1, weight: bytes[child]});
  }
  const chosen = heavy.sorted();
  if (chosen.length < items.length) {
    const isChosen = new Set(chosen);
    items.filter((_, i) => !isChosen.has(i)).forEach(addToRest);
  }
  return {items: chosen.map((i) => items[i]), rest};
}

/** The only directory in `path` where all its bytes are, and so on; else `path` itself. */
function onlyBelow(image, weights, path) {
  const {end, firstEntry} = image;
  const {bytes} = weights;
  for (;;) {
    let only = -1;
    for (let child = path + 1; child < end[path]; child = end[child]) {
      if (bytes[child] === 0) continue;
      only = only === -1 && end[child] > child + 1 ? child : -2;
      if (only === -2) break;
    }
    const own = weights.byClass(firstEntry[path], firstEntry[path + 1]).some((sum) => sum > 0);
    if (only < 0 || own) return path;
    path = only;
  }
}

/** The worst ratio of sides in a row of these areas along a side. */
function worst(side, sum, least, most) {
  const square = side * side;
  return Math.max(square * most / (sum * sum), sum * sum / (square * least));
}

/**
 * Cuts a rectangle into ones of the given areas (the biggest first); calls `place(i, rectangle)`.
 */
export function squarify(areas, box, place) {
  let {x, y, width, height} = box;
  for (let first = 0; first < areas.length;) {
    const side = Math.min(width, height);
    let sum = areas[first];
    let end = first + 1;
    let ratio = worst(side, sum, areas[first], areas[first]);
    while (end < areas.length) {
      const next = worst(side, sum + areas[end], areas[end], areas[first]);
      if (next > ratio) break;
      ratio = next;
      sum += areas[end++];
    }
    const thick = side > 0 ? Math.min(sum / side, Math.max(width, height)) : 0;
    let along = 0;
    for (let i = first; i < end; ++i) {
      const length = thick > 0 ? areas[i] / thick : 0;
      place(
          i,
          width >= height ? {x, y: y + along, width: thick, height: length} :
                            {x: x + along, y, width: length, height: thick});
      along += length;
    }
    if (width >= height) {
      x += thick;
      width -= thick;
    } else {
      y += thick;
      height -= thick;
    }
    first = end;
  }
}

/**
 * Cells from the outermost to the innermost: {path, entry, x, y, width, height, level, kind}, kind
 * one of 'directory' (framed, its cells follow), 'closed' (a directory too small for that), 'entry'
 * and 'rest' (`path` is then the directory that it belongs to).
 */
export function layOut(image, weights, path, box) {
  const cells = [];
  const total = weights.bytes[path];
  if (total > 0 && box.width > 0 && box.height > 0) {
    fillDirectory(image, weights, {path, level: 0, ...box}, cells);
  }
  return cells;
}

function fillDirectory(image, weights, frame, cells) {
  const area = frame.width * frame.height;
  const scale = area / weights.bytes[frame.path];
  const {items, rest} = itemsOf(image, weights, frame.path, leastArea / scale);
  const lightest = rest.reduce((sum, value) => sum + value, 0);
  if (lightest > 0) items.push({path: frame.path, entry: -1, weight: lightest, rest});
  items.sort((a, b) => b.weight - a.weight);
  squarify(items.map((item) => item.weight * scale), frame, (i, box) => {
    addItem(image, weights, items[i], box, frame.level, cells);
  });
}

function addItem(image, weights, item, box, level, cells) {
  const cell = {...box, path: item.path, entry: item.entry, level, bytes: item.weight};
  cells.push(cell);
  if (item.rest) {
    cell.kind = 'rest';
    cell.sums = item.rest;
  } else if (item.entry >= 0)
    cell.kind = 'entry';
  else if (box.width * box.height < leastNested || box.width < 8 || box.height < 8)
    cell.kind = 'closed';
  else
    nest(image, weights, cell, cells);
}

function nest(image, weights, cell, cells) {
  cell.kind = 'directory';
  cell.inner = onlyBelow(image, weights, cell.path);
  cell.head = cell.width >= roomForHead.width && cell.height >= roomForHead.height;
  const edge = cell.head ? 2 : 1;
  const top = cell.head ? headHeight : edge;
  fillDirectory(
      image, weights, {
        path: cell.inner,
        level: cell.level + 1,
        x: cell.x + edge,
        y: cell.y + top,
        width: cell.width - 2 * edge,
        height: cell.height - top - edge,
      },
      cells);
}
