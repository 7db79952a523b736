#pragma once

// Packs bytes as a raw deflate stream (RFC 1951), which every browser of today unpacks.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace plimsoll::app {

// Takes bytes in pieces and hands on packed ones in pieces; the same bytes whatever the pieces, the
// machine and the build. Holds less than 2 MiB.
class Deflater {
 public:
  using Sink = std::function<void(std::string_view)>;

  explicit Deflater(Sink sink);
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void write(std::string_view bytes);
  // Once, behind the last byte: the stream ends on a whole byte.
  void finish();

 private:
  struct Match {
    std::uint32_t length = 0;
    std::uint32_t distance = 0;
  };
  struct Symbol {
    std::uint16_t length = 0;  // 0: `literal`
    std::uint16_t distance = 0;
    std::uint8_t literal = 0;
  };

  void pack(bool last);
  void make_room();
  [[nodiscard]] Match longest_match(std::size_t at, std::size_t end, std::uint32_t beyond) const;
  void remember(std::size_t at);
  void add_literal(char byte);
  void add_match(Match match);
  void write_block(bool last);

  struct Bits;
  Sink sink_;
  std::vector<char> window_;             // what was packed and may be repeated, then what is to be
  std::size_t next_ = 0;                 // of the window: to be packed
  std::size_t size_ = 0;                 // of the window: filled
  std::vector<std::uint32_t> heads_;     // by hash: the last place + 1
  std::vector<std::uint32_t> previous_;  // by place in the window: the one before with its hash
  std::vector<Symbol> symbols_;          // of the block
  std::unique_ptr<Bits> bits_;
};

}  // namespace plimsoll::app
