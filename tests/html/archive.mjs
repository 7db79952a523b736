// A docker-save archive of made-up layers, in the classic form: tar files within a tar file. Kinds
// are those of the samples; what has no name in a tar (a layer's end blocks) is not written.

import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';

import {Kind} from '../../app/image_report/html/page/image.mjs';

const block = 512;
const typeFlags = {
  [Kind.file]: '0',
  [Kind.hardlink]: '1',
  [Kind.symlink]: '2',
  [Kind.directory]: '5'
};

/** Bytes that only this key gives. */
function contentOf({content, size}) {
  return Buffer.alloc(size, createHash('sha256').update(String(content)).digest());
}

function nameInTar({kind, path}) {
  const slash = path.lastIndexOf('/') + 1;
  if (kind === Kind.whiteout) return `${path.slice(0, slash)}.wh.${path.slice(slash)}`;
  if (kind === Kind.opaque) return `${path}/.wh..wh..opq`;
  return path === '' ? './' : kind === Kind.directory ? `${path}/` : path;
}

// The check sum is made with blanks in its place.
function seal(bytes) {
  bytes.fill(' ', 148, 156);
  let sum = 0;
  for (let i = 0; i < block; ++i) sum += bytes[i];
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0`, 148, 'latin1');
}

function header(name, {kind, size = 0, mode = 0o644, uid = 0, gid = 0, mtime = 0, link = ''}) {
  const bytes = Buffer.alloc(block);
  const octal = (value, at, width) =>
      bytes.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  bytes.write(name, 0, 100, 'latin1');
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(kind === Kind.file ? size : 0, 124, 12);
  octal(mtime, 136, 12);
  bytes.write(typeFlags[kind] ?? '0', 156, 'latin1');
  bytes.write(link, 157, 100, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  seal(bytes);
  return bytes;
}

// A name too long for its field has a header of its own before it (GNU's `L`).
function longName(name) {
  const text = Buffer.from(`${name}\0`, 'latin1');
  const head = header('././@LongLink', {kind: Kind.file, size: text.length});
  head[156] = 'L'.charCodeAt(0);
  seal(head);
  return [head, padded(text)];
}

const padded = (bytes) =>
    Buffer.concat([bytes, Buffer.alloc((block - bytes.length % block) % block)]);

/** The layer as a tar file. */
function layerTar(entries) {
  const parts = [];
  for (const entry of entries) {
    if (entry.kind === Kind.metadata) continue;
    const name = nameInTar(entry);
    if (name.length > 100) parts.push(...longName(name));
    if (entry.link?.length > 100) throw new Error('links are short here');
    parts.push(header(name, entry));
    if (entry.kind === Kind.file) parts.push(padded(contentOf(entry)));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

/** Paths at or below which some layer has something. */
function pathsOf(layers) {
  const known = new Set(['']);
  for (const {kind, path} of layers.flat()) {
    if (kind >= Kind.whiteout) continue;
    for (let at = path; !known.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf('/'))))
      known.add(at);
  }
  return known;
}

/**
 * What the index says of the layers of `dockerArchive`, as entries for `stack`: whiteouts of what
 * no layer has, and the end blocks, are overhead of the layer as a whole.
 */
export function asScanned(layers) {
  const known = pathsOf(layers);
  return layers.map((entries) => {
    const end = {path: '', kind: Kind.metadata, mode: 0, mtime: 0, tar: 2 * block, wire: 2 * block};
    const scanned = [];
    for (const entry of entries) {
      if (entry.kind === Kind.metadata) continue;
      const tar = tarBytes(entry);
      if (known.has(entry.path)) {
        scanned.push({...entry, content: contentKey(entry), tar, wire: tar});
      } else {
        end.tar += tar;
        end.wire += tar;
      }
    }
    return [...scanned, end];
  });
}

const blocks = (bytes) => Math.ceil(bytes / block) * block;

function tarBytes(entry) {
  const name = nameInTar(entry);
  const long = name.length > 100 ? block + blocks(name.length + 1) : 0;
  return long + block + (entry.kind === Kind.file ? blocks(entry.size) : 0);
}

function contentKey(entry) {
  if (entry.kind !== Kind.file) return undefined;
  return createHash('sha256').update(contentOf(entry)).digest('hex');
}

/** The archive; `steps` are {text, layer: number or null}: the history. */
export function dockerArchive(layers, steps, {packed = false, config: settings = {}} = {}) {
  const tars = layers.map(layerTar);
  const digests = tars.map((tar) => createHash('sha256').update(tar).digest('hex'));
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: settings,
    rootfs: {type: 'layers', diff_ids: digests.map((digest) => `sha256:${digest}`)},
    history: steps.map(({text, layer}) => ({created_by: text, empty_layer: layer === null})),
  });
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const manifest = JSON.stringify([{
    Config: configName,
    RepoTags: ['sample:latest'],
    Layers: digests.map((digest) => `${digest}/layer.tar`)
  }]);
  const members = [
    [configName, Buffer.from(config)],
    ...tars.map((tar, i) => [`${digests[i]}/layer.tar`, packed ? gzipSync(tar, {level: 1}) : tar]),
    ['manifest.json', Buffer.from(manifest)]
  ];
  return Buffer.concat([
    ...members.flatMap(
        ([name, bytes]) => [header(name, {kind: Kind.file, size: bytes.length}), padded(bytes)]),
    Buffer.alloc(2 * block)
  ]);
}
