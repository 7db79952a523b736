// Word expansion, as BuildKit's lexer does it.
//
// The lexer reads code points from left to right and has four modes: plain text, single quotes,
// double quotes, and the word of a modifier, which ends at `}` (or, for the pattern of `${x/p/r}`,
// at `/`) and may hold all of them again. `"${A:-"b c"}"` is therefore one word with inner quotes,
// and `${x#'*'}` takes the star literally, because inside patterns a quoted escape is doubled.
//
// A value may have holes. What a modifier makes of a hole is a hole with the same name, unless
// every text that it may be is known: then each goes through the modifier on its own. An ARG
// without a value counts as unset where a modifier asks for that; see Lookup.
//
// Rejected: expanding to text first and marking unknown parts by a sentinel. Modifiers that compare
// or cut would then see the sentinel, and `${V%.*}` of an unknown V would look known.

#include "analyzer/values/expand.h"

#include <algorithm>
#include <utility>

#include "analyzer/values/code_points.h"
#include "analyzer/values/pattern.h"

namespace plimsoll {

namespace {

using Kind = ExpansionProblem::Kind;

constexpr char32_t no_stop = 0xFFFFFFFF;
constexpr char32_t at_end = 0xFFFFFFFE;

bool is_special_parameter(char32_t c) {
  return c < 0x80 && c != 0 &&
         std::string_view("@*#?-$!0").find(static_cast<char>(c)) != std::string_view::npos;
}

class Expander {
 public:
  Expander(const Text& word, const LookupVariable& lookup, const ExpandOptions& options)
      : word_(word), text_(word.str()), lookup_(lookup), options_(options) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  // False when a problem was met: then nothing of the result but the problem counts.
  bool run() { return until(no_stop, false, false, result_); }

  Expansion take() {
    Expansion expansion;
    expansion.value = std::move(result_);
    std::stable_sort(uses_.begin(), uses_.end(), [](const VariableRef& a, const VariableRef& b) {
      return a.span.begin < b.span.begin;
    });
    expansion.uses = std::move(uses_);
    expansion.problems = std::move(problems_);
    return expansion;
  }
  std::vector<Value> take_words() { return std::move(words_); }

 private:
  [[nodiscard]] char32_t peek() const {
    return at_ < text_.size() ? code_point_at(text_, at_).value : at_end;
  }
  char32_t next() {
    if (at_ >= text_.size()) return at_end;
    const CodePoint c = code_point_at(text_, at_);
    at_ += c.bytes;
    return c.value;
  }
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
    return word_.source_span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  }
  bool fail(Kind kind, std::size_t begin, std::string subject, std::string detail = "") {
    problems_.push_back({kind, span(begin, at_), std::move(subject), std::move(detail)});
    return false;
  }

  // BuildKit keeps one buffer of the word in progress, which an inner word empties: in
  // `a${x:-b}`, split into words, the `a` is lost. We do as it does.
  void add_raw(char32_t c) {
    std::string bytes;
    append_code_point(bytes, c);
    pending_.append(bytes);
  }
  void add_char(char32_t c, bool& in_word, std::vector<Value>& words) {
    if (!is_space(c)) {
      add_raw(c);
      in_word = true;
    } else if (in_word && !is_yes(pending_.empty())) {
      words.push_back(std::exchange(pending_, Value()));
      in_word = false;
    }
  }
  void add_split(const Value& value, bool& in_word, std::vector<Value>& words) {
    for (const Piece& piece : value.pieces()) {
      if (piece.hole) {
        pending_.append(Value::unknown(piece.text, piece.choices));
        in_word = true;
        continue;
      }
      for (std::size_t i = 0; i < piece.text.size();) {
        const CodePoint c = code_point_at(piece.text, i);
        add_char(c.value, in_word, words);
        i += c.bytes;
      }
    }
  }

  bool until(char32_t stop, bool keep_escapes, bool double_escapes, Value& out);
  bool escaped_character(char32_t c, bool keep_escape, std::string& literal);
  void heredoc_operator(std::string& literal);
  bool single_quoted(bool double_escapes, Value& out);
  bool double_quoted(bool keep_escapes, Value& out);
  bool dollar(Value& out);
  bool substitution(std::size_t begin, const std::string& name, Span name_span, Value& out);
  bool conditional(std::size_t begin, const std::string& name, Span name_span, Value& out);
  bool trim(std::size_t begin, const std::string& name, Span name_span, Value& out);
  bool replace(std::size_t begin, const std::string& name, Span name_span, Value& out);
  bool unterminated(std::size_t begin, bool inner_failed);
  std::string read_name();
  Lookup use(std::size_t begin, const std::string& name, std::string modifier, Span name_span);
  template <class Change>
  bool map_value(std::size_t begin, const std::string& name, const Value& value, const Value& word,
                 const Change& change, Value& out);

  const Text& word_;
  std::string_view text_;
  const LookupVariable& lookup_;
  const ExpandOptions& options_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::size_t expanded_bytes_ = 0;  // of all variables' values so far
  Value result_;
  Value pending_;
  std::vector<Value> words_;
  std::vector<VariableRef> uses_;
  std::vector<ExpansionProblem> problems_;
};

bool Expander::until(char32_t stop, bool keep_escapes, bool double_escapes, Value& out) {
  if (depth_ >= max_expansion_depth) return fail(Kind::TooDeep, at_, "");
  ++depth_;
  const auto escape = static_cast<char32_t>(static_cast<unsigned char>(options_.escape));
  bool in_word = false;
  bool good = true;
  std::vector<Value> words;
  std::string literal;
  const auto flush = [&] {
    out.append(literal);
    literal.clear();
  };
  pending_ = Value();
  bool stopped = false;
  while (good && at_ < text_.size()) {
    const char32_t c = peek();
    if (c == stop) {
      next();
      stopped = true;
      break;
    }
    if (c == '$') {
      flush();
      Value value;
      good = dollar(value);
      out.append(value);
      add_split(value, in_word, words);
    } else if (!options_.keep_quotes && (c == '\'' || c == '"')) {
      flush();
      Value value;
      good = c == '"' ? double_quoted(keep_escapes, value) : single_quoted(double_escapes, value);
      out.append(value);
      pending_.append(value);
      in_word = true;
    } else {
      next();
      if (c == '<') {
        literal += '<';
        pending_.append("<");
        in_word = true;
        if (peek() == '<') heredoc_operator(literal);
      } else if (c == escape) {
        if (!escaped_character(c, keep_escapes, literal)) break;
        in_word = true;
      } else {
        append_code_point(literal, c);
        add_char(c, in_word, words);
      }
    }
  }
  flush();
  if (!is_yes(pending_.empty())) words.push_back(std::exchange(pending_, Value()));
  if (depth_ == 1) words_ = std::move(words);
  --depth_;
  return good && (stop == no_stop || stopped);
}

// Behind the escape character `c`; false at the end of the text.
bool Expander::escaped_character(char32_t c, bool keep_escape, std::string& literal) {
  if (keep_escape) {
    append_code_point(literal, c);
    add_raw(c);
  }
  const char32_t escaped = next();
  if (escaped == at_end) return false;
  append_code_point(literal, escaped);
  add_raw(escaped);
  return true;
}

// Blanks behind `<<` do not end a word.
void Expander::heredoc_operator(std::string& literal) {
  do {
    const char32_t c = next();
    append_code_point(literal, c);
    add_raw(c);
  } while (peek() == ' ' || peek() == '\t' || peek() == '\r');
}

bool Expander::single_quoted(bool double_escapes, Value& out) {
  const std::size_t begin = at_;
  const auto escape = static_cast<char32_t>(static_cast<unsigned char>(options_.escape));
  std::string literal;
  next();
  for (;;) {
    const char32_t c = next();
    if (c == at_end) return fail(Kind::QuoteUnterminated, begin, "'");
    if (c == '\'') break;
    if (double_escapes && c == escape) append_code_point(literal, c);
    append_code_point(literal, c);
  }
  out.append(literal);
  return true;
}

bool Expander::double_quoted(bool keep_escapes, Value& out) {
  const std::size_t begin = at_;
  const auto escape = static_cast<char32_t>(static_cast<unsigned char>(options_.escape));
  std::string literal;
  next();
  for (;;) {
    char32_t c = peek();
    if (c == at_end) return fail(Kind::QuoteUnterminated, begin, "\"");
    if (c == '$') {
      out.append(literal);
      literal.clear();
      Value value;
      if (!dollar(value)) return false;
      out.append(value);
      continue;
    }
    next();
    if (c == '"') break;
    if (c == escape) {
      const char32_t escaped = peek();
      if (escaped == at_end) continue;
      if (keep_escapes) append_code_point(literal, c);
      if (escaped == '"' || escaped == '$' || escaped == escape) c = next();
    }
    append_code_point(literal, c);
  }
  out.append(literal);
  return true;
}

std::string Expander::read_name() {
  std::string name;
  const char32_t first = peek();
  if (first == at_end) return name;
  if (is_digit(first)) {
    while (peek() != at_end && is_digit(peek())) append_code_point(name, next());
    return name;
  }
  if (is_special_parameter(first)) {
    append_code_point(name, next());
    return name;
  }
  for (char32_t c = first; c != at_end && (is_letter(c) || is_digit(c) || c == '_'); c = peek()) {
    append_code_point(name, next());
  }
  return name;
}

Lookup Expander::use(std::size_t begin, const std::string& name, std::string modifier,
                     Span name_span) {
  Lookup found = lookup_(name);
  for (const Piece& piece : found.value.pieces()) {
    expanded_bytes_ += piece.text.size() + sizeof(Piece);
    for (const std::string& choice : piece.choices) expanded_bytes_ += choice.size();
  }
  if (expanded_bytes_ > max_expanded_bytes) found.value = Value::unknown(name);
  uses_.push_back({name, std::move(modifier), span(begin, at_), name_span, found.defined});
  return found;
}

// At `$`.
bool Expander::dollar(Value& out) {
  const std::size_t begin = at_;
  next();
  if (peek() != '{') {
    const std::size_t name_begin = at_;
    const std::string name = read_name();
    if (name.empty()) {
      out.append("$");
      return true;
    }
    out.append(use(begin, name, "", span(name_begin, at_)).value);
    return true;
  }
  next();
  switch (peek()) {
    case at_end:
      return fail(Kind::BracketUnterminated, begin, "");
    case '}':
      next();
      return fail(Kind::NameEmpty, begin, "");
    case '{':
    case ':':
      next();
      return fail(Kind::ModifierUnsupported, begin, std::string(text_.substr(begin + 2, 1)));
    default:
      break;
  }
  const std::size_t name_begin = at_;
  const std::string name = read_name();
  return substitution(begin, name, span(name_begin, at_), out);
}

// Behind `${name`.
bool Expander::substitution(std::size_t begin, const std::string& name, Span name_span,
                            Value& out) {
  switch (peek()) {
    case at_end:
      return fail(Kind::BracketUnterminated, begin, name);
    case '}':
      next();
      out.append(use(begin, name, "", name_span).value);
      return true;
    case ':':
    case '+':
    case '-':
    case '?':
      return conditional(begin, name, name_span, out);
    case '#':
    case '%':
      return trim(begin, name, name_span, out);
    case '/':
      return replace(begin, name, name_span, out);
    default: {
      std::string modifier;
      append_code_point(modifier, next());
      return fail(Kind::ModifierUnsupported, begin, std::move(modifier));
    }
  }
}

bool Expander::unterminated(std::size_t begin, bool inner_failed) {
  if (!inner_failed) return fail(Kind::BracketUnterminated, begin, "");
  return false;
}

// `:-` `-` `:+` `+` `:?` `?`
bool Expander::conditional(std::size_t begin, const std::string& name, Span name_span, Value& out) {
  std::string modifier;
  char32_t c = next();
  append_code_point(modifier, c);
  const bool empty_is_unset = c == ':';
  if (empty_is_unset) {
    c = next();
    if (c == at_end) return fail(Kind::BracketUnterminated, begin, name);
    append_code_point(modifier, c);
    if (c == '#' || c == '%') return fail(Kind::ModifierUnsupported, begin, modifier);
  }
  const std::size_t problems = problems_.size();
  Value word;
  if (!until('}', false, false, word)) return unterminated(begin, problems_.size() > problems);
  if (c != '-' && c != '+' && c != '?') return fail(Kind::ModifierUnsupported, begin, modifier);

  const Lookup found = use(begin, name, modifier, name_span);
  Answer set = found.unset_by_default ? Answer::No : found.defined;
  if (empty_is_unset && is_yes(set)) set = !found.value.empty();
  if (c == '?') {
    if (is_no(found.defined) || (empty_is_unset && is_no(set) && !found.unset_by_default)) {
      return fail(Kind::RequiredUnset, begin, name, word.display());
    }
    out.append(found.value);
    return true;
  }
  const Value nothing;
  const Value& if_set = c == '-' ? found.value : word;
  const Value& if_unset = c == '-' ? word : nothing;
  if (!is_unknown(set)) {
    out.append(is_yes(set) ? if_set : if_unset);
    return true;
  }
  std::vector<std::string> choices;
  const auto one = if_set.possible();
  const auto other = if_unset.possible();
  if (one && other && one->size() + other->size() <= Value::max_choices) {
    choices = *one;
    for (const std::string& text : *other) {
      if (std::find(choices.begin(), choices.end(), text) == choices.end()) choices.push_back(text);
    }
    if (c == '-' && empty_is_unset && is_no(word.equals(""))) std::erase(choices, std::string());
  }
  out.append(Value::unknown(name, std::move(choices)));
  return true;
}

// Puts `change(value, word)` into `out`, for every text that the two may be.
template <class Change>
bool Expander::map_value(std::size_t begin, const std::string& name, const Value& value,
                         const Value& word, const Change& change, Value& out) {
  const auto values = value.possible();
  if (!word.known() || !values) {
    out.append(Value::unknown(name));
    return true;
  }
  std::vector<std::string> choices;
  for (const std::string& text : *values) {
    PatternResult result = change(text, word.text());
    if (result.error == PatternError::BadEscape) return fail(Kind::BadPattern, begin, word.text());
    if (result.error == PatternError::TooLarge) {
      out.append(Value::unknown(name));
      return true;
    }
    if (std::find(choices.begin(), choices.end(), result.text) == choices.end()) {
      choices.push_back(std::move(result.text));
    }
  }
  out.append(Value::unknown(name, std::move(choices)));
  return true;
}

// `#` `##` `%` `%%`
bool Expander::trim(std::size_t begin, const std::string& name, Span name_span, Value& out) {
  const char32_t c = next();
  const std::size_t problems = problems_.size();
  Value pattern;
  if (!until('}', true, true, pattern)) return unterminated(begin, problems_.size() > problems);
  const bool longest = pattern.prefix().starts_with(static_cast<char>(c));
  const Lookup found =
      use(begin, name, std::string(longest ? 2 : 1, static_cast<char>(c)), name_span);
  const auto change = [&](const std::string& value, const std::string& text) {
    const std::string_view p = std::string_view(text).substr(longest ? 1 : 0);
    return c == '#' ? trim_prefix(p, value, longest) : trim_suffix(p, value, longest);
  };
  return map_value(begin, name, found.value, pattern, change, out);
}

// `/` `//`
bool Expander::replace(std::size_t begin, const std::string& name, Span name_span, Value& out) {
  next();
  const bool all = peek() == '/';
  if (all) next();
  const std::size_t problems = problems_.size();
  Value pattern;
  if (!until('/', true, true, pattern)) return unterminated(begin, problems_.size() > problems);
  Value replacement;
  if (!until('}', true, false, replacement))
    return unterminated(begin, problems_.size() > problems);
  const Lookup found = use(begin, name, all ? "//" : "/", name_span);
  if (!replacement.known()) {
    out.append(Value::unknown(name));
    return true;
  }
  const auto change = [&](const std::string& value, const std::string& text) {
    return replace_pattern(text, value, replacement.text(), all);
  };
  return map_value(begin, name, found.value, pattern, change, out);
}

}  // namespace

bool is_plain_word(std::string_view text, char escape) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return c != '$' && c != '\'' && c != '"' && c != escape && static_cast<unsigned char>(c) < 0x80;
  });
}

Expansion expand(const Text& word, const LookupVariable& lookup, const ExpandOptions& options) {
  if (is_plain_word(word.str(), options.escape)) {
    Expansion plain;
    plain.value = Value(word.str());
    return plain;
  }
  Expander expander(word, lookup, options);
  const bool good = expander.run();
  Expansion expansion = expander.take();
  if (!good) expansion.value = Value::unknown(word.str());
  return expansion;
}

std::vector<Value> expand_words(const Text& word, const LookupVariable& lookup,
                                const ExpandOptions& options) {
  Expander expander(word, lookup, options);
  if (!expander.run()) return {Value::unknown(word.str())};
  return expander.take_words();
}

}  // namespace plimsoll
