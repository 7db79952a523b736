// Which paths contain a text. A path contains it when its own name brings the match, or when one of
// a directory above does: those topmost matches are listed, and their sums do not overlap.
//
// A text without a slash is looked for in the names, as they lie one behind another. In one with
// slashes the last part must begin the name, those between are whole names of the directories
// above, and the first ends the name of the one above them. A text without capitals finds both.

import {nowhere, root} from './image.mjs';
import {bytesOf} from './text.mjs';

const slash = 0x2F;
const lower = Uint8Array.from({length: 256}, (_, i) => (i >= 0x41 && i <= 0x5A ? i + 0x20 : i));
const same = Uint8Array.from({length: 256}, (_, i) => i);

/** What is asked, made ready: parts between slashes, and how bytes are compared. */
function makeQuery(text) {
  const bytes = bytesOf(text);
  const fold = /[A-Z]/.test(text) ? same : lower;
  const parts = [[]];
  for (const byte of bytes) {
    if (byte === slash)
      parts.push([]);
    else
      parts[parts.length - 1].push(fold[byte]);
  }
  return {parts, fold};
}

function equalAt(names, at, part, fold) {
  for (let i = 0; i < part.length; ++i) {
    if (fold[names[at + i]] !== part[i]) return false;
  }
  return true;
}

function contains(names, begin, end, part, fold) {
  const first = part[0];
  for (let at = begin; at + part.length <= end; ++at) {
    if (fold[names[at]] === first && equalAt(names, at, part, fold)) return true;
  }
  return false;
}

function nameLength(image, path) {
  return path === root ? 0 : image.nameAt[path + 1] - image.nameAt[path];
}

/** Whether the match of `parts` ends in the name of this path. */
function endsHere(image, path, {parts, fold}) {
  const {names, nameAt, parent} = image;
  const last = parts.length - 1;
  if (nameLength(image, path) < parts[last].length) return false;
  if (!equalAt(names, nameAt[path], parts[last], fold)) return false;
  let above = parent[path];
  for (let i = last - 1; i > 0; --i, above = parent[above]) {
    if (above === nowhere || above === root) return false;
    if (nameLength(image, above) !== parts[i].length) return false;
    if (!equalAt(names, nameAt[above], parts[i], fold)) return false;
  }
  if (above === nowhere) return false;
  const length = nameLength(image, above);
  return length >= parts[0].length &&
      equalAt(names, nameAt[above] + length - parts[0].length, parts[0], fold);
}

export const Hit = Object.freeze({none: 0, below: 1, matches: 2});

/** Looks through all paths in sight. `marks`: a Hit for each path; `top`: the topmost matches. */
export function search(image, weights, text) {
  const query = makeQuery(text);
  const marks = new Uint8Array(image.paths);
  const top = [];
  let bytes = 0;
  let entries = 0;
  const single = query.parts.length === 1;
  for (let path = 1; path < image.paths;) {
    const matches = weights.entries[path] > 0 &&
        (single ? contains(
                      image.names, image.nameAt[path], image.nameAt[path + 1], query.parts[0],
                      query.fold) :
                  endsHere(image, path, query));
    if (!matches) {
      ++path;
      continue;
    }
    top.push(path);
    bytes += weights.bytes[path];
    entries += weights.entries[path];
    marks.fill(Hit.matches, path, image.end[path]);
    for (let above = image.parent[path]; above !== nowhere && marks[above] === Hit.none;
         above = image.parent[above]) {
      marks[above] = Hit.below;
    }
    path = image.end[path];
  }
  return {top, bytes, entries, marks};
}
