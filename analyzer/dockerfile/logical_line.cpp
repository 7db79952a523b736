#include "analyzer/dockerfile/logical_line.h"

#include <algorithm>

#include "analyzer/dockerfile/characters.h"

namespace plimsoll {

namespace {

// Where the escape character stands that continues `line`, or npos: it is the last thing on the
// line but for blanks, and no other one stands before it.
std::size_t continuation_of(std::string_view line, char escape) {
  const std::size_t last = line.find_last_not_of(" \t");
  if (last == std::string_view::npos || line[last] != escape) return std::string_view::npos;
  if (last > 0 && line[last - 1] == escape) return std::string_view::npos;
  return last;
}

}  // namespace

LogicalLine::LogicalLine(std::string_view file, Span where, char escape) : file_(file) {
  std::uint32_t at = where.begin;
  bool first = true;
  while (at < where.end || first) {
    const std::string_view rest = file.substr(at, where.end - at);
    const std::size_t newline = rest.find('\n');
    std::string_view line = rest.substr(0, newline);
    const std::size_t last = line.find_last_not_of('\r');
    line = line.substr(0, last == std::string_view::npos ? 0 : last + 1);
    const std::uint32_t begin = at;
    at = newline == std::string_view::npos ? where.end
                                           : at + static_cast<std::uint32_t>(newline) + 1;

    if (!first) {
      const std::size_t text = skip_space(line, 0);
      if (text == line.size()) {
        empty_lines_.push_back({begin, at});
        continue;
      }
      if (line[text] == '#') {
        comments_.push_back({begin + static_cast<std::uint32_t>(text),
                             begin + static_cast<std::uint32_t>(line.size())});
        continue;
      }
    }
    first = false;
    const std::size_t escaped = continuation_of(line, escape);
    if (escaped != std::string_view::npos) line = line.substr(0, escaped);
    if (!line.empty()) {
      const Span source{begin, begin + static_cast<std::uint32_t>(line.size())};
      if (pieces_.empty()) {
        text_ = line;
      } else {
        if (joined_.empty()) joined_ = text_;
        joined_ += line;
      }
      const std::size_t before =
          pieces_.empty() ? 0 : pieces_.back().begin + pieces_.back().source.size();
      pieces_.push_back({before, source});
    }
    if (escaped == std::string_view::npos) break;
  }
  end_ = at;
  if (!joined_.empty()) text_ = joined_;
  if (pieces_.empty()) pieces_.push_back({0, {where.begin, where.begin}});
}

LogicalLine::LogicalLine(std::string_view line)
    : file_(line), text_(line), end_(static_cast<std::uint32_t>(line.size())) {
  pieces_.push_back({0, {0, end_}});
}

std::size_t LogicalLine::piece_of(std::size_t at) const {
  if (pieces_.size() == 1) return 0;
  const auto above =
      std::upper_bound(pieces_.begin(), pieces_.end(), at,
                       [](std::size_t byte, const Piece& piece) { return byte < piece.begin; });
  return static_cast<std::size_t>(above - pieces_.begin()) - 1;
}

std::uint32_t LogicalLine::source_offset(std::size_t at) const {
  const Piece& piece = pieces_[piece_of(at)];
  return piece.source.begin + static_cast<std::uint32_t>(at - piece.begin);
}

Span LogicalLine::source_span(std::size_t begin, std::size_t end) const {
  const std::uint32_t first = source_offset(begin);
  if (begin >= end) return {first, first};
  return {first, source_offset(end - 1) + 1};
}

void LogicalLine::append_slice(Text& text, std::size_t begin, std::size_t end) const {
  for (std::size_t i = piece_of(begin); begin < end; ++i) {
    const Piece& piece = pieces_[i];
    const std::size_t stop = std::min(end, piece.begin + piece.source.size());
    const auto source = piece.source.begin + static_cast<std::uint32_t>(begin - piece.begin);
    text.append(text_.substr(begin, stop - begin),
                {source, source + static_cast<std::uint32_t>(stop - begin)});
    begin = stop;
  }
}

Text LogicalLine::slice(std::size_t begin, std::size_t end) const {
  Text text;
  append_slice(text, begin, end);
  if (begin >= end) text.set_span(source_span(begin, begin));
  return text;
}

}  // namespace plimsoll
