#include "analyzer/dockerfile/loose_array.h"

#include <algorithm>

namespace plimsoll {

namespace {

constexpr std::size_t npos = std::string_view::npos;
using Flaw = LooseArray::Flaw;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The byte length of a typographic quote at `at`, or 0.
std::size_t curly_quote(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\xE2\x80" || at + 2 >= text.size()) return 0;
  const auto last = static_cast<unsigned char>(text[at + 2]);
  return last >= 0x98 && last <= 0x9F ? 3 : 0;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<LooseArray> run();

 private:
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  void flaw(Flaw found) {
    if (!flawed_) array_.flaw = found;
    flawed_ = true;
  }
  bool element();
  bool quoted(LooseArray::Element& element);
  void escape(LooseArray::Element& element);
  void curly(LooseArray::Element& element);
  void word(LooseArray::Element& element);
  [[nodiscard]] bool is_meant() const;

  std::string_view text_;
  std::size_t at_ = 0;
  bool flawed_ = false;
  bool spaced_ = false;  // a blank behind the `[`
  std::size_t bare_ = 0;
  LooseArray array_;
};

void Reader::escape(LooseArray::Element& element) {
  const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  constexpr std::string_view simple = "\"\\/bfnrt";
  if (simple.find(next) == npos || next == '\0') {
    flaw(Flaw::BadEscape);
    element.text += '\\';
    ++at_;
    return;
  }
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  element.text += meant[simple.find(next)];
  at_ += 2;
}

bool Reader::quoted(LooseArray::Element& element) {
  const char quote = text_[at_++];
  if (quote == '\'') flaw(Flaw::SingleQuotes);
  while (at_ < text_.size() && text_[at_] != quote) {
    if (text_[at_] == '\\' && quote == '"') {
      escape(element);
    } else {
      element.text += text_[at_++];
    }
  }
  if (at_ == text_.size()) {
    flaw(Flaw::UnclosedString);
    return false;
  }
  ++at_;
  return true;
}

void Reader::curly(LooseArray::Element& element) {
  flaw(Flaw::CurlyQuotes);
  at_ += 3;
  while (at_ < text_.size() && curly_quote(text_, at_) == 0 && text_[at_] != '"') {
    element.text += text_[at_++];
  }
  at_ = std::min(text_.size(), at_ + std::max<std::size_t>(1, curly_quote(text_, at_)));
}

void Reader::word(LooseArray::Element& element) {
  flaw(Flaw::Unquoted);
  ++bare_;
  while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != ']') {
    element.text += text_[at_++];
  }
}

// Reads an element and what follows it; false at the end of the array.
bool Reader::element() {
  blanks();
  if (at_ == text_.size()) return false;
  if (text_[at_] == ']') {
    ++at_;
    array_.closed = true;
    return false;
  }
  if (text_[at_] == ',') {
    flaw(Flaw::ExtraComma);
    return false;
  }
  LooseArray::Element element;
  element.begin = at_;
  bool whole = true;
  if (text_[at_] == '"' || text_[at_] == '\'') {
    whole = quoted(element);
  } else if (curly_quote(text_, at_) > 0) {
    curly(element);
  } else {
    word(element);
  }
  element.end = at_;
  blanks();
  if (whole && at_ < text_.size()) {
    if (text_[at_] == ',') {
      element.comma = true;
      element.comma_at = at_++;
      blanks();
      if (at_ < text_.size() && text_[at_] == ']') flaw(Flaw::ExtraComma);
    } else if (text_[at_] != ']') {
      flaw(Flaw::MissingComma);
    }
  }
  array_.elements.push_back(std::move(element));
  return whole;
}

// Whether this cannot be the shell's `[`: behind a blank that takes words and operators, hence at
// least one without quotes, and no comma behind the first word.
bool Reader::is_meant() const {
  if (array_.elements.empty()) return false;
  const LooseArray::Element& first = array_.elements.front();
  if (!spaced_) return true;
  if (first.comma) return true;
  return bare_ == 0 && (array_.elements.size() > 1 || array_.flaw != Flaw::TextBehind);
}

std::optional<LooseArray> Reader::run() {
  blanks();
  if (at_ == text_.size() || text_[at_] != '[') return std::nullopt;
  ++at_;
  if (at_ == text_.size() || text_[at_] == '[' || text_[at_] == ':') return std::nullopt;
  spaced_ = is_blank(text_[at_]);
  while (element()) {
  }
  array_.close = at_;
  if (array_.closed) {
    blanks();
    if (at_ < text_.size()) flaw(Flaw::TextBehind);
  } else {
    flaw(Flaw::NotClosed);
  }
  if (!flawed_ || !is_meant()) return std::nullopt;
  return std::move(array_);
}

}  // namespace

std::optional<LooseArray> read_loose_array(std::string_view text) { return Reader(text).run(); }

}  // namespace plimsoll
