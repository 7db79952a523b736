#pragma once

// BuildKit's word expansion: `$x`, `${x}`, the modifiers, quotes and escapes, with values that may
// be unknown.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/text.h"
#include "analyzer/values/value.h"

namespace plimsoll {

// One `$x` or `${x...}` in a word. `span` is the whole reference, `name_span` the name alone.
struct VariableRef {
  std::string name;
  std::string modifier;  // "", ":-", "-", ":+", "+", ":?", "?", "#", "##", "%", "%%", "/", "//"
  Span span;
  Span name_span;
  Answer defined = Answer::Unknown;
};

// Why BuildKit refuses a word.
struct ExpansionProblem {
  enum class Kind : std::uint8_t {
    ModifierUnsupported,  // `${x^^}`, `${x:1:2}`, `${!x}`
    BracketUnterminated,  // `${x`
    NameEmpty,            // `${}`
    ModifierMissing,      // `${x:}`
    QuoteUnterminated,
    RequiredUnset,  // `${x:?message}` with x surely unset: detail is the message
    BadPattern,
    TooDeep  // nesting beyond the limit
  };
  Kind kind = Kind::ModifierUnsupported;
  Span where;
  std::string subject;  // the modifier or the variable's name
  std::string detail;
};

struct Expansion {
  Value value;
  std::vector<VariableRef> uses;  // in order, nested ones included
  std::vector<ExpansionProblem> problems;
};

// One word of an instruction, expanded. `text` belongs to the instruction; it is null for the body
// of a heredoc and the field of a mount.
struct ExpandedWord {
  const Text* text = nullptr;
  Span span;
  Expansion expansion;
};

// What a variable is. A surely unset variable is `defined == No`. An ARG that nobody has given a
// value is `unset_by_default`: a hole where its text is wanted, unset where a modifier asks, so
// that `${VERSION:-3}` reads "3" as a default of ARG would.
struct Lookup {
  Answer defined = Answer::No;
  Value value;
  bool unset_by_default = false;
};
using LookupVariable = std::function<Lookup(std::string_view name)>;

struct ExpandOptions {
  char escape = '\\';
  bool keep_quotes = false;  // heredoc bodies: quotes and escapes are ordinary text
};

// Whether expansion would change nothing in `text`: no `$`, quote, escape or byte beyond ASCII.
[[nodiscard]] bool is_plain_word(std::string_view text, char escape);

// Expands one word to one text. Bounded: nesting deeper than max_expansion_depth is a problem.
[[nodiscard]] Expansion expand(const Text& word, const LookupVariable& lookup,
                               const ExpandOptions& options = {});
// The same, then split at blanks outside quotes, as EXPOSE is read.
[[nodiscard]] std::vector<Value> expand_words(const Text& word, const LookupVariable& lookup,
                                              const ExpandOptions& options = {});
inline constexpr int max_expansion_depth = 64;
// Values of variables beyond this, in one word, stay holes: `ENV A=$A$A` doubles.
inline constexpr std::size_t max_expanded_bytes = std::size_t{1} << 16;

}  // namespace plimsoll
