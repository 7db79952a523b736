// Elements made from data. Text goes in as text, never as markup.

/** An element; `attributes`: properties and `on...` listeners, `data`: data-* attributes. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on'))
      made.addEventListener(name.slice(2), value);
    else if (name === 'class')
      made.className = value;
    else if (name === 'text')
      made.textContent = value;
    else if (name === 'data')
      Object.assign(made.dataset, value);
    else if (name === 'width')
      made.style.width = value;
    else if (name === 'left')
      made.style.left = value;
    else if (name === 'color')
      made.style.background = value;
    else
      made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Sets one of several buttons as the pressed one. */
export function press(buttons, chosen) {
  for (const button of buttons) button.setAttribute('aria-pressed', String(button === chosen));
}

/** Scrolls within its own pane only. */
export function scrollIntoPane(pane, item) {
  const top = item.offsetTop - pane.offsetTop;
  if (top < pane.scrollTop || top + item.offsetHeight > pane.scrollTop + pane.clientHeight) {
    pane.scrollTop = Math.max(0, top - pane.clientHeight / 3);
  }
}

/** A bar of classes: pieces of [class id, bytes], as parts of `whole`, from `begin` on. */
export function bar(pieces, whole, begin = 0) {
  const made = element('span', {class: 'bar', 'aria-hidden': 'true'});
  let at = begin;
  for (const [id, bytes] of pieces) {
    if (bytes > 0 && whole > 0) {
      made.append(element('span', {
        class: `fill ${id}`,
        left: `${100 * at / whole}%`,
        width: `${100 * bytes / whole}%`,
      }));
    }
    at += bytes;
  }
  return made;
}

/** The pieces for `bar` of sums by class. */
export function pieces(classList, sums) { return classList.map((one, i) => [one.id, sums[i]]); }

/** Arrow keys walk among the buttons of a list; the rest is the buttons' own. */
export function walkWithArrows(list, selector) {
  list.addEventListener('keydown', (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step) return;
    const items = [...list.querySelectorAll(selector)];
    const next = items[items.indexOf(event.target.closest(selector)) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
