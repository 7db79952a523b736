// What is wrong, and the way to where.

import {byId, element, fill, press} from './dom.mjs';
import {nowhere} from './image.mjs';
import {fillByPages} from './pages.mjs';
import {bytesOf, count, shortened, shown, size} from './text.mjs';
import {noFilter} from './weigh.mjs';

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
    const at = model.report.dockerfile.instructions.findIndex(
        (one) => line >= one.first && line <= one.last);
    if (at >= 0) model.selectLine(at);
    byId('layers').scrollIntoView();
  }
}

/** "Dockerfile:12", "layer 3, /etc/passwd", "configuration, User". */
function placeText(report, place) {
  if (place.line !== undefined && report.dockerfile)
    return `${shown(report.dockerfile.name)}:${place.line}`;
  if (place.field !== undefined) return `configuration, ${shown(place.field)}`;
  const words = [];
  if (place.layer !== undefined) words.push(`layer ${place.layer}`);
  if (place.path) words.push(shortened(place.path, 160));
  return words.join(', ') || 'image';
}

const leads = (place) =>
    place.path !== undefined || place.layer !== undefined || place.line !== undefined;

function placeButton(model, place) {
  const text = placeText(model.report, place);
  return leads(place) ?
      element(
          'button',
          {type: 'button', class: 'as-link name', text, onclick: () => go(model, place)}) :
      element('span', {class: 'quiet', text});
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
    const make = (severity, text) => element(
        'button', {
          type: 'button',
          class: 'chip',
          data: {severity: severity ?? 'all'},
          onclick: () => {
            this.only = severity;
            this.draw();
          },
        },
        severity ? element('span', {class: `badge ${severity}`, 'aria-hidden': 'true'}) : null,
        text);
    const kinds = severities.filter((one) => findings.some((finding) => finding.severity === one));
    fill(
        byId('findings-choice'), make(null, `all ${count(findings.length)}`),
        ...kinds.map(
            (one) => make(
                one,
                `${one} ${count(findings.filter((finding) => finding.severity === one).length)}`)));
    byId('findings-choice').hidden = kinds.length < 2;
  }

  draw() {
    const {findings} = this.model.report;
    const buttons = [...byId('findings-choice').children];
    press(buttons, buttons.find((one) => one.dataset.severity === (this.only ?? 'all')));
    const chosen =
        findings.filter((finding) => !this.only || finding.severity === this.only)
            .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
    byId('findings-none').hidden = findings.length > 0;
    fillByPages(byId('findings-list'), chosen, (finding) => this.#item(finding));
  }

  #item(finding) {
    const {model} = this;
    return element(
        'li', {class: 'finding', data: {rule: finding.rule}},
        element('span', {class: `badge ${finding.severity}`, title: finding.severity}),
        element(
            'div', {},
            element(
                'div', {class: 'message'},
                element('span', {class: 'sr', text: `${finding.severity}: `}),
                shown(finding.message),
                finding.bytes ? element('b', {class: 'cost', text: size(finding.bytes)}) : null),
            element(
                'div', {class: 'places'}, placeButton(model, finding.place),
                element('span', {class: 'rule', text: shown(finding.rule)})),
            ...finding.related.slice(0, 8).map(
                (one) => element(
                    'div', {class: 'places related'},
                    element('span', {class: 'quiet', text: shown(one.text)}),
                    placeButton(model, one.place))),
            finding.help ? element('div', {class: 'quiet help', text: shown(finding.help)}) :
                           null));
  }
}
