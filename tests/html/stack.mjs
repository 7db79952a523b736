// A second opinion on layers, for the tests of the page: stacks entries given as
// {path, kind, size, mode, uid, gid, mtime, content, link} and says what became of each. Paths are
// byte strings (latin1) without a leading slash; `link` of a hardlink is such a path, too.

import {Fate, Kind} from '../../app/image_report/html/page/image.mjs';

class Node {
  constructor(name, parent) {
    this.name = name;
    this.parent = parent;
    this.children = null;
    this.entries = [];
    this.live = null;
  }

  child(name) {
    this.children ??= new Map();
    let child = this.children.get(name);
    if (!child) this.children.set(name, child = new Node(name, this));
    return child;
  }
}

function nodeAt(root, path) {
  let node = root;
  for (const name of path === '' ? [] : path.split('/')) node = node.child(name);
  return node;
}

function hide(node, layer, fate) {
  if (node.live && node.live.layer !== layer) {
    node.live.fate = fate;
    node.live.hider = layer;
    node.live = null;
  }
}

function hideBelow(node, layer, fate) {
  const open = [...(node.children?.values() ?? [])];
  while (open.length > 0) {
    const next = open.pop();
    hide(next, layer, fate);
    if (next.children) open.push(...next.children.values());
  }
}

function remove(node, entry, layer) {
  entry.fate = Fate.overhead;
  if (entry.kind === Kind.whiteout) {
    hide(node, layer, Fate.deleted);
    hideBelow(node, layer, Fate.deleted);
  } else if (entry.kind === Kind.opaque) {
    hideBelow(node, layer, Fate.opaque);
  }
}

function add(node, entry, layer) {
  const before = node.live;
  if (before && before.layer === layer) {
    before.fate = Fate.duplicatePath;
    before.hider = layer;
  } else if (before && before.kind !== entry.kind) {
    hide(node, layer, Fate.typeChanged);
  } else if (before) {
    const same = before.content === entry.content && before.link === entry.link;
    hide(node, layer, same ? Fate.restored : Fate.replaced);
  }
  if (entry.kind !== Kind.directory) hideBelow(node, layer, Fate.typeChanged);
  entry.fate = Fate.live;
  node.live = entry;
}

const removes = (entry) => entry.kind >= Kind.whiteout;

/** Layers, bottom first, each a list of entries; gives the root of their tree. */
export function stack(layers) {
  const root = new Node('', null);
  layers.forEach((entries, layer) => {
    const placed =
        entries.map((entry) => [nodeAt(root, entry.path), {...entry, layer, hider: layer}]);
    for (const [node, entry] of placed) {
      if (removes(entry)) remove(node, entry, layer);
    }
    for (const [node, entry] of placed) {
      if (!removes(entry)) add(node, entry, layer);
      node.entries.push(entry);
    }
  });
  return root;
}

/** Bytes of each layer by fate. */
export function sumsOf(root, layers, currency) {
  const sums = Array.from({length: layers}, () => new Array(8).fill(0));
  const open = [root];
  while (open.length > 0) {
    const node = open.pop();
    for (const entry of node.entries)
      sums[entry.layer][entry.fate] += bytesOfEntry(entry)[currency];
    if (node.children) open.push(...node.children.values());
  }
  return sums;
}

export function bytesOfEntry(entry) {
  const file = entry.kind === Kind.file ? entry.size : 0;
  const tar = entry.tar ?? 512 + Math.ceil(file / 512) * 512;
  return {file, tar, wire: entry.wire ?? Math.round(tar * 0.4)};
}
