// Deflate (RFC 1951) for browsers without DecompressionStream.

const lengthBase = [
  3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
  31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258
];
const lengthExtra =
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
  193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
];
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const maxCodeBits = 15;
const endOfBlock = 256;

const damaged = () => new Error('the index of this file is damaged');

/** Canonical Huffman code: how many codes have each length, and the symbols in their order. */
function makeCode(lengths) {
  const counts = new Uint16Array(maxCodeBits + 1);
  for (const length of lengths) ++counts[length];
  counts[0] = 0;
  const offsets = new Uint16Array(maxCodeBits + 2);
  for (let bits = 1; bits <= maxCodeBits; ++bits) offsets[bits + 1] = offsets[bits] + counts[bits];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[offsets[length]++] = symbol;
  });
  return {counts, symbols};
}

const fixedCodes = () => ({
  literals: makeCode(Array.from(
      {length: 288},
      (_, i) =>
          (i < 144     ? 8 :
               i < 256 ? 9 :
               i < 280 ? 7 :
                         8))),
  distances: makeCode(new Array(30).fill(5)),
});

class Inflater {
  constructor(input) {
    this.input = input;
    this.at = 0;
    this.held = 0;
    this.heldBits = 0;
    this.out = new Uint8Array(Math.max(1024, input.length * 4));
    this.size = 0;
  }

  bits(count) {
    while (this.heldBits < count) {
      if (this.at >= this.input.length) throw damaged();
      this.held |= this.input[this.at++] << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  symbol({counts, symbols}) {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= maxCodeBits; ++bits) {
      code |= this.bits(1);
      const count = counts[bits];
      if (code - first < count) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged();
  }

  room(count) {
    if (this.size + count <= this.out.length) return;
    const bigger = new Uint8Array(Math.max(this.out.length * 2, this.size + count));
    bigger.set(this.out.subarray(0, this.size));
    this.out = bigger;
  }

  stored() {
    this.held = this.heldBits = 0;
    const {input} = this;
    const count = input[this.at] | input[this.at + 1] << 8;
    this.at += 4;
    if (this.at + count > input.length) throw damaged();
    this.room(count);
    this.out.set(input.subarray(this.at, this.at + count), this.size);
    this.at += count;
    this.size += count;
  }

  dynamicCodes() {
    const literalCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const used = this.bits(4) + 4;
    const codeLengths = new Array(19).fill(0);
    for (let i = 0; i < used; ++i) codeLengths[codeLengthOrder[i]] = this.bits(3);
    const code = makeCode(codeLengths);
    const lengths = [];
    while (lengths.length < literalCount + distanceCount) {
      const symbol = this.symbol(code);
      if (symbol < 16)
        lengths.push(symbol);
      else
        this.repeat(lengths, symbol);
    }
    return {
      literals: makeCode(lengths.slice(0, literalCount)),
      distances: makeCode(lengths.slice(literalCount)),
    };
  }

  repeat(lengths, symbol) {
    const value = symbol === 16 ? lengths[lengths.length - 1] : 0;
    const count = symbol === 16 ? 3 + this.bits(2) :
        symbol === 17           ? 3 + this.bits(3) :
                                  11 + this.bits(7);
    for (let i = 0; i < count; ++i) lengths.push(value);
  }

  block({literals, distances}) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === endOfBlock) return;
      if (symbol < endOfBlock) {
        this.room(1);
        this.out[this.size++] = symbol;
      } else {
        this.copy(symbol - 257, distances);
      }
    }
  }

  copy(lengthSymbol, distances) {
    const length = lengthBase[lengthSymbol] + this.bits(lengthExtra[lengthSymbol]);
    const symbol = this.symbol(distances);
    const distance = distanceBase[symbol] + this.bits(distanceExtra[symbol]);
    if (distance > this.size) throw damaged();
    this.room(length);
    for (let i = 0; i < length; ++i, ++this.size)
      this.out[this.size] = this.out[this.size - distance];
  }

  run() {
    for (let last = false; !last;) {
      last = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0)
        this.stored();
      else if (kind === 1)
        this.block(fixedCodes());
      else if (kind === 2)
        this.block(this.dynamicCodes());
      else
        throw damaged();
    }
    return this.out.subarray(0, this.size);
  }
}

/** The plain bytes of one deflate stream. Throws on a damaged one. */
export function inflate(bytes) { return new Inflater(bytes).run(); }
