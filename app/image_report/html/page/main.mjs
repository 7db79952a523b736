// Opens the file: reads the report and the index, then hands the model to the views.

import {fromBase64, inflated} from './bytes.mjs';
import {Contents} from './contents.mjs';
import {Culprits} from './culprits.mjs';
import {Details} from './details.mjs';
import {byId, element, fill, press} from './dom.mjs';
import {Duplicates} from './duplicates.mjs';
import {Figures} from './figures.mjs';
import {Files} from './files.mjs';
import {Findings} from './findings.mjs';
import {Image} from './image.mjs';
import {Layers} from './layers.mjs';
import {Model} from './model.mjs';
import {shortened, shown} from './text.mjs';
import {Treemap} from './treemap.mjs';
import {currencies} from './weigh.mjs';

async function readIndex() {
  const holder = byId('index');
  const packed = fromBase64(holder.textContent);
  holder.remove();
  return new Image(holder.dataset.packing === 'deflate' ? await inflated(packed) : packed);
}

function drawTitle({image, base, tool}) {
  byId('title').textContent = shortened(image.shown, 200);
  const facts = [
    image.platform, image.digest ? `${image.digest.slice(0, 19)}…` : '', image.kind,
    base?.name ? `on ${shortened(base.name, 80)}` : '', `plimsoll ${tool}`
  ];
  byId('subtitle').textContent = facts.filter(Boolean).map(shown).join('  ·  ');
}

function drawNotices({notices}) {
  byId('notices').hidden = notices.length === 0;
  fill(byId('notices'), ...notices.map((text) => element('li', {text: shortened(text, 600)})));
}

function listenToCurrency(model) {
  const buttons = currencies.map((currency) => byId(`currency-${currency}`));
  buttons.forEach((button, i) => button.addEventListener('click', () => {
    model.set({currency: currencies[i]});
    press(buttons, button);
  }));
}

async function open() {
  const report = JSON.parse(byId('report').textContent);
  const model = new Model(await readIndex(), report);
  document.documentElement.classList.add('open');
  drawTitle(report);
  drawNotices(report);
  listenToCurrency(model);
  new Figures(model);
  new Layers(model);
  new Contents(model);
  new Treemap(model).draw();
  new Files(model);
  new Details(model);
  new Findings(model);
  new Culprits(model);
  new Duplicates(model);
  document.documentElement.dataset.state = 'open';
}

open().catch((error) => {
  byId('failure').hidden = false;
  byId('failure').textContent =
      `This report cannot be shown: ${error.message}. The tables below are whole.`;
  document.documentElement.classList.remove('open');
  document.documentElement.dataset.state = 'failed';
  throw error;
});
