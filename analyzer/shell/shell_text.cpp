#include "analyzer/shell/shell_text.h"

#include <algorithm>

#include "analyzer/base/check.h"

namespace plimsoll {

namespace {

// The ranges of remarks in `text`: a backquote at the start of a word, `#`, and all up to the next
// backquote of the same line. Quotes are minded, so that sed scripts stay whole.
std::vector<Span> remarks_in(std::string_view text) {
  std::vector<Span> found;
  if (text.find("`#") == std::string_view::npos) return found;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && quote != '\'') {
      ++i;
    } else if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '`' && i + 1 < text.size() && text[i + 1] == '#' &&
               (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == '\n')) {
      const std::size_t end = text.find_first_of("`\n", i + 1);
      if (end == std::string_view::npos || text[end] == '\n') continue;
      found.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end + 1)});
      i = end;
    }
  }
  return found;
}

}  // namespace

ShellText::ShellText(std::string_view source, const std::vector<Span>& pieces) : source_(source) {
  join(pieces);
  const std::vector<Span> remarks = remarks_in(text_);
  if (remarks.empty()) return;
  std::vector<Span> kept;
  std::uint32_t from = 0;
  for (const Span& remark : remarks) {
    add_pieces(from, remark.begin, kept);
    from = remark.end;
  }
  add_pieces(from, static_cast<std::uint32_t>(text_.size()), kept);
  join(kept);
}

void ShellText::join(const std::vector<Span>& pieces) {
  pieces_.clear();
  joined_.clear();
  for (const Span& piece : pieces) {
    CHECK(piece.begin <= piece.end && piece.end <= source_.size());
    append(piece);
  }
  text_ = pieces_.empty() ? std::string_view() : pieces_[0].span.in(source_);
  if (pieces_.size() < 2) return;
  for (const Piece& piece : pieces_) joined_ += piece.span.in(source_);
  text_ = joined_;
}

void ShellText::append(Span piece) {
  if (piece.empty()) return;
  if (pieces_.empty()) {
    pieces_.push_back({0, piece});
    return;
  }
  Piece& last = pieces_.back();
  CHECK(last.span.end <= piece.begin);
  if (last.span.end == piece.begin) {
    last.span.end = piece.end;
  } else {
    pieces_.push_back({last.at + last.span.size(), piece});
  }
}

std::size_t ShellText::piece_of(std::uint32_t at) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                      [](std::uint32_t a, const Piece& p) { return a < p.at; });
  return static_cast<std::size_t>(after - pieces_.begin()) - 1;
}

std::uint32_t ShellText::source_offset(std::uint32_t at) const {
  if (pieces_.empty()) return 0;
  const Piece& piece = pieces_.size() == 1 ? pieces_[0] : pieces_[piece_of(at)];
  return piece.span.begin + (at - piece.at);
}

Span ShellText::source_span(std::uint32_t begin, std::uint32_t end) const {
  const std::uint32_t first = source_offset(begin);
  if (begin >= end) return {first, first};
  return {first, source_offset(end - 1) + 1};
}

void ShellText::add_pieces(std::uint32_t begin, std::uint32_t end, std::vector<Span>& into) const {
  while (begin < end) {
    const Piece& piece = pieces_[piece_of(begin)];
    const std::uint32_t stop = std::min(end, piece.at + piece.span.size());
    const Span part{piece.span.begin + (begin - piece.at), piece.span.begin + (stop - piece.at)};
    if (!into.empty() && into.back().end == part.begin) {
      into.back().end = part.end;
    } else {
      into.push_back(part);
    }
    begin = stop;
  }
}

}  // namespace plimsoll
