// From the old form of a pair to the new one.
//
// In the old form, `ENV MOTD it "is" C:\\new`, the value is the rest of the line as it stands; then
// it is expanded: quotes go, `$x` is replaced, an escape character gives its next one. In the new
// form a value is one word, which blanks end outside of quotes, and then it is expanded in the same
// way. A value that is one word already stays. Else all of it is put within double quotes, and what
// means something else there is mended: quotes inside go, what stood in single quotes is escaped,
// and an escape character goes where double quotes would keep it.
//
// Whether that was right is not believed but tried: both texts are expanded with unknown variables
// and have to give the same. Rejected: an escape character before each blank, which is exact with
// less effort, but nobody wants to read `it\ is\ this`.

#include "fixers/edits/key_value_edits.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/swallowed.h"
#include "analyzer/dockerfile/words.h"

namespace plimsoll::edits {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// At byte `at` of the value, `removed` bytes give way to `added`.
struct Change {
  std::size_t at = 0;
  std::size_t removed = 0;
  std::string added;
};

bool is_one_word(std::string_view text, char escape) {
  const std::vector<QuotedWord> words = split_quoted(text, {0, text.size()}, escape);
  return words.size() == 1 && words[0].range.begin == 0 && words[0].range.end == text.size() &&
         words[0].dropped == npos;
}

Expansion expand_unknown(std::string_view text, char escape) {
  const LookupVariable unknown = [](std::string_view name) {
    return Lookup{Answer::Unknown, Value::unknown(std::string(name)), false};
  };
  return expand(Text(std::string(text), 0), unknown, {.escape = escape});
}

bool means_the_same(std::string_view one, std::string_view other, char escape) {
  const Expansion a = expand_unknown(one, escape);
  const Expansion b = expand_unknown(other, escape);
  return a.problems.empty() && b.problems.empty() && a.value == b.value;
}

// Puts a value within double quotes; false where that is beyond it.
class Quoter {
 public:
  Quoter(std::string_view raw, char escape) : raw_(raw), escape_(escape) {}

  bool run() {
    add(0, "\"");
    while (at_ < raw_.size()) {
      if (!step()) return false;
    }
    add(raw_.size(), "\"");
    return true;
  }
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }

 private:
  void add(std::size_t at, std::string text) { changes_.push_back({at, 0, std::move(text)}); }
  void drop(std::size_t at) { changes_.push_back({at, 1, {}}); }
  [[nodiscard]] bool is_special(char c) const { return c == '"' || c == '$' || c == escape_; }
  bool step();
  bool single_quoted();
  bool double_quoted();
  bool variable();

  std::string_view raw_;
  char escape_;
  std::size_t at_ = 0;
  std::vector<Change> changes_;
};

bool Quoter::step() {
  const char c = raw_[at_];
  if (c == '\'') return single_quoted();
  if (c == '"') return double_quoted();
  if (c == '$') return variable();
  if (c != escape_) {
    ++at_;
    return true;
  }
  if (at_ + 1 == raw_.size()) return false;
  if (!is_special(raw_[at_ + 1])) drop(at_);
  at_ += 2;
  return true;
}

bool Quoter::single_quoted() {
  const std::size_t close = raw_.find('\'', at_ + 1);
  if (close == npos) return false;
  drop(at_);
  for (std::size_t i = at_ + 1; i < close; ++i) {
    if (is_special(raw_[i])) add(i, std::string(1, escape_));
  }
  drop(close);
  at_ = close + 1;
  return true;
}

bool Quoter::double_quoted() {
  drop(at_++);
  while (at_ < raw_.size() && raw_[at_] != '"') {
    if (raw_[at_] == '$') {
      if (!variable()) return false;
    } else {
      at_ += raw_[at_] == escape_ ? 2u : 1u;
    }
  }
  if (at_ >= raw_.size()) return false;
  drop(at_++);
  return true;
}

// `${name:-word}` stays, unless the word has quotes, escapes or variables of its own.
bool Quoter::variable() {
  ++at_;
  if (at_ == raw_.size() || raw_[at_] != '{') return true;
  const std::size_t close = raw_.find('}', at_);
  if (close == npos) return false;
  for (const char c : raw_.substr(at_, close - at_)) {
    if (is_special(c) || c == '\'') return false;
  }
  at_ = close + 1;
  return true;
}

std::string apply(std::string_view raw, const std::vector<Change>& changes) {
  std::string text;
  std::size_t at = 0;
  for (const Change& change : changes) {
    text += raw.substr(at, change.at - at);
    text += change.added;
    at = change.at + change.removed;
  }
  return text + std::string(raw.substr(at));
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.find_first_of("'\"\\`$=") == npos;
}

}  // namespace

Edits to_equals_form(const Facts& facts, const KeyValues& legacy, std::size_t skip) {
  if (legacy.broken || legacy.pairs.size() != 1 || !legacy.pairs[0].value) return std::nullopt;
  // The value may end earlier than it does now.
  if (!swallowed_lines(facts.source, facts.dockerfile, legacy).lines.empty()) return std::nullopt;
  const Text& key = legacy.pairs[0].key;
  const Text& value = *legacy.pairs[0].value;
  if (!is_plain_name(key.str()) || skip >= value.str().size()) return std::nullopt;
  const char escape = facts.dockerfile.escape;
  const std::string_view raw = std::string_view(value.str()).substr(skip);
  Quoter quoter(raw, escape);
  const bool as_it_is = is_one_word(raw, escape);
  if (!as_it_is && !quoter.run()) return std::nullopt;
  const std::vector<Change> changes = as_it_is ? std::vector<Change>() : quoter.changes();
  const std::string fixed = apply(raw, changes);
  if (!is_one_word(fixed, escape) || !means_the_same(raw, fixed, escape)) return std::nullopt;

  const auto place = [&](std::size_t at) {
    return value.source_offset(static_cast<std::uint32_t>(skip + at));
  };
  const Span gap = {key.span().end, place(0)};
  const bool comment = std::any_of(legacy.inner_comments.begin(), legacy.inner_comments.end(),
                                   [&](Span inner) { return inner.overlaps(gap); });
  if (comment) return std::nullopt;
  std::vector<Edit> edits = {{gap, "="}};
  for (const Change& change : changes) {
    if (change.at == 0 && change.removed == 0) {
      edits.front().text += change.added;
      continue;
    }
    const std::uint32_t at = change.at == raw.size() ? value.span().end : place(change.at);
    edits.push_back({{at, at + static_cast<std::uint32_t>(change.removed)}, change.added});
  }
  return edits;
}

}  // namespace plimsoll::edits
