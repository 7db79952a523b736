// The index of a file: every path and every entry of the image, as columns.
//
// Plain bytes, all numbers LEB128 (see Reader), in this order:
//
//   "PLIX" 1                        magic, version
//   N E B S L                       paths; entries; bytes of all names; symlinks; bytes of their
//   texts N-1 x  climb                    paths in preorder, siblings by the bytes of their names;
//   the root
//                                   is path 0. depth[i] = depth[i-1] + 1 - climb
//   N-1 x  shared                   bytes that a name shares with the sibling before it
//   N-1 x  rest                     bytes of the name behind them
//   bytes                           those, one after another
//   N x    entries                  how many a path has; those of one path by layer
//   E x    layer
//   E x    kind * 8 + fate          as EntryKind and Fate of the scanner
//   E' x   hider - layer            of those that are hidden: the layer that did it
//   E x    file bytes
//   E x    tar bytes                signed, less 512 and the file's bytes rounded up to 512
//   E x    wire bytes
//   E x    mode;  E x uid;  E x gid
//   E x    mtime                    signed, in seconds, less that of the entry before
//   E' x   content                  of files: equal numbers are equal contents; 0 = like no other
//   E' x   hardlink                 of hardlinks: the path of the target + 1; 0 = none
//   S x    bytes of a link's text;  then those bytes
//
// What belongs to no path (end blocks, names that nothing can unpack) stands at the root, behind
// what it has itself, as overhead: the entries of a layer sum up to the layer.

import {Reader} from './bytes.mjs';
import {textOf} from './text.mjs';

export const Kind = Object.freeze({
  file: 0,
  directory: 1,
  symlink: 2,
  hardlink: 3,
  charDevice: 4,
  blockDevice: 5,
  fifo: 6,
  whiteout: 7,
  opaque: 8,
  metadata: 9,
  refused: 10,
});
export const kindNames = [
  'file', 'directory', 'symlink', 'hardlink', 'character device', 'block device', 'FIFO',
  'whiteout', 'opaque marker', 'metadata', 'refused entry'
];

export const Fate = Object.freeze({
  live: 0,
  replaced: 1,
  restored: 2,
  deleted: 3,
  opaque: 4,
  typeChanged: 5,
  duplicatePath: 6,
  overhead: 7,
});

/** Bytes that are pulled and can never be seen. */
export const isWaste = (fate) => fate !== Fate.live && fate !== Fate.overhead;

export const root = 0;
export const nowhere = -1;

/** An image; arrays by path (parent, end, firstEntry ...) and by entry (layer, fate, file ...). */
export class Image {
  /** From the bytes described above; throws where they are damaged. */
  constructor(bytes) {
    const reader = new Reader(bytes);
    const magic = textOf(reader.take(4));
    if (magic !== 'PLIX' || reader.varint() !== 1) throw new Error('not an index of Plimsoll');
    this.paths = reader.varint();
    this.entries = reader.varint();
    const nameBytes = reader.varint();
    const links = reader.varint();
    const linkBytes = reader.varint();
    this.#readShape(reader);
    this.#readNames(reader, nameBytes);
    this.#readPlaces(reader);
    this.#readBytes(reader);
    this.#readAttributes(reader);
    this.#readLinks(reader, links, linkBytes);
    reader.done();
  }

  #readShape(reader) {
    const {paths} = this;
    this.parent = new Int32Array(paths);
    this.depth = new Uint16Array(paths);
    this.end = new Uint32Array(paths).fill(paths);  // behind the last path below
    const open = [root];
    this.parent[root] = nowhere;
    for (let path = 1; path < paths; ++path) {
      for (let climb = reader.varint(); climb > 0; --climb) this.end[open.pop()] = path;
      this.parent[path] = open[open.length - 1];
      this.depth[path] = open.length;
      open.push(path);
    }
  }

  #readNames(reader, nameBytes) {
    const {paths, depth, end} = this;
    const shared = reader.fill(new Uint32Array(paths - 1));
    const rest = reader.fill(new Uint32Array(paths - 1));
    const names = this.names = new Uint8Array(nameBytes);
    const nameAt = this.nameAt = new Uint32Array(paths + 1);
    const before = new Int32Array(depth.reduce((most, value) => Math.max(most, value), 0) + 1);
    const source = reader.bytes;
    let at = 0;
    for (let path = 1; path < paths; ++path) {
      nameAt[path] = at;
      const sibling = nameAt[before[depth[path]]];
      for (let i = 0; i < shared[path - 1]; ++i) names[at++] = names[sibling + i];
      for (let i = 0; i < rest[path - 1]; ++i) names[at++] = source[reader.at++];
      before[depth[path]] = path;
    }
    nameAt[paths] = at;
    if (at !== nameBytes || end[root] !== paths)
      throw new Error('the index of this file is damaged');
  }

  #readPlaces(reader) {
    const {paths, entries} = this;
    this.firstEntry = new Uint32Array(paths + 1);
    this.path = new Uint32Array(entries);
    for (let path = 0, entry = 0; path < paths; ++path) {
      for (let count = reader.varint(); count > 0; --count) this.path[entry++] = path;
      this.firstEntry[path + 1] = entry;
    }
    this.layer = reader.fill(new Uint16Array(entries));
    this.layers = this.layer.reduce((most, layer) => Math.max(most, layer + 1), 0);  // with entries
    this.kind = new Uint8Array(entries);
    this.fate = new Uint8Array(entries);
    for (let entry = 0; entry < entries; ++entry) {
      const both = reader.varint();
      this.kind[entry] = both >> 3;
      this.fate[entry] = both & 7;
    }
    this.hider = new Uint16Array(entries);
    for (let entry = 0; entry < entries; ++entry) {
      if (isWaste(this.fate[entry])) this.hider[entry] = this.layer[entry] + reader.varint();
    }
  }

  #readBytes(reader) {
    const {entries} = this;
    const file = this.file = reader.fill(new Float64Array(entries));
    const tar = this.tar = new Float64Array(entries);
    for (let entry = 0; entry < entries; ++entry) {
      tar[entry] = 512 + Math.ceil(file[entry] / 512) * 512 + reader.zigzag();
    }
    this.wire = reader.fill(new Float64Array(entries));
  }

  #readAttributes(reader) {
    const {entries, kind} = this;
    this.mode = reader.fill(new Uint16Array(entries));
    this.uid = reader.fill(new Uint32Array(entries));
    this.gid = reader.fill(new Uint32Array(entries));
    this.mtime = new Float64Array(entries);
    for (let entry = 0, time = 0; entry < entries; ++entry) {
      this.mtime[entry] = time += reader.zigzag();
    }
    this.content = new Uint32Array(entries);
    for (let entry = 0; entry < entries; ++entry) {
      if (kind[entry] === Kind.file) this.content[entry] = reader.varint();
    }
  }

  /** `link`: of a hardlink its target's path + 1, of a symlink the number of its text. */
  #readLinks(reader, links, linkBytes) {
    const {entries, kind} = this;
    this.link = new Uint32Array(entries);
    for (let entry = 0, symlinks = 0; entry < entries; ++entry) {
      if (kind[entry] === Kind.hardlink) this.link[entry] = reader.varint();
      if (kind[entry] === Kind.symlink) this.link[entry] = symlinks++;
    }
    this.linkAt = new Uint32Array(links + 1);
    for (let i = 0; i < links; ++i) this.linkAt[i + 1] = this.linkAt[i] + reader.varint();
    this.linkTexts = reader.take(linkBytes);
  }

  hasChildren(path) { return this.end[path] > path + 1; }

  nameBytes(path) { return this.names.subarray(this.nameAt[path], this.nameAt[path + 1]); }

  name(path) { return path === root ? '/' : textOf(this.nameBytes(path)); }

  /** "/usr/lib". */
  pathText(path) {
    const names = [];
    for (let at = path; at !== root; at = this.parent[at]) names.push(this.name(at));
    return `/${names.reverse().join('/')}`;
  }

  isWithin(path, ancestor) { return path >= ancestor && path < this.end[ancestor]; }

  /** The text of a symlink, the target of a hardlink; '' for others. */
  linkText(entry) {
    if (this.kind[entry] === Kind.hardlink) {
      return this.link[entry] === 0 ? '' : this.pathText(this.link[entry] - 1);
    }
    if (this.kind[entry] !== Kind.symlink) return '';
    const {linkAt} = this;
    return textOf(this.linkTexts.subarray(linkAt[this.link[entry]], linkAt[this.link[entry] + 1]));
  }

  /** The child with these bytes as its name; nowhere: there is none. */
  #child(path, name) {
    for (let child = path + 1; child < this.end[path]; child = this.end[child]) {
      const begin = this.nameAt[child];
      if (this.nameAt[child + 1] - begin !== name.length) continue;
      let i = 0;
      while (i < name.length && this.names[begin + i] === name[i]) ++i;
      if (i === name.length) return child;
    }
    return nowhere;
  }

  /** The path of a list of names, as bytes; nowhere: the image has none. */
  find(names) {
    let path = root;
    for (const name of names) {
      if (path !== nowhere && name.length > 0) path = this.#child(path, name);
    }
    return path;
  }

  /** Whether an entry is to be seen when the layers up to `layer` lie upon each other. */
  isVisible(entry, layer) {
    const fate = this.fate[entry];
    return this.layer[entry] <= layer && fate !== Fate.overhead &&
        (fate === Fate.live || this.hider[entry] > layer);
  }

  /**
   * The entry that one sees at a path after `layer`; nowhere: none (also for directories that no
   * layer has itself).
   */
  visible(path, layer) {
    for (let entry = this.firstEntry[path + 1] - 1; entry >= this.firstEntry[path]; --entry) {
      if (this.isVisible(entry, layer)) return entry;
    }
    return nowhere;
  }
}
