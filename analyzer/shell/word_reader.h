#pragma once

// Reads one shell word: quote removal, and where its expansions stand. Shared by both readers, so
// that a word means the same whoever found it.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/shell/script.h"

namespace plimsoll::script {

// How a reader gets at the commands of `$(...)`, backquotes, `<(...)` and `>(...)`.
class SubstitutionReader {
 public:
  virtual ~SubstitutionReader() = default;
  // `at` is the `$`, backquote, `<` or `>`. Appends what is run to `into` and returns the position
  // behind the closing bracket; no value: this reader cannot, and the word is given up.
  [[nodiscard]] virtual std::optional<std::uint32_t> substitution(std::uint32_t at,
                                                                  std::vector<Statement>& into) = 0;
};

enum class WordEnd : std::uint8_t {
  AtBlank,  // the first unquoted blank, line end or operator
  AtLimit,  // `limit`, whatever stands before it
};

// Reads the word that begins at `at` into `out` and returns its end; no value when it cannot be
// read (a quote without end, too deep, or a substitution that `reader` declines).
// `pieces`, when given, gets the ranges of the text whose bytes are `out.word.text`; then a word
// with an escape of $'...', which makes bytes that do not stand there, cannot be read.
[[nodiscard]] std::optional<std::uint32_t> read_word(std::string_view text, std::uint32_t at,
                                                     std::uint32_t limit, WordEnd end,
                                                     SubstitutionReader& reader, Word& out,
                                                     std::vector<Range>* pieces = nullptr);

// The variables and substitutions of a heredoc's body, whose quotes mean nothing.
[[nodiscard]] bool read_heredoc_body(std::string_view text, Range body, SubstitutionReader& reader,
                                     std::vector<VariableUse>& variables,
                                     std::vector<Statement>& inner);

// The length of the name (letters, digits, `_`; no digit first) at `at`; 0 if there is none.
[[nodiscard]] std::uint32_t name_length(std::string_view text, std::uint32_t at);

}  // namespace plimsoll::script
