#include "analyzer/dockerfile/text.h"

#include <algorithm>

namespace plimsoll {

Text::Text(std::string text, std::uint32_t begin)
    : text_(std::move(text)), span_{begin, begin + static_cast<std::uint32_t>(text_.size())} {
  if (!text_.empty()) pieces_.push_back(span_);
}

void Text::append(std::string_view bytes, Span piece) {
  if (bytes.empty()) return;
  const bool exact = bytes.size() == piece.size();
  if (text_.empty()) {
    span_ = piece;
  } else {
    span_.end = piece.end;
  }
  if (exact && !cooked_ && !pieces_.empty() && pieces_.back().end == piece.begin) {
    pieces_.back().end = piece.end;
  } else {
    if (pieces_.size() == 1 && begins_.empty()) begins_.push_back(0);
    if (!pieces_.empty() || !exact) begins_.push_back(static_cast<std::uint32_t>(text_.size()));
    pieces_.push_back(piece);
  }
  cooked_ = cooked_ || !exact;
  text_.append(bytes);
}

bool Text::contiguous() const {
  return !cooked_ && (pieces_.empty() || (pieces_.size() == 1 && pieces_[0] == span_));
}

std::size_t Text::piece_of(std::uint32_t at) const {
  if (begins_.empty()) return 0;
  const auto above = std::upper_bound(begins_.begin(), begins_.end(), at);
  return static_cast<std::size_t>(above - begins_.begin()) - 1;
}

std::uint32_t Text::source_offset(std::uint32_t at) const {
  if (pieces_.empty()) return span_.begin;
  if (at >= text_.size()) return pieces_.back().end;
  const std::size_t i = piece_of(at);
  const std::uint32_t begin = begins_.empty() ? 0 : begins_[i];
  return std::min(pieces_[i].begin + (at - begin), pieces_[i].end - 1);
}

Span Text::source_span(std::uint32_t begin, std::uint32_t end) const {
  const std::uint32_t first = source_offset(begin);
  if (begin >= end) return {first, first};
  if (end >= text_.size()) return {first, pieces_.empty() ? span_.end : pieces_.back().end};
  const std::size_t last = piece_of(end - 1);
  const bool whole = !begins_.empty() && last + 1 < begins_.size() && begins_[last + 1] == end;
  return {first, whole ? pieces_[last].end : source_offset(end - 1) + 1};
}

}  // namespace plimsoll
