// Deflate, as small as it may be.
//
// The problem: the report's index should be packed, for it is mostly small numbers and names that
// resemble each other; and a report made twice should be the same file, whatever machine made it.
// ISA-L, which packs our layers, gives other bytes on other processors.
//
// Example: "layer layer" is six literals, then a match of five bytes six places back. Literals,
// lengths and distances are symbols; 32,768 of them make a block, which begins with a prefix code
// made from how often each occurs in it.
//
// Choice: places with the same hash of three bytes are chained through the window; the longest of
// the last `longest_chain` is taken, unless the one that begins a byte later is longer. Every block
// has its own code; stored blocks and the fixed code save nothing here. About 40 MB a second, a few
// percent above what zlib makes of it.
//
// Rejected: zlib, a further library for this page alone; zstd and brotli, which fewer browsers
// unpack for a script.

#include "app/image_report/html/deflate.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "analyzer/base/check.h"
#include "app/image_report/html/huffman.h"

namespace plimsoll::app {

namespace {

constexpr std::size_t history_bytes = 32768;  // how far back a match may lie
constexpr std::size_t window_bytes = 8 * history_bytes;
constexpr std::uint32_t shortest_match = 3;
constexpr std::size_t longest_match_bytes = 258;
constexpr std::size_t far_for_three =
    4096;  // three bytes from farther away cost more than they save
constexpr unsigned hash_bits = 15;
constexpr int longest_chain = 24;
constexpr std::size_t good_match = 32;  // long enough not to look whether the next is longer
constexpr std::size_t block_symbols = 32768;

constexpr std::size_t literal_codes = 286, distance_codes = 30, length_codes = 19;
constexpr unsigned end_of_block = 256;
constexpr unsigned most_code_bits = 15, most_length_code_bits = 7;
constexpr std::array<std::uint8_t, length_codes> length_code_order{
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

struct Code {  // of a length or distance
  std::uint16_t symbol;
  std::uint16_t extra_bits;
  std::uint16_t extra;
};

// Ranges that double in size every `steps` codes: 4 for lengths, 2 for distances.
constexpr Code doubling_code(std::uint32_t value, std::uint32_t steps_log2) {
  const std::uint32_t steps = 1U << steps_log2;
  if (value < 2 * steps) return {static_cast<std::uint16_t>(value), 0, 0};
  std::uint32_t bits = 0;
  while ((value >> bits) >= 2 * steps) ++bits;
  const std::uint32_t symbol = (bits << steps_log2) + (value >> bits);
  return {static_cast<std::uint16_t>(symbol), static_cast<std::uint16_t>(bits),
          static_cast<std::uint16_t>(value & ((1U << bits) - 1))};
}

Code length_code(std::uint32_t length) {
  if (length == longest_match_bytes) return {285, 0, 0};
  Code code = doubling_code(length - shortest_match, 2);
  code.symbol = static_cast<std::uint16_t>(code.symbol + end_of_block + 1);
  return code;
}

Code distance_code(std::uint32_t distance) { return doubling_code(distance - 1, 1); }

std::uint32_t hash_of(const char* bytes) {
  const auto byte = [&](int i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
  const std::uint32_t value = byte(0) | byte(1) << 8U | byte(2) << 16U;
  return value * 2654435761U >> (32 - hash_bits);
}

struct LengthSymbol {
  std::uint8_t symbol = 0;
  std::uint8_t extra_bits = 0;
  std::uint8_t extra = 0;
};

// Runs of code lengths (RFC 1951, 3.2.7).
std::vector<LengthSymbol> run_lengths(std::span<const std::uint8_t> lengths) {
  std::vector<LengthSymbol> out;
  for (std::size_t i = 0; i < lengths.size();) {
    std::size_t run = 1;
    while (i + run < lengths.size() && lengths[i + run] == lengths[i]) ++run;
    const std::uint8_t length = lengths[i];
    i += run;
    if (length != 0) {
      out.push_back({length, 0, 0});
      --run;
    }
    while (run >= 3) {
      const std::size_t most = length != 0 ? 6 : run < 11 ? 10 : 138;
      const std::size_t now = std::min(run, most);
      if (length != 0) {
        out.push_back({16, 2, static_cast<std::uint8_t>(now - 3)});
      } else if (now < 11) {
        out.push_back({17, 3, static_cast<std::uint8_t>(now - 3)});
      } else {
        out.push_back({18, 7, static_cast<std::uint8_t>(now - 11)});
      }
      run -= now;
    }
    for (; run > 0; --run) out.push_back({length, 0, 0});
  }
  return out;
}

}  // namespace

// The lowest bit first, eight a byte.
struct Deflater::Bits {
  explicit Bits(Sink& to) : sink(to) {}

  void put(std::uint32_t value, unsigned count) {
    held |= std::uint64_t{value} << held_bits;
    held_bits += count;
    for (; held_bits >= 8; held_bits -= 8, held >>= 8U) out += static_cast<char>(held & 0xFFU);
  }
  void flush(bool last) {
    if (last && held_bits > 0) put(0, 8 - held_bits);
    sink(out);
    out.clear();
  }

  Sink& sink;
  std::string out;
  std::uint64_t held = 0;
  unsigned held_bits = 0;
};

namespace {

struct PrefixCode {
  PrefixCode(std::span<const std::uint32_t> counts, unsigned most_bits)
      : lengths(code_lengths(counts, most_bits)), codes(reversed_codes(lengths)) {}

  template <class Bits>
  void put(Bits& bits, std::uint32_t symbol) const {
    bits.put(codes[symbol], lengths[symbol]);
  }

  std::vector<std::uint8_t> lengths;
  std::vector<std::uint16_t> codes;
};

// RFC 1951, 3.2.7: the lengths of both codes, run by run, in a code of their own.
template <class Bits>
void write_codes(Bits& bits, const PrefixCode& literals, const PrefixCode& distances) {
  std::vector<std::uint8_t> lengths = literals.lengths;
  lengths.insert(lengths.end(), distances.lengths.begin(), distances.lengths.end());
  const std::vector<LengthSymbol> runs = run_lengths(lengths);
  std::array<std::uint32_t, length_codes> counts{};
  for (const LengthSymbol& run : runs) ++counts[run.symbol];
  const PrefixCode code(counts, most_length_code_bits);
  bits.put(literal_codes - 257, 5);
  bits.put(distance_codes - 1, 5);
  bits.put(length_codes - 4, 4);
  for (const std::uint8_t symbol : length_code_order) bits.put(code.lengths[symbol], 3);
  for (const LengthSymbol& run : runs) {
    code.put(bits, run.symbol);
    bits.put(run.extra, run.extra_bits);
  }
}

}  // namespace

Deflater::Deflater(Sink sink)
    : sink_(std::move(sink)),
      window_(window_bytes),
      heads_(std::size_t{1} << hash_bits, 0),
      previous_(window_bytes, 0),
      bits_(std::make_unique<Bits>(sink_)) {
  symbols_.reserve(block_symbols);
}

Deflater::~Deflater() = default;

void Deflater::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (size_ == window_bytes) {
      pack(false);
      make_room();
    }
    const std::size_t now = std::min(bytes.size(), window_bytes - size_);
    std::memcpy(window_.data() + size_, bytes.data(), now);
    size_ += now;
    bytes.remove_prefix(now);
  }
}

void Deflater::finish() {
  pack(true);
  write_block(true);
  bits_->flush(true);
}

// Moves the history to the front; places before it are forgotten.
void Deflater::make_room() {
  const std::size_t shift = next_ > history_bytes ? next_ - history_bytes : 0;
  CHECK(shift > 0);
  std::memmove(window_.data(), window_.data() + shift, size_ - shift);
  const auto moved = [&](std::uint32_t place) {
    return place > shift ? place - static_cast<std::uint32_t>(shift) : 0;
  };
  std::transform(heads_.begin(), heads_.end(), heads_.begin(), moved);
  std::transform(previous_.begin() + static_cast<std::ptrdiff_t>(shift), previous_.end(),
                 previous_.begin(), moved);
  next_ -= shift;
  size_ -= shift;
}

void Deflater::remember(std::size_t at) {
  if (at + shortest_match > size_) return;
  std::uint32_t& head = heads_[hash_of(window_.data() + at)];
  previous_[at] = head;
  head = static_cast<std::uint32_t>(at + 1);
}

// The longest match for what stands at `at`, if it is longer than `beyond`. `at` has not been
// remembered yet.
Deflater::Match Deflater::longest_match(std::size_t at, std::size_t end,
                                        std::uint32_t beyond) const {
  Match best{beyond, 0};
  const std::size_t room = std::min(longest_match_bytes, end - at);
  if (room < shortest_match || room <= beyond) return {};
  const char* const here = window_.data() + at;
  std::uint32_t place = heads_[hash_of(here)];
  for (int chain = longest_chain; chain > 0 && place > 0; --chain, place = previous_[place - 1]) {
    const std::size_t from = place - 1;
    if (at - from > history_bytes) break;
    const char* const there = window_.data() + from;
    if (there[best.length] != here[best.length]) continue;
    std::size_t length = 0;
    while (length < room && there[length] == here[length]) ++length;
    if (length <= best.length) continue;
    if (length == shortest_match && at - from > far_for_three) continue;
    best = {static_cast<std::uint32_t>(length), static_cast<std::uint32_t>(at - from)};
    if (length == room) break;
  }
  return best.distance == 0 || best.length < shortest_match ? Match{} : best;
}

// All that is there; but what might be part of a longer match waits for more, unless it is the
// last.
void Deflater::pack(bool last) {
  const std::size_t end = last ? size_ : size_ - std::min(size_, longest_match_bytes + 1);
  while (next_ < end) {
    Match match = longest_match(next_, size_, 0);
    remember(next_);
    while (match.length > 0 && match.length < good_match) {
      const Match later = longest_match(next_ + 1, size_, match.length);
      if (later.length == 0) break;
      add_literal(window_[next_++]);
      remember(next_);
      match = later;
    }
    if (match.length == 0) {
      add_literal(window_[next_++]);
      continue;
    }
    add_match(match);
    for (std::size_t i = 1; i < match.length; ++i) remember(next_ + i);
    next_ += match.length;
  }
}

void Deflater::add_literal(char byte) {
  symbols_.push_back({0, 0, static_cast<std::uint8_t>(byte)});
  if (symbols_.size() == block_symbols) write_block(false);
}

void Deflater::add_match(Match match) {
  symbols_.push_back({static_cast<std::uint16_t>(match.length),
                      static_cast<std::uint16_t>(match.distance - 1), 0});
  if (symbols_.size() == block_symbols) write_block(false);
}

void Deflater::write_block(bool last) {
  std::array<std::uint32_t, literal_codes> literal_counts{};
  std::array<std::uint32_t, distance_codes> distance_counts{};
  literal_counts[end_of_block] = 1;
  for (const Symbol& symbol : symbols_) {
    if (symbol.length == 0) {
      ++literal_counts[symbol.literal];
    } else {
      ++literal_counts[length_code(symbol.length).symbol];
      ++distance_counts[distance_code(symbol.distance + 1U).symbol];
    }
  }
  const PrefixCode literals(literal_counts, most_code_bits);
  const PrefixCode distances(distance_counts, most_code_bits);
  bits_->put(last ? 1 : 0, 1);
  bits_->put(2, 2);
  write_codes(*bits_, literals, distances);
  for (const Symbol& symbol : symbols_) {
    if (symbol.length == 0) {
      literals.put(*bits_, symbol.literal);
      continue;
    }
    const Code length = length_code(symbol.length);
    literals.put(*bits_, length.symbol);
    bits_->put(length.extra, length.extra_bits);
    const Code distance = distance_code(symbol.distance + 1U);
    distances.put(*bits_, distance.symbol);
    bits_->put(distance.extra, distance.extra_bits);
  }
  literals.put(*bits_, end_of_block);
  bits_->flush(false);
  symbols_.clear();
}

}  // namespace plimsoll::app
