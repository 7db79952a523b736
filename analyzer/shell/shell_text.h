#pragma once

// The text that the shell gets, with the way back to the file: positions in it ("at") on one side,
// offsets in the source on the other.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

class ShellText {
 public:
  // Joins `pieces` (ascending ranges of `source`) and cuts out remarks: `# text` between
  // backquotes, which many write between continued lines and which run nothing.
  ShellText(std::string_view source, const std::vector<Span>& pieces);
  ShellText(const ShellText&) = delete;
  ShellText& operator=(const ShellText&) = delete;

  [[nodiscard]] std::string_view str() const { return text_; }
  [[nodiscard]] std::string_view source() const { return source_; }
  // The source range from the first to the last byte of str()[begin, end); an empty range gives the
  // empty span at its place.
  [[nodiscard]] Span source_span(std::uint32_t begin, std::uint32_t end) const;
  // The source ranges of str()[begin, end), appended to `into`, joined where adjacent.
  void add_pieces(std::uint32_t begin, std::uint32_t end, std::vector<Span>& into) const;

 private:
  struct Piece {
    std::uint32_t at = 0;  // in the joined text
    Span span;             // in the source
  };
  void append(Span piece);
  void join(const std::vector<Span>& pieces);
  [[nodiscard]] std::uint32_t source_offset(std::uint32_t at) const;
  [[nodiscard]] std::size_t piece_of(std::uint32_t at) const;

  std::string_view source_;
  std::vector<Piece> pieces_;
  std::string joined_;     // empty when there is one piece
  std::string_view text_;  // of joined_ or of source_
};

}  // namespace plimsoll
