// The selected path: its attributes, and its story through the layers.

import {byId, element, fill} from './dom.mjs';
import {Kind, kindNames, nowhere, root} from './image.mjs';
import {stateClasses, unseen} from './lens.mjs';
import {counted, modeText, shortened, shown, size, timeText} from './text.mjs';
import {layerTitle} from './tip.mjs';

export class Details {
  constructor(model) {
    this.model = model;
    this.pane = byId('details');
    model.onChange((changed) => {
      if (['selected', 'zoom', 'weights'].some((key) => changed.has(key))) this.draw();
    });
    this.draw();
  }

  draw() {
    const {selected, zoom} = this.model.state;
    const path = selected === nowhere ? zoom : selected;
    const {image} = this.model;
    fill(this.pane, this.#title(path), this.#sums(path), path === root ? null : this.#story(path));
    this.pane.dataset.path = shown(image.pathText(path));
  }

  #title(path) {
    return element('h3', {class: 'name', text: shortened(this.model.image.pathText(path), 1000)});
  }

  #sums(path) {
    const {kind, file, tar, wire, firstEntry, end} = this.model.image;
    const {classes} = this.model.weights;
    const sums = {files: 0, file: 0, tar: 0, wire: 0};
    for (let entry = firstEntry[path]; entry < firstEntry[end[path]]; ++entry) {
      if (classes[entry] === unseen) continue;
      if (kind[entry] === Kind.file) ++sums.files;
      sums.file += file[entry];
      sums.tar += tar[entry];
      sums.wire += wire[entry];
    }
    const item = (name, text) =>
        element('div', {}, element('dt', {text: name}), element('dd', {text}));
    return element(
        'dl', {class: 'sums'}, item('file bytes', size(sums.file)), item('tar', size(sums.tar)),
        item('transfer', size(sums.wire)), item('holds', counted(sums.files, 'file')));
  }

  #story(path) {
    const {image} = this.model;
    const versions = [];
    for (let entry = image.firstEntry[path]; entry < image.firstEntry[path + 1]; ++entry) {
      versions.push(this.#version(entry));
    }
    if (versions.length === 0)
      return element('p', {class: 'quiet', text: 'no layer has this directory itself'});
    return element('ol', {class: 'story'}, ...versions);
  }

  #version(entry) {
    const {model} = this;
    const {image, report} = model;
    const fate = stateClasses[image.fate[entry]];
    const link = image.linkText(entry);
    const facts = [
      kindNames[image.kind[entry]],
      image.kind[entry] === Kind.file ? size(image.file[entry]) : '',
      link ? `to ${shortened(link, 200)}` : '',
      modeText(image.kind[entry], image.mode[entry]),
      `${image.uid[entry]}:${image.gid[entry]}`,
      timeText(image.mtime[entry]),
    ].filter(Boolean);
    const button = (layer, text) => element(
        'button',
        {class: 'as-link', type: 'button', text, onclick: () => model.selectLayer(layer)});
    return element(
        'li', {}, element('span', {class: `key ${fate.id}`, 'aria-hidden': 'true'}),
        button(image.layer[entry], layerTitle(report, image.layer[entry], 90)),
        element('div', {class: 'quiet', text: facts.join('  ·  ')}),
        fate.hidden ? element(
                          'div', {class: 'ends'}, `${fate.by} `,
                          button(image.hider[entry], layerTitle(report, image.hider[entry], 90))) :
                      null);
  }
}
