#include "analyzer/values/value.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/check.h"

namespace plimsoll {

namespace {

const std::string no_text;

// Yes, No, or Unknown where the texts disagree.
template <class Question>
Answer of_all(const std::vector<std::string>& texts, const Question& question) {
  bool all = true;
  bool any = false;
  for (const std::string& text : texts) {
    const bool here = question(text);
    all = all && here;
    any = any || here;
  }
  return all ? Answer::Yes : any ? Answer::Unknown : Answer::No;
}

}  // namespace

Value::Value(std::string_view text) { append(text); }

Value Value::unknown(std::string name, std::vector<std::string> choices) {
  Value value;
  if (choices.size() == 1) {
    value.append(choices.front());
  } else {
    value.pieces_.push_back({std::move(name), true, std::move(choices)});
  }
  return value;
}

void Value::append(std::string_view text) {
  if (text.empty()) return;
  if (pieces_.empty() || pieces_.back().hole) {
    pieces_.push_back({std::string(text), false, {}});
  } else {
    pieces_.back().text.append(text);
  }
}

void Value::append(const Value& other) {
  for (const Piece& piece : other.pieces_) {
    if (piece.hole) {
      pieces_.push_back(piece);
    } else {
      append(piece.text);
    }
  }
}

bool Value::known() const {
  return pieces_.empty() || (pieces_.size() == 1 && !pieces_.front().hole);
}

const std::string& Value::text() const {
  CHECK(known());
  return pieces_.empty() ? no_text : pieces_.front().text;
}

std::string Value::text_or(std::string_view otherwise) const {
  return known() ? text() : std::string(otherwise);
}

std::string Value::display() const {
  std::string text;
  for (const Piece& piece : pieces_) {
    text += piece.hole ? "${" + piece.text + "}" : piece.text;
  }
  return text;
}

std::string_view Value::prefix() const {
  if (pieces_.empty() || pieces_.front().hole) return {};
  return pieces_.front().text;
}

std::string_view Value::suffix() const {
  if (pieces_.empty() || pieces_.back().hole) return {};
  return pieces_.back().text;
}

Answer Value::equals(std::string_view text) const {
  if (known()) return answer(this->text() == text);
  if (const auto texts = possible()) {
    return of_all(*texts, [&](const std::string& t) { return t == text; });
  }
  // The literal pieces have to stand in `text` in this order, the first and last at its ends.
  std::size_t at = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    if (piece.hole) continue;
    const bool last = i + 1 == pieces_.size();
    std::size_t found = std::string_view::npos;
    if (i == 0) {
      found = text.starts_with(piece.text) ? 0 : std::string_view::npos;
    } else if (last) {
      found = text.size() >= at + piece.text.size() && text.ends_with(piece.text)
                  ? text.size() - piece.text.size()
                  : std::string_view::npos;
    } else {
      found = text.find(piece.text, at);
    }
    if (found == std::string_view::npos) return Answer::No;
    at = found + piece.text.size();
  }
  return Answer::Unknown;
}

Answer Value::starts_with(std::string_view text) const {
  if (prefix().size() >= text.size()) return answer(prefix().starts_with(text));
  if (known()) return Answer::No;
  if (!text.starts_with(prefix())) return Answer::No;
  if (const auto texts = possible()) {
    return of_all(*texts, [&](const std::string& t) { return t.starts_with(text); });
  }
  return Answer::Unknown;
}

Answer Value::ends_with(std::string_view text) const {
  if (suffix().size() >= text.size()) return answer(suffix().ends_with(text));
  if (known()) return Answer::No;
  if (!text.ends_with(suffix())) return Answer::No;
  if (const auto texts = possible()) {
    return of_all(*texts, [&](const std::string& t) { return t.ends_with(text); });
  }
  return Answer::Unknown;
}

Answer Value::contains(std::string_view text) const {
  const auto has = [&](const Piece& p) {
    return !p.hole && p.text.find(text) != std::string::npos;
  };
  if (text.empty() || std::any_of(pieces_.begin(), pieces_.end(), has)) return Answer::Yes;
  if (known()) return Answer::No;
  if (const auto texts = possible()) {
    return of_all(*texts, [&](const std::string& t) { return t.find(text) != std::string::npos; });
  }
  return Answer::Unknown;
}

Answer Value::empty() const {
  if (pieces_.empty()) return Answer::Yes;
  if (std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& p) { return !p.hole; })) {
    return Answer::No;
  }
  return equals("");
}

std::optional<std::vector<std::string>> Value::possible() const {
  std::vector<std::string> texts{std::string()};
  for (const Piece& piece : pieces_) {
    if (!piece.hole) {
      for (std::string& text : texts) text += piece.text;
      continue;
    }
    if (piece.choices.empty() || texts.size() * piece.choices.size() > max_choices) return {};
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      for (const std::string& choice : piece.choices) longer.push_back(text + choice);
    }
    texts = std::move(longer);
  }
  return texts;
}

bool operator==(const Value& a, const Value& b) {
  return std::equal(a.pieces_.begin(), a.pieces_.end(), b.pieces_.begin(), b.pieces_.end(),
                    [](const Piece& p, const Piece& q) {
                      return p.text == q.text && p.hole == q.hole && p.choices == q.choices;
                    });
}

}  // namespace plimsoll
