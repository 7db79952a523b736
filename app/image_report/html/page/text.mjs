// Names of an image are bytes, and hostile until shown otherwise. They travel as text in which a
// byte that is not UTF-8 stands as a lone surrogate (0xff is U+DCFF); `shown` makes them fit for a
// screen: nothing that moves the cursor, is invisible or turns the writing around.

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Bytes as text, without loss. */
export function textOf(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return mixedText(bytes);
  }
}

function mixedText(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text += length > 0 ? strict.decode(bytes.subarray(at, at + length)) :
                         String.fromCharCode(0xDC00 + bytes[at]);
    at += Math.max(1, length);
  }
  return text;
}

/** Of the UTF-8 sequence that begins there; 0: none does. */
function sequenceLength(bytes, at) {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

/** The way back. */
export function bytesOf(text) {
  const parts = text.split(/([\uDC80-\uDCFF]+)/u);
  const encoder = new TextEncoder();
  const pieces = parts.map(
      (part, i) =>
          (i % 2 === 0 ? encoder.encode(part) :
                         Uint8Array.from(part, (unit) => unit.charCodeAt(0) - 0xDC00)));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

// Controls, format characters (bidirectional ones, zero widths, tags), line and paragraph
// separators, lone surrogates.
const unfit = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu;
const short = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t'
};

function escaped(character) {
  const code = character.codePointAt(0);
  if (short[character]) return short[character];
  if (code >= 0xDC80 && code <= 0xDCFF) return `\\x${(code - 0xDC00).toString(16)}`;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/** In one line, every unfit character escaped. */
export function shown(text) { return text.replace(unfit, escaped); }

/** `shown`, with the middle left out where it is too long. */
export function shortened(text, most) {
  const whole = shown(text);
  if (whole.length <= most) return whole;
  const characters = [...whole];
  const head = Math.ceil((most - 1) * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - most).join('')}`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "19.4 MB": powers of a thousand, as all reports have it. */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit + 1 < units.length) {
    value /= 1000;
    ++unit;
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** "1,234,567". */
export function count(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ','); }

/** "1 file", "2 files". */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function percent(part, whole) {
  if (whole === 0) return '0 %';
  const value = 100 * part / whole;
  return `${value > 0 && value < 0.1 ? '<0.1' : value.toFixed(value < 10 ? 1 : 0)} %`;
}

const kindLetters = '-dlhcbpwom?';

/** "-rwsr-xr-x", with l, h, c, b, p for other kinds, w and o for whiteouts. */
export function modeText(kind, mode) {
  const triple = (bits, special, letter) => (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') +
      (special      ? (bits & 1 ? letter : letter.toUpperCase()) :
           bits & 1 ? 'x' :
                      '-');
  return (kindLetters[kind] ?? '?') + triple(mode >> 6, mode & 0o4000, 's') +
      triple(mode >> 3, mode & 0o2000, 's') + triple(mode, mode & 0o1000, 't');
}

/** Seconds since 1970 as "2024-03-01 12:00:00 UTC"; what no calendar has, as a number. */
export function timeText(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` :
                                        `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
