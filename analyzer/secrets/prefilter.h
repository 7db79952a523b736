#pragma once

// The first of the two stages: where in a text do literals begin?

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/secrets/prefilter_plan.h"

namespace plimsoll::secrets {

// Literals of at least three bytes, found by the rarest four that stand in them in a row (of a
// short one the fourth may be any of `next`). Built once, then const; threads may share it.
class Prefilter {
 public:
  struct Literal {
    std::string text;
    bool any_case = false;
    std::uint16_t tag = 0;   // whatever the owner means by it
    std::uint16_t skip = 0;  // bytes in front of the window; build's business
  };

  static constexpr std::size_t window = window_size;

  // `next`: the bytes that may follow a literal of three letters.
  void add(Literal literal, std::string_view next = {});
  void build();

  // Positions in [from, to) where four bytes of a literal may stand, in order, at most `room`. Says
  // where it stopped: `to`, or where to go on once the positions are taken. Bytes of the text
  // behind `to` are looked at. One pass, without a branch for each byte.
  [[nodiscard]] std::size_t find(std::string_view text, std::size_t from, std::size_t to,
                                 std::vector<std::uint32_t>& positions, std::size_t room) const;

  // The literals whose four bytes stand at a position. Calls visit(tag, begin, length) for each.
  template <class Visit>
  void literals_at(std::string_view text, std::size_t at, Visit&& visit) const {
    if (at + window > text.size()) return;
    for (std::uint16_t i = first_of(text.data() + at); i != none; i = chained_[i].next) {
      const Literal& literal = literals_[chained_[i].literal];
      if (at >= literal.skip && stands_at(literal, text, at - literal.skip)) {
        visit(literal.tag, at - literal.skip, literal.text.size());
      }
    }
  }

  enum class Speed : std::uint8_t { Portable, Ssse3, Avx2, Avx512 };
  // What this machine can do; tests and benchmarks choose for themselves.
  [[nodiscard]] static Speed best();
  void use(Speed speed) { speed_ = speed; }

  // Nibbles of the four bytes of a window: bit b of an entry is set where a window of bucket b has
  // such a nibble there. Laid out for one shuffle each.
  struct Nibbles {
    alignas(16) std::array<std::array<std::uint8_t, 16>, window> low{};
    alignas(16) std::array<std::array<std::uint8_t, 16>, window> high{};
  };
  // The same for processors that look up a byte of 7 bits whole: bit b of an entry is set where a
  // window of bucket b has that byte there.
  struct Bytes {
    alignas(64) std::array<std::array<std::uint8_t, 128>, window> sets{};
  };
  using Bitmap = std::array<std::uint64_t, 1024>;  // one bit a value of the hash

  [[nodiscard]] static constexpr std::uint32_t hash(std::uint32_t bytes) {
    return (bytes * 0x9E3779B1u) >> 16;
  }

 private:
  static constexpr std::uint16_t none = 0xffff;
  struct Chained {
    std::uint32_t window;
    std::uint16_t literal;
    std::uint16_t next;
  };

  [[nodiscard]] std::uint16_t first_of(const char* at) const;
  [[nodiscard]] static bool stands_at(const Literal& literal, std::string_view text,
                                      std::size_t at);
  void add_window(std::string_view text, std::uint16_t literal, std::uint8_t bucket);
  void add_windows(std::uint16_t literal, std::uint8_t bucket);

  std::vector<Literal> literals_;
  std::vector<std::string> nexts_;  // one a literal
  std::vector<Chained> chained_;
  std::vector<std::uint16_t> slots_;  // window -> first of its chain; open addressing
  Nibbles nibbles_;
  Bytes bytes_;
  Bitmap bitmap_{};
  Speed speed_ = best();
};

// Newlines in the bytes.
[[nodiscard]] std::uint64_t count_lines(std::string_view bytes);

}  // namespace plimsoll::secrets
