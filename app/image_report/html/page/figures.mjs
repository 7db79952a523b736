// The figures at the top.

import {bar, byId, element, fill, pieces} from './dom.mjs';
import {isWaste, Kind} from './image.mjs';
import {stateClasses} from './lens.mjs';
import {count, counted, percent, size} from './text.mjs';

export class Figures {
  constructor(model) {
    this.model = model;
    this.files = this.#countFiles();
    this.draw();
    model.onChange((changed) => {
      if (changed.has('currency')) this.draw();
    });
  }

  #countFiles() {
    const {image} = this.model;
    let files = 0;
    for (let entry = 0; entry < image.entries; ++entry) {
      if (image.fate[entry] === 0 && image.kind[entry] === Kind.file) ++files;
    }
    return files;
  }

  draw() {
    const {image, report, state} = this.model;
    const sums = new Float64Array(8);
    for (const layer of this.model.layerSums) layer.forEach((value, i) => (sums[i] += value));
    const whole = sums.reduce((sum, value) => sum + value, 0);
    const hidden = sums.reduce((sum, value, fate) => sum + (isWaste(fate) ? value : 0), 0);
    const figure = (name, value, note, kind = '') => element(
        'div', {class: `figure ${kind}`, data: {figure: name}}, element('dt', {text: name}),
        element('dd', {text: value}), element('dd', {class: 'quiet', text: note}));
    const {findings} = report;
    const grave = findings.filter((one) => one.severity === 'error').length;
    const warnings = findings.filter((one) => one.severity === 'warning').length;
    fill(
        byId('figures'), figure('size', size(whole), {
          file: 'bytes of files',
          tar: 'bytes of the tar archives',
          wire: 'bytes on the wire'
        }[state.currency]),
        figure('live', size(sums[0]), `${percent(sums[0], whole)} of the bytes`, 'is-live'),
        figure('hidden', size(hidden), `${percent(hidden, whole)}, never to be seen`, 'is-hidden'),
        figure(
            'layers', count(report.layers.length),
            report.base ? `${count(report.base.layers)} of the base` :
                          'from the first to the last'),
        figure(
            'files', count(this.files),
            `${counted(image.entries, 'entry', 'entries')} in all layers`),
        figure(
            'findings', count(findings.length),
            `${counted(grave, 'error')}, ${counted(warnings, 'warning')}`, grave ? 'is-bad' : ''));
    fill(byId('whole'), bar(pieces(stateClasses, sums), whole));
  }
}
