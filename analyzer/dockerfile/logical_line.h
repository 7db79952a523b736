#pragma once

// One instruction's lines, joined as BuildKit joins them, with the way back to the file.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/text.h"
#include "analyzer/source/span.h"

namespace plimsoll {

class LogicalLine {
 public:
  // Joins the lines of `where`, which begins at an instruction's first byte and ends where its last
  // line ends. `file` must outlive this. Continuations are dropped, comment and blank lines between
  // them too; the blanks before an escape character and the next line's indentation stay.
  LogicalLine(std::string_view file, Span where, char escape);

  // A text that is one line already.
  explicit LogicalLine(std::string_view line);

  [[nodiscard]] std::string_view text() const { return text_; }
  // Where its last line ends, behind the LF: a heredoc's body begins there.
  [[nodiscard]] std::uint32_t end() const { return end_; }
  [[nodiscard]] const std::vector<Span>& comments() const { return comments_; }
  [[nodiscard]] const std::vector<Span>& empty_lines() const { return empty_lines_; }

  // text()[begin, end) as a Text.
  [[nodiscard]] Text slice(std::size_t begin, std::size_t end) const;
  // Adds text()[begin, end) to `text`.
  void append_slice(Text& text, std::size_t begin, std::size_t end) const;
  // The file's byte for byte `at` of text(); at the end of text, one past its last byte.
  [[nodiscard]] std::uint32_t source_offset(std::size_t at) const;
  // From the first byte of text()[begin, end) to its last, dropped bytes between them included.
  [[nodiscard]] Span source_span(std::size_t begin, std::size_t end) const;

 private:
  struct Piece {
    std::size_t begin;  // in text_
    Span source;
  };
  [[nodiscard]] std::size_t piece_of(std::size_t at) const;

  std::string_view file_;
  std::string_view text_;  // of file_ while there is one piece, else of joined_
  std::string joined_;
  std::vector<Piece> pieces_;
  std::vector<Span> comments_;
  std::vector<Span> empty_lines_;
  std::uint32_t end_ = 0;
};

}  // namespace plimsoll
