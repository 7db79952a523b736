// Images for the tests of the page, made up: layers of entries, and the report that goes with them.

import {Kind} from '../../app/image_report/html/page/image.mjs';

// A generator of numbers that is the same everywhere (xorshift32).
export function random(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const mtime = 1700000000;
const directory = (path, more = {}) => ({path, kind: Kind.directory, mode: 0o755, mtime, ...more});
const file = (path, size, more = {}) =>
    ({path, kind: Kind.file, size, mode: 0o644, mtime, content: path + size, ...more});
const link = (path, to) => ({path, kind: Kind.symlink, link: to, mode: 0o777, mtime});
const hardlink = (path, to) => ({path, kind: Kind.hardlink, link: to, mode: 0o755, mtime});
const whiteout = (path) => ({path, kind: Kind.whiteout, size: 0, mode: 0, mtime});
const opaque = (path) => ({path, kind: Kind.opaque, size: 0, mode: 0, mtime});

function packageTree(next, top, packages, perPackage) {
  const entries = [directory(top)];
  for (let i = 0; i < packages; ++i) {
    const name =
        `${top}/${['lib', 'py', 'node-', 'go'][next(4)]}${(next(90000) + 10000).toString(36)}`;
    entries.push(directory(name));
    for (let j = 0; j < 1 + next(perPackage); ++j) {
      entries.push(file(
          `${name}/${['core', 'index', 'types', 'util', 'data'][next(5)]}${j}.${
                  ['so', 'py', 'js', 'h'][next(4)]}`,
          Math.floor(20 * 2 ** (next(160) / 10))));
    }
  }
  return entries;
}

function systemLayer(next) {
  const entries = [
    directory(''), directory('bin', {}), directory('etc'), file('etc/passwd', 922),
    file('etc/os-release', 267), directory('usr'), directory('usr/bin'), directory('usr/lib'),
    directory('var'), directory('var/lib'), directory('var/lib/apt'), directory('var/lib/dpkg'),
    file('var/lib/dpkg/status', 81200), link('lib', 'usr/lib'), link('usr/bin/sh', 'dash'),
    file('usr/bin/dash', 125688), file('usr/bin/perl', 3800000),
    hardlink('usr/bin/perl5.36.0', 'usr/bin/perl'), file('usr/bin/passwd', 68248, {mode: 0o4755})
  ];
  entries.push(
      ...packageTree(next, 'usr/lib/x86_64-linux-gnu', 90, 6),
      ...packageTree(next, 'usr/share', 120, 8));
  return entries;
}

function aptLayer(next) {
  const entries = [
    directory('var'), directory('var/lib'), directory('var/lib/apt'),
    directory('var/lib/apt/lists'),
    file('var/lib/apt/lists/deb.example_dists_main_Packages', 18600000),
    file('var/lib/apt/lists/deb.example_dists_updates_Packages', 790000), directory('var/cache'),
    directory('var/cache/apt'), directory('var/cache/apt/archives'),
    file('var/cache/apt/archives/gcc-12_12.2.0_amd64.deb', 19300000),
    file('var/cache/apt/archives/git_2.39_amd64.deb', 7256000), file('var/lib/dpkg/status', 153000),
    directory('usr'), directory('usr/lib')
  ];
  entries.push(
      ...packageTree(next, 'usr/lib/gcc', 40, 9), ...packageTree(next, 'usr/lib/python3', 80, 10));
  return entries;
}

/** A small image with every fate in it, and its Dockerfile. */
export function smallSample() {
  const next = random(20260101);
  const app = [
    directory('app'), file('app/server', 24800000, {mode: 0o755}), file('app/config.yaml', 1840),
    directory('app/assets'), ...packageTree(next, 'app/node_modules', 150, 8),
    file('app/id_rsa', 1675, {mode: 0o600}), file('app/assets/logo.png', 482000, {content: 'logo'}),
    file('app/assets/logo-copy.png', 482000, {content: 'logo'}),
    file('app/assets/old/logo.png', 482000, {content: 'logo'})
  ];
  const owned =
      app.filter((entry) => entry.path.startsWith('app') && !entry.path.includes('assets'))
          .map((entry) => ({...entry, uid: 1000, gid: 1000}));
  const build = [
    directory('opt'), directory('opt/build'), file('opt/build/object.o', 31000000),
    file('opt/build/cache.bin', 12500000), file('opt/tool', 800000), file('opt/twice', 1000),
    file('opt/twice', 3000), directory('srv'), file('srv/data', 2500000), directory('srv/www'),
    file('srv/www/index.html', 4200), file('srv/www/movie.mp4', 8800000)
  ];
  const clean = [
    whiteout('var/lib/apt/lists/deb.example_dists_main_Packages'), whiteout('var/cache/apt'),
    whiteout('opt/build'), whiteout('app/id_rsa'), directory('srv/www'), opaque('srv/www'),
    file('srv/www/index.html', 990, {content: 'new'}), file('opt/tool', 820000),
    directory('srv/data'), file('srv/data/part', 77000)
  ];
  const layers = [systemLayer(next), aptLayer(next), app, build, owned, clean];
  layers.forEach(
      (entries, i) => entries.push(
          {path: '', kind: Kind.metadata, size: 0, tar: 1024, wire: 40 + i, mtime: 0, mode: 0}));
  return {layers, report: smallReport()};
}

const dockerfile = `# syntax=docker/dockerfile:1
FROM debian:12 AS base

RUN apt-get update && \\
    apt-get install -y gcc git python3

ENV NODE_ENV=production
COPY app /app
RUN make -C /src install DESTDIR=/opt && \\
    cp -r /src/www /srv
RUN chown -R 1000:1000 /app
RUN rm -rf /var/lib/apt/lists/* /var/cache/apt \\
    /opt/build /app/id_rsa
USER 1000
CMD ["/app/server", "--listen", ":8080"]
`;

function smallReport() {
  const texts = [
    'ADD rootfs.tar.xz /', 'RUN apt-get update && apt-get install -y gcc git python3',
    'COPY app /app', 'RUN make -C /src install DESTDIR=/opt && cp -r /src/www /srv',
    'RUN chown -R 1000:1000 /app',
    'RUN rm -rf /var/lib/apt/lists/* /var/cache/apt /opt/build /app/id_rsa'
  ];
  const instructionOf = [0, 1, 3, 4, 5, 6];
  return {
    tool: '0.1.0',
    image: {
      shown: 'registry.example/shop/server:1.4',
      platform: 'linux/amd64',
      kind: 'oci-archive',
      digest: 'sha256:9f2c1d4b5e6a7f80112233445566778899aabbccddeeff00112233445566aabb'
    },
    base: {layers: 1, name: 'docker.io/library/debian:12'},
    layers: texts.map((text, i) => ({text, base: i === 0, instruction: instructionOf[i]})),
    steps: [
      ...texts.slice(0, 2).map((text, i) => ({text, layer: i})),
      {text: 'ENV NODE_ENV=production', layer: null},
      ...texts.slice(2).map((text, i) => ({text, layer: i + 2}))
    ],
    dockerfile: {
      name: 'Dockerfile',
      lines: dockerfile.trimEnd().split('\n'),
      instructions: [
        {first: 2, last: 2, layers: [0]},
        {first: 4, last: 5, layers: [1]},
        {first: 7, last: 7, layers: []},
        {first: 8, last: 8, layers: [2]},
        {first: 9, last: 10, layers: [3]},
        {first: 11, last: 11, layers: [4]},
        {first: 12, last: 13, layers: [5]},
        {first: 14, last: 14, layers: []},
        {first: 15, last: 15, layers: []},
      ],
    },
    findings: [
      {
        rule: 'private-key-in-layer',
        severity: 'error',
        message: 'a private key is in layer 2, whoever deletes it later',
        place: {layer: 2, path: '/app/id_rsa'},
        help: 'make a new key: who can pull the image has this one',
        related: [
          {text: 'the line that brings it', place: {line: 8}},
          {text: 'deleted here', place: {layer: 5}}
        ]
      },
      {
        rule: 'apt-lists-left',
        severity: 'warning',
        message: 'package lists stay in this layer',
        place: {line: 4},
        bytes: 19390000,
        help: 'remove the lists in the same RUN',
        related: []
      },
      {
        rule: 'metadata-only-copy',
        severity: 'warning',
        message: 'the same content is stored once more for another owner',
        place: {line: 11},
        bytes: 24800000,
        help: 'write COPY --chown=1000:1000',
        related: []
      },
      {
        rule: 'suid-program',
        severity: 'info',
        message: 'a program runs with the rights of its owner, root',
        place: {layer: 0, path: '/usr/bin/passwd'},
        help: '',
        related: []
      },
      {
        rule: 'no-healthcheck',
        severity: 'style',
        message: 'nobody says how this service shows that it lives',
        place: {field: 'Healthcheck'},
        help: '',
        related: []
      },
    ],
    notices: [],
  };
}

/** Many entries, in few layers; directories of all widths. */
export function hugeSample(entries) {
  const next = random(7);
  const layers = [[], [], [], []];
  const words = [
    'alpha', 'build',  'cache', 'dist',   'engine', 'file',   'graph',  'http',  'index',
    'json',  'kernel', 'lib',   'module', 'node',   'object', 'parser', 'query', 'route',
    'store', 'test',   'unit',  'vendor', 'widget', 'xml',    'yield',  'zip'
  ];
  const folders = [''];
  const names = new Set();
  for (let made = 0; made < entries;) {
    const layer = next(20) === 0 ? 1 + next(3) : 0;
    const above =
        folders[next(3) === 0 ? next(folders.length) : Math.max(0, folders.length - 1 - next(40))];
    const depth = above === '' ? 0 : above.split('/').length;
    const path = `${above === '' ? '' : `${above}/`}${words[next(26)]}${['', '-', '_'][next(3)]}${
        next(900)}`;
    if (names.has(path)) continue;
    names.add(path);
    ++made;
    if (next(9) === 0 && depth < 9) {
      folders.push(path);
      layers[layer].push(directory(path));
    } else {
      const one = file(
          `${path}.${['js', 'ts', 'map', 'md', 'so'][next(5)]}`, Math.floor(2 ** (next(180) / 10)));
      layers[layer].push(one);
      if (layer < 3 && next(12) === 0) {
        layers[3].push(next(2) === 0 ? {...one, uid: 1000} : whiteout(one.path));
        ++made;
      }
    }
  }
  const report = {
    tool: '0.1.0',
    image: {shown: 'huge:latest', platform: 'linux/amd64', kind: 'oci-layout', digest: ''},
    base: null,
    layers: layers.map((_, i) => ({text: `RUN step-${i + 1}`, base: false})),
    steps: layers.map((_, i) => ({text: `RUN step-${i + 1}`, layer: i})),
    dockerfile: null,
    findings: [],
    notices: [],
  };
  return {layers, report};
}

/** Names that would do harm where a page took them for more than names; bytes. */
export const hostileNames = [
  '</script><script>window.harm=1</script>',
  '<img src=x onerror=window.harm=1>',
  '"><svg onload=window.harm=1>',
  '{{script}}',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  'javascript:window.harm=1',
  '\x1b[2Jred\x1b[0m',
  'line\nbreak\rand\ttab',
  '\x07bell\x7f',
  Buffer.from('\u202Egnp.exe').toString('latin1'),
  Buffer.from('zero\u200Bwidth\uFEFF').toString('latin1'),
  '\xff\xfe not text',
  '\xc3(',
  Buffer.from('שלום').toString('latin1'),
  '__proto__',
  'constructor',
  '$&$`',
  'x'.repeat(250),
  '%s%n%00',
  '../../etc',
  '-rf',
];

/** An image of them, and a report that is as bad. */
export function hostileSample() {
  const layers = [
    [
      directory('deep'), file(Array(20).fill('y'.repeat(200)).join('/'), 700),
      ...hostileNames.map((name, i) => file(name.replaceAll('/', '|'), 1000 * (i + 1))),
      link('to', '</script><script>window.harm=1</script>'), file('deep/<b>bold<\\b>', 5000)
    ],
    [whiteout('__proto__')],
  ];
  const evil =
      '</script><script>window.harm=1</script><img src=x onerror=window.harm=1>\u202E\x1b[31m\udcff';
  const report = {
    tool: evil,
    image: {shown: evil, platform: evil, kind: evil, digest: evil},
    base: {layers: 1, name: evil},
    layers: layers.map(() => ({text: evil, base: true, failure: evil, instruction: 0})),
    steps: layers.map((_, i) => ({text: evil, layer: i})),
    dockerfile: {
      name: evil,
      lines: [evil, `RUN ${evil}`],
      instructions: [{first: 2, last: 2, layers: [0, 1]}]
    },
    findings: [{
      rule: evil,
      severity: 'error',
      message: evil,
      help: evil,
      place: {layer: 0, path: `/${evil}`},
      related: [{text: evil, place: {field: evil}}, {text: evil, place: {line: 99}}]
    }],
    notices: [evil],
  };
  return {layers, report};
}

/** Layers that add, overwrite, copy, delete and hide at random in a few directories. */
export function randomSample(seed, entries) {
  const next = random(seed * 7919 + 1);
  const folders = ['a', 'a/b', 'a/b/c', 'd', 'd/e'];
  const layers = Array.from(
      {length: 2 + next(5)}, () => folders.slice(0, 1 + next(5)).map((path) => directory(path, {
                                                                       mode: [0o755, 0o700][next(2)]
                                                                     })));
  for (let i = 0; i < entries; ++i) {
    const layer = layers[next(layers.length)];
    const path = `${folders[next(5)]}/${'fghij'[next(5)]}`;
    const kind = next(12);
    if (kind < 7)
      layer.push(file(path, 1 + next(3), {uid: next(2)}));
    else if (kind < 8)
      layer.push(link(path, folders[next(5)]));
    else if (kind < 9)
      layer.push(directory(path));
    else if (kind < 11)
      layer.push(whiteout(next(5) === 0 ? folders[next(5)] : path));
    else
      layer.push(opaque(folders[next(5)]));
  }
  return {layers};
}
