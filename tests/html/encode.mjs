// The writer of the index in the tests' own words: image.mjs has the format.

import {isWaste, Kind} from '../../app/image_report/html/page/image.mjs';

import {bytesOfEntry} from './stack.mjs';

class Writer {
  constructor() {
    this.bytes = Buffer.alloc(1 << 20);
    this.at = 0;
  }

  byte(value) {
    if (this.at === this.bytes.length)
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.at)]);
    this.bytes[this.at++] = value;
  }

  varint(number) {
    let value = number;
    while (value >= 0x80) {
      this.byte(value % 0x80 + 0x80);
      value = Math.floor(value / 0x80);
    }
    this.byte(value);
  }

  zigzag(value) { this.varint(value < 0 ? -value * 2 - 1 : value * 2); }

  text(latin1) {
    for (const byte of Buffer.from(latin1, 'latin1')) this.byte(byte);
  }

  done() { return this.bytes.subarray(0, this.at); }
}

function inOrder(root) {
  const nodes = [];
  const open = [[root, 0]];
  while (open.length > 0) {
    const [node, depth] = open.pop();
    node.depth = depth;
    node.number = nodes.length;
    nodes.push(node);
    const children = [...(node.children?.values() ?? [])];
    children.sort(
        (a, b) => Buffer.compare(Buffer.from(b.name, 'latin1'), Buffer.from(a.name, 'latin1')));
    for (const child of children) open.push([child, depth + 1]);
  }
  return nodes;
}

/** Bytes that each name shares with its sibling before; what `inOrder` gave. */
function sharedLengths(nodes) {
  const before = [];
  return nodes.map((node) => {
    const sibling = before[node.depth];
    before[node.depth] = node;
    if (!sibling || sibling.parent !== node.parent) return 0;
    let shared = 0;
    while (shared < sibling.name.length && sibling.name[shared] === node.name[shared]) ++shared;
    return shared;
  });
}

function contentNumbers(entries) {
  const uses = new Map();
  for (const entry of entries) {
    if (entry.kind === Kind.file) uses.set(entry.content, (uses.get(entry.content) ?? 0) + 1);
  }
  const numbers = new Map();
  return entries.map((entry) => {
    if (entry.kind !== Kind.file || uses.get(entry.content) < 2) return 0;
    if (!numbers.has(entry.content)) numbers.set(entry.content, numbers.size + 1);
    return numbers.get(entry.content);
  });
}

function linkNumber(root, entry) {
  let node = root;
  for (const name of entry.link.split('/')) node = node?.children?.get(name);
  return node ? node.number + 1 : 0;
}

/** The plain bytes of the index of a tree that `stack` gave. */
export function encode(root) {
  const out = new Writer();
  const nodes = inOrder(root);
  const entries =
      nodes.flatMap((node) => node.entries.map((entry) => ({...entry, ...bytesOfEntry(entry)})));
  const symlinks = entries.filter((entry) => entry.kind === Kind.symlink);
  const shared = sharedLengths(nodes);
  out.text('PLIX');
  out.varint(1);
  out.varint(nodes.length);
  out.varint(entries.length);
  out.varint(nodes.reduce((sum, node) => sum + node.name.length, 0));
  out.varint(symlinks.length);
  out.varint(symlinks.reduce((sum, entry) => sum + entry.link.length, 0));
  for (let i = 1; i < nodes.length; ++i) out.varint(nodes[i - 1].depth + 1 - nodes[i].depth);
  for (let i = 1; i < nodes.length; ++i) out.varint(shared[i]);
  for (let i = 1; i < nodes.length; ++i) out.varint(nodes[i].name.length - shared[i]);
  for (let i = 1; i < nodes.length; ++i) out.text(nodes[i].name.slice(shared[i]));
  for (const node of nodes) out.varint(node.entries.length);
  encodeEntries(out, entries, root);
  for (const {link} of symlinks) out.varint(link.length);
  for (const {link} of symlinks) out.text(link);
  return out.done();
}

function encodeEntries(out, entries, root) {
  for (const {layer} of entries) out.varint(layer);
  for (const {kind, fate} of entries) out.varint(kind * 8 + fate);
  for (const {fate, layer, hider} of entries) {
    if (isWaste(fate)) out.varint(hider - layer);
  }
  for (const {file} of entries) out.varint(file);
  for (const {file, tar} of entries) out.zigzag(tar - 512 - Math.ceil(file / 512) * 512);
  for (const {wire} of entries) out.varint(wire);
  for (const {mode} of entries) out.varint(mode ?? 0o644);
  for (const {uid} of entries) out.varint(uid ?? 0);
  for (const {gid} of entries) out.varint(gid ?? 0);
  let time = 0;
  for (const {mtime} of entries) {
    out.zigzag((mtime ?? 0) - time);
    time = mtime ?? 0;
  }
  contentNumbers(entries).forEach((number, i) => {
    if (entries[i].kind === Kind.file) out.varint(number);
  });
  for (const entry of entries) {
    if (entry.kind === Kind.hardlink) out.varint(linkNumber(root, entry));
  }
}
