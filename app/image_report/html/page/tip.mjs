// What the pointer is on, in a few lines.

import {element} from './dom.mjs';
import {kindNames} from './image.mjs';
import {counted, percent, shortened, size} from './text.mjs';

const line = (text, name = '') => element('div', {class: name, text});

/** "layer 3: RUN make". */
export function layerTitle(report, layer, most = 80) {
  const text = report.layers[layer].text;
  return `layer ${layer}${text ? `: ${shortened(text, most)}` : ''}`;
}

/** The class of some bytes, with its colour. */
const classLine = (one, text) =>
    element('div', {class: 'tip-class'}, element('span', {class: `key ${one.id}`}), text);

export function tipOf(model, cell, sums) {
  const {image, classList, state, weights} = model;
  const whole = weights.bytes[state.zoom];
  const path = shortened(image.pathText(cell.path), 160);
  const lines = [
    line(cell.kind === 'rest' ? `smaller ones in ${path}` : path, 'name strong'),
    line(`${size(cell.bytes)}, ${percent(cell.bytes, whole)} of what is shown`),
  ];
  if (cell.kind === 'entry') return [...lines, ...linesOfEntry(model, cell.entry)];
  if (cell.kind !== 'rest')
    lines.push(line(counted(weights.entries[cell.path], 'entry', 'entries')));
  classList.forEach((one, i) => {
    if (sums[i] > 0) lines.push(classLine(one, `${size(sums[i])} ${one.name}`));
  });
  return lines;
}

function linesOfEntry({image, report, classList, weights, state}, entry) {
  const one = classList[weights.classes[entry]];
  const hidden = one.hidden && !state.diff;
  return [
    line(`${kindNames[image.kind[entry]]} of ${layerTitle(report, image.layer[entry])}`),
    classLine(one, hidden ? `${one.by} ${layerTitle(report, image.hider[entry], 60)}` : one.name),
  ];
}
