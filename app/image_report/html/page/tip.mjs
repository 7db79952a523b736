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

/** Why an entry is not to be seen in the end: "deleted by layer 5: RUN rm". */
export function hiddenBy(report, image, entry, classList) {
  const one = classList[image.fate[entry]];
  return one.hidden ? `${one.name}, by ${layerTitle(report, image.hider[entry], 60)}` : '';
}

export function tipOf(model, cell, sums) {
  const {image, report, classList, state, weights} = model;
  const whole = weights.bytes[state.zoom];
  const lines = [
    line(cell.kind === 'rest' ? `smaller ones in ${shortened(image.pathText(cell.path), 160)}`
                              : shortened(image.pathText(cell.path), 160), 'name strong'),
    line(`${size(cell.bytes)}, ${percent(cell.bytes, whole)} of what is shown`),
  ];
  if (cell.kind === 'entry') {
    lines.push(line(`${kindNames[image.kind[cell.entry]]} of ${layerTitle(report, image.layer[cell.entry])}`));
    if (!state.diff) lines.push(...hiddenLine(model, cell.entry));
    else lines.push(line(classList[weights.classes[cell.entry]].name));
    return lines;
  }
  if (cell.kind !== 'rest') lines.push(line(counted(weights.entries[cell.path], 'entry', 'entries')));
  classList.forEach((one, i) => {
    if (sums[i] > 0) {
      lines.push(element('div', {class: 'tip-class'}, element('span', {class: `key ${one.id}`}),
                         `${size(sums[i])} ${one.name}`));
    }
  });
  return lines;
}

function hiddenLine({report, image, classList, weights}, entry) {
  const text = classList[weights.classes[entry]].hidden ? hiddenBy(report, image, entry, classList) : '';
  return text ? [line(text)] : [];
}
