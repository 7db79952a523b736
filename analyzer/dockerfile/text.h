#pragma once

// Cooked text with the way back. BuildKit reads a joined "logical line": continuations, comment
// lines between them, and sometimes quotes are gone. Text holds what it reads and where each byte
// of it stands in the file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

class Text {
 public:
  Text() = default;
  // Text that stands in the file exactly as it reads.
  Text(std::string text, std::uint32_t begin);

  // Adds the bytes of `piece` as they stand in the file; adjacent pieces are joined. Where an
  // escape of JSON makes `bytes` shorter or longer than `piece`, the text is cooked from then on.
  void append(std::string_view bytes, Span piece);

  [[nodiscard]] const std::string& str() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  // From the first byte to the last, with all that was dropped between. Set even where the text is
  // empty (the place where it would stand).
  [[nodiscard]] Span span() const { return span_; }
  void set_span(Span span) { span_ = span; }

  // Ascending source ranges; unless the text is cooked, concatenated they are str(), byte for byte.
  [[nodiscard]] const std::vector<Span>& pieces() const { return pieces_; }
  // Whether an escape of a JSON string stands for other bytes than it is written with.
  [[nodiscard]] bool cooked() const { return cooked_; }
  // Whether nothing was dropped: one piece, and it is the span.
  [[nodiscard]] bool contiguous() const;

  // The file's byte for byte `at` of str(); `at` may be the size (one past the last byte).
  [[nodiscard]] std::uint32_t source_offset(std::uint32_t at) const;
  // The source range from the first to the last byte of str()[begin, end).
  [[nodiscard]] Span source_span(std::uint32_t begin, std::uint32_t end) const;

 private:
  [[nodiscard]] std::size_t piece_of(std::uint32_t at) const;

  std::string text_;
  std::vector<Span> pieces_;
  std::vector<std::uint32_t>
      begins_;  // where each piece begins in text_; empty for one exact piece
  Span span_;
  bool cooked_ = false;
};

}  // namespace plimsoll
