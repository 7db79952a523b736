// How one looks at an image: as it is after some layer (each entry has its fate by then), or at
// what differs between two layers. A lens gives each entry one class, or none where it is not to be
// seen.

import {Fate, isWaste, Kind, nowhere} from './image.mjs';

export const unseen = 255;

/**
 * Classes of a state, by Fate. `id` names the colour in style.css, `by` what the layer did that
 * hid them.
 */
export const stateClasses = [
  {id: 'live', name: 'live', hidden: false, says: 'in the image as it runs'},
  {
    id: 'replaced',
    name: 'replaced',
    hidden: true,
    by: 'replaced by',
    says: 'a later layer has other content'
  },
  {
    id: 'restored',
    name: 'restored',
    hidden: true,
    by: 'written again by',
    says: 'a later layer has the same content again: chown, chmod, touch'
  },
  {
    id: 'deleted',
    name: 'deleted',
    hidden: true,
    by: 'deleted by',
    says: 'a later layer deletes it'
  },
  {
    id: 'opaque',
    name: 'opaque',
    hidden: true,
    by: 'hidden by',
    says: 'a later layer hides its directory as a whole'
  },
  {
    id: 'type',
    name: 'type changed',
    hidden: true,
    by: 'displaced by',
    says: 'a later layer has something of another kind there'
  },
  {
    id: 'twice',
    name: 'duplicate path',
    hidden: true,
    by: 'written twice by',
    says: 'the same path again in its own layer'
  },
  {
    id: 'overhead',
    name: 'overhead',
    hidden: false,
    says: 'whiteouts, end blocks, metadata: bytes of no file'
  },
];

export const Change = Object.freeze({added: 0, changed: 1, restored: 2, removed: 3});
export const diffClasses = [
  {id: 'added', name: 'added', hidden: false, says: 'not there before'},
  {id: 'changed', name: 'changed', hidden: false, says: 'other content'},
  {
    id: 'restored',
    name: 'restored',
    hidden: true,
    says: 'the same content again, with another owner, mode or time'
  },
  {id: 'removed', name: 'removed', hidden: true, says: 'no longer there'},
];

/** Fills `classes` (one place an entry) with fates as they are after `layer`. */
export function lookAtState(image, layer, classes) {
  for (let entry = 0; entry < image.entries; ++entry) {
    const fate = image.fate[entry];
    if (image.layer[entry] > layer)
      classes[entry] = unseen;
    else
      classes[entry] = isWaste(fate) && image.hider[entry] > layer ? Fate.live : fate;
  }
}

/**
 * Fills `classes` with what differs between the states after two layers; -1 is the empty image
 * before the first. Of a changed file the later entry counts, not the earlier.
 */
export function lookAtDiff(image, from, to, classes) {
  classes.fill(unseen);
  for (let path = 0; path < image.paths; ++path) {
    const begin = image.firstEntry[path];
    if (begin === image.firstEntry[path + 1]) continue;
    const before = from < 0 ? nowhere : image.visible(path, from);
    const after = image.visible(path, to);
    if (before === after) continue;
    if (before === nowhere)
      classes[after] = Change.added;
    else if (after === nowhere)
      classes[before] = Change.removed;
    else
      classes[after] = changeBetween(image, before, after);
  }
}

function changeBetween(image, before, after) {
  const {kind} = image;
  if (kind[before] !== kind[after]) return Change.changed;
  if (kind[after] === Kind.file) {
    const same = image.file[before] === image.file[after] &&
        image.content[before] === image.content[after] &&
        (image.content[after] !== 0 || image.file[after] === 0);
    return same ? Change.restored : Change.changed;
  }
  if (kind[after] === Kind.directory)
    return sameAttributes(image, before, after) ? unseen : Change.restored;
  return image.linkText(before) === image.linkText(after) ? Change.restored : Change.changed;
}

// Each layer brings the directories above what it changes along: that alone is no change.
function sameAttributes(image, before, after) {
  return image.mode[before] === image.mode[after] && image.uid[before] === image.uid[after] &&
      image.gid[before] === image.gid[after];
}
