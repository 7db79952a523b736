// From the text of a <script> to plain bytes: base64, then deflate without a header (RFC 1951).

import {inflate} from './inflate.mjs';

/** Bytes of a base64 text; blanks in it are ignored. */
export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** The browser's own inflater where it has one; ours is some times slower. */
export async function inflated(bytes) {
  let stream;
  try {
    stream = new DecompressionStream('deflate-raw');
  } catch {
    return inflate(bytes);
  }
  const plain = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/**
 * Reads numbers and bytes one after another. Whoever made the bytes is trusted; a damaged file is
 * noticed by `done`.
 */
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** LEB128, up to 2^53: seven bits a byte, the lowest first, the top bit says that more follow. */
  varint() {
    const {bytes} = this;
    let byte = bytes[this.at++];
    if (byte < 0x80) return byte;
    let value = byte & 0x7F;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = bytes[this.at++];
      value += (byte & 0x7F) * scale;
    }
    return value;
  }

  /** A signed number: 0, -1, 1, -2, ... */
  zigzag() {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  take(count) {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** One number for each place of `column`. */
  fill(column) {
    for (let i = 0; i < column.length; ++i) column[i] = this.varint();
    return column;
  }

  done() {
    if (this.at !== this.bytes.length) throw new Error('the index of this file is damaged');
  }
}
