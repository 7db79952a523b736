// The cards below: findings, who hid what, duplicates; and the figures at the top.

import {bar, byId, element, fill, pieces, press} from './dom.mjs';
import {isWaste, Kind, nowhere} from './image.mjs';
import {stateClasses} from './lens.mjs';
import {bytesOf, count, counted, percent, shortened, shown, size} from './text.mjs';
import {layerTitle} from './tip.mjs';
import {duplicates, noFilter} from './weigh.mjs';

const pageOf = 100;

/** Fills a list step by step: the first hundred, and a button for the next. */
function fillByPages(list, items, makeItem) {
  const next = (from) => {
    list.querySelector('.more')?.remove();
    list.append(...items.slice(from, from + pageOf).map(makeItem));
    const left = items.length - from - pageOf;
    if (left <= 0) return;
    list.append(element('li', {class: 'more'}, element('button', {
      type: 'button', text: `show ${count(Math.min(left, pageOf))} more of ${count(left)}`,
      onclick: () => next(from + pageOf),
    })));
  };
  list.replaceChildren();
  next(0);
}

/** Where a finding leads. */
function go(model, {path, layer, line}) {
  const found = path === undefined ? nowhere : model.image.find(path.split('/').map(bytesOf));
  if (found > 0) {
    model.set({diff: false, at: model.lastLayer, filter: noFilter});
    model.reveal(found);
    byId('contents').scrollIntoView();
  } else if (layer !== undefined) {
    model.selectLayer(layer);
    byId('layers').scrollIntoView();
  } else if (line !== undefined) {
    const at = model.report.dockerfile.instructions.findIndex((one) => line >= one.first && line <= one.last);
    if (at >= 0) model.selectLine(at);
    byId('layers').scrollIntoView();
  }
}

/** "Dockerfile:12", "layer 3, /etc/passwd", "configuration, User". */
function placeText(report, place) {
  if (place.line !== undefined && report.dockerfile) return `${shown(report.dockerfile.name)}:${place.line}`;
  if (place.field !== undefined) return `configuration, ${shown(place.field)}`;
  const words = [];
  if (place.layer !== undefined) words.push(`layer ${place.layer}`);
  if (place.path) words.push(shortened(place.path, 160));
  return words.join(', ') || 'image';
}

const leads = (place) => place.path !== undefined || place.layer !== undefined || place.line !== undefined;

function placeButton(model, place) {
  const text = placeText(model.report, place);
  return leads(place) ? element('button', {type: 'button', class: 'as-link name', text, onclick: () => go(model, place)})
                      : element('span', {class: 'quiet', text});
}

const severities = ['error', 'warning', 'info', 'style'];

export class Findings {
  constructor(model) {
    this.model = model;
    this.only = null;
    this.#drawChoice();
    this.draw();
  }

  #drawChoice() {
    const {findings} = this.model.report;
    const make = (severity, text) => element('button', {
      type: 'button', class: 'chip', data: {severity: severity ?? 'all'}, onclick: () => {
        this.only = severity;
        this.draw();
      },
    }, severity ? element('span', {class: `badge ${severity}`, 'aria-hidden': 'true'}) : null, text);
    const kinds = severities.filter((one) => findings.some((finding) => finding.severity === one));
    fill(byId('findings-choice'), make(null, `all ${count(findings.length)}`), ...kinds.map((one) => make(
        one, `${one} ${count(findings.filter((finding) => finding.severity === one).length)}`)));
    byId('findings-choice').hidden = kinds.length < 2;
  }

  draw() {
    const {findings} = this.model.report;
    const buttons = [...byId('findings-choice').children];
    press(buttons, buttons.find((one) => one.dataset.severity === (this.only ?? 'all')));
    const chosen = findings.filter((finding) => !this.only || finding.severity === this.only)
        .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
    byId('findings-none').hidden = findings.length > 0;
    fillByPages(byId('findings-list'), chosen, (finding) => this.#item(finding));
  }

  #item(finding) {
    const {model} = this;
    return element('li', {class: 'finding', data: {rule: finding.rule}},
                   element('span', {class: `badge ${finding.severity}`, title: finding.severity}),
                   element('div', {},
                           element('div', {class: 'message'}, element('span', {class: 'sr', text: `${finding.severity}: `}),
                                   shown(finding.message),
                                   finding.bytes ? element('b', {class: 'cost', text: size(finding.bytes)}) : null),
                           element('div', {class: 'places'}, placeButton(model, finding.place),
                                   element('span', {class: 'rule', text: shown(finding.rule)})),
                           ...finding.related.slice(0, 8).map((one) => element('div', {class: 'places related'},
                               element('span', {class: 'quiet', text: shown(one.text)}), placeButton(model, one.place))),
                           finding.help ? element('div', {class: 'quiet help', text: shown(finding.help)}) : null));
  }
}

export class Culprits {
  constructor(model) {
    this.model = model;
    this.draw();
    model.onChange((changed) => {
      if (changed.has('currency')) this.draw();
      else if (changed.has('filter')) this.#mark();
    });
  }

  draw() {
    const {model} = this;
    this.pairs = model.culprits.filter((pair) => pair.bytes > 0);
    const whole = this.pairs.length > 0 ? this.pairs[0].bytes : 0;
    byId('culprits-none').hidden = this.pairs.length > 0;
    fillByPages(byId('culprits-list'), this.pairs, (pair) => this.#item(pair, whole));
    this.#mark();
  }

  #item(pair, whole) {
    const {model} = this;
    const {report} = model;
    const fates = stateClasses.filter((one, i) => pair.byFate[i] > 0).map((one) => one.name).join(', ');
    return element('li', {}, element('button', {
      type: 'button', class: 'culprit', data: {wrote: pair.wrote, hid: pair.hid},
      onclick: () => {
        const hid = model.state.filter;
        if (hid.hider === pair.hid && hid.layers?.has(pair.wrote)) model.showOnly(null);
        else {
          model.set({diff: false, at: model.lastLayer});
          model.showOnly([pair.wrote], pair.hid, report.layers[pair.wrote].instruction ?? null);
        }
      },
    },
    element('b', {class: 'number', text: size(pair.bytes)}),
    bar(pieces(stateClasses, pair.byFate), whole),
    element('span', {class: 'who'}, element('span', {class: 'verb', text: 'wrote'}),
            element('span', {class: 'instruction', text: layerTitle(report, pair.wrote, 300)}),
            element('span', {class: 'verb', text: 'hid'}),
            element('span', {class: 'instruction', text: layerTitle(report, pair.hid, 300)}),
            element('span', {class: 'verb'}),
            element('span', {class: 'quiet', text: `${fates}: ${counted(pair.entries, 'entry', 'entries')}`}))));
  }

  #mark() {
    const {layers, hider} = this.model.state.filter;
    for (const button of byId('culprits-list').querySelectorAll('.culprit')) {
      button.setAttribute('aria-pressed',
                          String(hider === Number(button.dataset.hid) && layers?.has(Number(button.dataset.wrote))));
    }
  }
}

export class Duplicates {
  constructor(model) {
    this.model = model;
    const {all, spare, largest} = duplicates(model.image, 1000);
    byId('duplicates-none').hidden = all > 0;
    byId('duplicates-note').textContent = all === 0 ? ''
      : `${counted(all, 'file')} with copies; ${size(spare)} could be saved by links`;
    fillByPages(byId('duplicates-list'), largest, (group) => this.#item(group));
  }

  #item({bytes, copies, spare}) {
    const {image} = this.model;
    const list = element('ul');
    const details = element('details', {ontoggle: () => {
      if (list.childElementCount === 0) fillByPages(list, copies, (entry) => this.#copy(entry));
    }}, element('summary', {}, element('b', {class: 'number', text: size(spare)}),
                element('span', {class: 'name', text: shortened(image.pathText(image.path[copies[0]]), 200)}),
                element('span', {class: 'quiet', text: `${count(copies.length)} × ${size(bytes)}`})), list);
    return element('li', {}, details);
  }

  #copy(entry) {
    const {image} = this.model;
    const path = image.path[entry];
    return element('li', {}, element('button', {
      type: 'button', class: 'as-link name', text: shortened(image.pathText(path), 400), onclick: () => {
        this.model.reveal(path);
        byId('contents').scrollIntoView();
      },
    }), element('span', {class: 'quiet', text: ` layer ${image.layer[entry]}`}));
  }
}

/** The numbers at the top. */
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
    const figure = (name, value, note, kind = '') => element('div', {class: `figure ${kind}`, data: {figure: name}},
                                                            element('dt', {text: name}), element('dd', {text: value}),
                                                            element('dd', {class: 'quiet', text: note}));
    const {findings} = report;
    const grave = findings.filter((one) => one.severity === 'error').length;
    const warnings = findings.filter((one) => one.severity === 'warning').length;
    fill(byId('figures'),
         figure('size', size(whole), {file: 'bytes of files', tar: 'bytes of the tar archives', wire: 'bytes on the wire'}[state.currency]),
         figure('live', size(sums[0]), `${percent(sums[0], whole)} of the bytes`, 'is-live'),
         figure('hidden', size(hidden), `${percent(hidden, whole)}, never to be seen`, 'is-hidden'),
         figure('layers', count(report.layers.length), report.base ? `${count(report.base.layers)} of the base` : 'from the first to the last'),
         figure('files', count(this.files), `${counted(image.entries, 'entry', 'entries')} in all layers`),
         figure('findings', count(findings.length), `${counted(grave, 'error')}, ${counted(warnings, 'warning')}`, grave ? 'is-bad' : ''));
    fill(byId('whole'), bar(pieces(stateClasses, sums), whole));
  }
}
