#include "analyzer/dockerfile/text.h"

#include <algorithm>

namespace plimsoll {

Text::Text(std::string text, std::uint32_t begin)
    : text_(std::move(text)), span_{begin, begin + static_cast<std::uint32_t>(text_.size())} {
  if (!text_.empty()) pieces_.push_back(span_);
}

void Text::append(std::string_view bytes, Span piece) {
  if (bytes.empty()) return;
  const bool cooked = bytes.size() != piece.size() || cooked_;
  if (text_.empty()) {
    span_ = piece;
  } else {
    span_.end = piece.end;
  }
  if (cooked && !cooked_) {
    cooked_ = true;
    std::uint32_t at = 0;
    for (const Span& known : pieces_) {
      begins_.push_back(at);
      at += known.size();
    }
  }
  const bool adjacent = !pieces_.empty() && pieces_.back().end == piece.begin && !cooked_;
  if (adjacent) {
    pieces_.back().end = piece.end;
  } else {
    if (cooked_) begins_.push_back(static_cast<std::uint32_t>(text_.size()));
    pieces_.push_back(piece);
  }
  text_.append(bytes);
}

bool Text::contiguous() const {
  return !cooked_ && (pieces_.empty() || (pieces_.size() == 1 && pieces_[0] == span_));
}

std::uint32_t Text::source_offset(std::uint32_t at) const {
  if (pieces_.empty()) return span_.begin;
  if (at >= text_.size()) return pieces_.back().end;
  if (cooked_) {
    const auto above = std::upper_bound(begins_.begin(), begins_.end(), at);
    const auto i = static_cast<std::size_t>(above - begins_.begin()) - 1;
    return std::min(pieces_[i].begin + (at - begins_[i]), pieces_[i].end - 1);
  }
  for (const Span& piece : pieces_) {
    if (at < piece.size()) return piece.begin + at;
    at -= piece.size();
  }
  return pieces_.back().end;
}

Span Text::source_span(std::uint32_t begin, std::uint32_t end) const {
  if (begin >= end) return {source_offset(begin), source_offset(begin)};
  const std::uint32_t first = source_offset(begin);
  if (end >= text_.size()) return {first, pieces_.empty() ? span_.end : pieces_.back().end};
  return {first, std::max(first, source_offset(end - 1) + 1)};
}

}  // namespace plimsoll
