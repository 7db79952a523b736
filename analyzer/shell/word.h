#pragma once

// The words of a shell command, as written and as the program will get them.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/source/span.h"

namespace plimsoll {

// What names of variables are made of, behind their first letter.
[[nodiscard]] constexpr bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `$x`, `${x}`, `${x:-y}`.
struct VariableUse {
  std::string name;      // "PATH"; "1", "@", "?" for parameters of the shell
  Span span;             // of the whole expansion, in the file
  std::uint32_t at = 0;  // where the expansion stands in ShellWord::text, as written
  std::uint32_t length = 0;
  bool plain = true;         // `$x` or `${x}`: no operator
  bool has_default = false;  // `${x:-y}`, `${x-y}`, `${x:=y}`, `${x=y}`, `${x:+y}`, `${x:?y}` ...
  bool quoted = false;       // within double quotes: neither split nor globbed

  friend bool operator==(const VariableUse&, const VariableUse&) = default;
};

// Looks up a variable; no value = unknown (an unset variable is a known empty string).
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

struct ShellWord {
  Span span;         // in the file, quotes included
  std::string text;  // after quote removal; what is expanded stands as written: `pkg=${V}`, `$(id)`
  bool known = true;    // nothing in `text` is expanded: the program gets it as it is (globs apart)
  bool quoted = false;  // some of it is quoted or escaped
  bool glob = false;    // an unquoted `*`, `?` or `[`: the program may get other words
  bool brace = false;   // an unquoted `{a,b}` or `{1..9}`: several words in bash, one in sh
  bool tilde = false;   // begins with an unquoted `~`
  std::vector<VariableUse> variables;
  // Scopes (CommandList::scopes) of the `$(...)`, backquotes and `<(...)` in it, in order.
  std::vector<std::uint32_t> substitutions;

  [[nodiscard]] bool is(std::string_view literal) const { return known && text == literal; }
  // The leading bytes of `text` that are certain: all of it when known.
  [[nodiscard]] std::string_view known_prefix() const;
  // The text with its variables put in; empty optional when anything in it stays unknown.
  [[nodiscard]] std::optional<std::string> expanded(const VariableLookup& lookup) const;

  friend bool operator==(const ShellWord&, const ShellWord&) = default;
};

// `NAME=value`, before a command or alone (or after `export`, `local`, `readonly`, `declare`).
struct Assignment {
  std::string name;
  ShellWord value;  // empty text for `NAME=` and for arrays
  Span span;
  bool append = false;  // NAME+=value
  bool array = false;   // NAME=(...) or NAME[i]=...: the value is not known
  bool exported = false;

  friend bool operator==(const Assignment&, const Assignment&) = default;
};

struct Redirect {
  enum class Kind : std::uint8_t {
    Input,      // <
    Output,     // > and >|
    Append,     // >>
    ReadWrite,  // <>
    Duplicate,  // >&, <& (to a descriptor or `-`)
    Heredoc,    // << and <<-
    HereString  // <<<
  };
  Kind kind = Kind::Output;
  int descriptor = 1;  // the left side; 0 for inputs; -1 for `&>` and `&>>` (1 and 2)
  ShellWord target;    // the file, the descriptor or the here-string; the delimiter of a heredoc
  Span span;           // `2>/dev/null`; of a heredoc its opener
  Span body;           // of a heredoc: its lines without the terminator
  std::vector<VariableUse> body_variables;  // of a heredoc that is expanded

  [[nodiscard]] bool writes() const { return kind == Kind::Output || kind == Kind::Append; }
  friend bool operator==(const Redirect&, const Redirect&) = default;
};

}  // namespace plimsoll
