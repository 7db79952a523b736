#pragma once

// Random edits of Dockerfiles, and what must hold of every tree: its leaves are the bytes of the
// text, and a tree that follows an edit is the tree of the whole text.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "analyzer/syntax/syntax.h"

namespace plimsoll::testing {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Whether the leaves, and a leading byte order mark, follow each other without a gap and none is
// empty.
inline bool leaves_are_text(const syntax::Tree& tree, std::string_view text) {
  std::uint32_t at = text.substr(0, byte_order_mark.size()) == byte_order_mark ? 3 : 0;
  syntax::Cursor cursor(tree);
  if (!cursor.first_child()) return at == text.size();
  for (;;) {
    if (cursor.first_child()) continue;
    const Span leaf = cursor.span();
    if (leaf.begin != at || leaf.empty()) return false;
    at = leaf.end;
    bool more = true;
    while (more && !cursor.next_sibling()) more = cursor.parent();
    if (!more) return at == text.size();
  }
}

// Whether two trees have the same nodes at the same places.
inline bool same_tree(const syntax::Tree& a, const syntax::Tree& b) {
  syntax::Cursor left(a);
  syntax::Cursor right(b);
  for (;;) {
    if (left.name() != right.name() || left.span() != right.span()) return false;
    const bool child = left.first_child();
    if (child != right.first_child()) return false;
    if (child) continue;
    for (;;) {
      const bool next = left.next_sibling();
      if (next != right.next_sibling()) return false;
      if (next) break;
      const bool up = left.parent();
      if (up != right.parent()) return false;
      if (!up) return true;
    }
  }
}

class Editor {
 public:
  explicit Editor(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

  // Replaces some bytes of `text` by others and returns what an editor would report.
  syntax::TextEdit edit(std::string& text) {
    static constexpr std::string_view pieces[] = {"\n",
                                                  "\\\n",
                                                  "\\",
                                                  "#",
                                                  " ",
                                                  "\t",
                                                  "\"",
                                                  "'",
                                                  "`",
                                                  "<<EOF",
                                                  "\nEOF\n",
                                                  "$",
                                                  "${x:-",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  "=",
                                                  "--x=y ",
                                                  "--mount=type=cache,target=/x ",
                                                  "RUN ",
                                                  "FROM a AS b\n",
                                                  "COPY ",
                                                  "ENV ",
                                                  "ONBUILD ",
                                                  "HEALTHCHECK ",
                                                  "CMD ",
                                                  "# escape=`\n",
                                                  "\r\n",
                                                  "\r",
                                                  "\v",
                                                  "\xC2\xA0",
                                                  "\xE2\x80\xA8",
                                                  "\xC3\xA9",
                                                  "\xFF",
                                                  std::string_view("\0", 1),
                                                  "a",
                                                  ":",
                                                  "@",
                                                  "/",
                                                  "[\"a\", \"b\"]",
                                                  "<<-'E'",
                                                  "\xEF\xBB\xBF"};
    const std::size_t begin = below(text.size() + 1);
    std::size_t old_end = begin;
    if (below(2) == 0) old_end = std::min(text.size(), begin + 1 + below(below(8) == 0 ? 200 : 3));
    std::string piece;
    if (old_end == begin || below(2) == 0) piece = pieces[below(std::size(pieces))];
    syntax::TextEdit edit;
    edit.begin = static_cast<std::uint32_t>(begin);
    edit.old_end = static_cast<std::uint32_t>(old_end);
    edit.new_end = static_cast<std::uint32_t>(begin + piece.size());
    edit.begin_point = point(text, begin);
    edit.old_end_point = point(text, old_end);
    text.replace(begin, old_end - begin, piece);
    edit.new_end_point = point(text, begin + piece.size());
    return edit;
  }

 private:
  static syntax::Point point(std::string_view text, std::size_t at) {
    syntax::Point point;
    std::size_t line = 0;
    for (std::size_t i = text.find('\n'); i < at; i = text.find('\n', i + 1)) {
      ++point.row;
      line = i + 1;
    }
    point.column = static_cast<std::uint32_t>(at - line);
    return point;
  }

  std::mt19937_64 random_;
};

}  // namespace plimsoll::testing
