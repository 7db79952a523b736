#pragma once

// One simple command of a shell text: what is run, with which words, and when.

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/shell/dialect.h"
#include "analyzer/shell/word.h"

namespace plimsoll {

// What stands between a command and the one before it in the same list.
enum class Connector : std::uint8_t {
  Start,       // first of its scope
  And,         // &&
  Or,          // ||
  Sequence,    // ; or a newline
  Pipe,        // | and |&
  Background,  // &: the command before runs in the background
};

// Whether a command runs whenever the whole text ends successfully.
enum class Runs : std::uint8_t { Always, Sometimes, Unknown };

// An option as written, read by its program's grammar: `-y` out of `-yq`, `-o Dpkg::x=y`, `--a=b`.
struct Option {
  std::string name;                  // with dashes, without value: "-y", "--target"
  std::optional<std::string> value;  // where it takes one
  bool value_known = true;           // nothing in the value is expanded
  bool recognised = true;            // the grammar has it
  Span span;                     // the whole word or words; for one of a cluster (`-yq`) its letter
  std::uint32_t word = 0;        // index in Command::words
  std::uint32_t value_word = 0;  // index of the word that holds the value (= word if joined)

  friend bool operator==(const Option&, const Option&) = default;
};

// A program that only starts another: `sudo`, `env`, `xargs`, `python -m`, `busybox` ...
struct Wrapper {
  std::string name;        // "python -m" for `python3 -m pip`
  std::uint32_t word = 0;  // index in Command::words

  friend bool operator==(const Wrapper&, const Wrapper&) = default;
};

struct CommandEffects;  // analyzer/shell/package.h

// Remembers what effects_of() found. A copy remembers nothing: it may be changed.
struct EffectsMemo {
  EffectsMemo() = default;
  EffectsMemo(const EffectsMemo&) {}
  EffectsMemo(EffectsMemo&&) noexcept = default;
  EffectsMemo& operator=(const EffectsMemo& other) {
    if (this != &other) found.reset();
    return *this;
  }
  EffectsMemo& operator=(EffectsMemo&&) noexcept = default;
  friend bool operator==(const EffectsMemo&, const EffectsMemo&) { return true; }

  std::shared_ptr<const CommandEffects> found;
};

struct Command {
  Span span;  // first assignment, word or redirect to the last one; no connector
  std::vector<Assignment> assignments;
  std::vector<ShellWord> words;  // all of them, wrappers included
  std::vector<Redirect> redirects;

  // The effective program. `program` is a base name ("apt-get" for `sudo /usr/bin/apt-get`), or ""
  // when it is not known (`$CMD`) or there is none (only assignments).
  std::string program;
  std::uint32_t program_word = 0;  // index in `words`; words.size() when there is none
  std::vector<Wrapper> wrappers;
  // As its grammar reads the words after the program (analyzer/shell/grammar.h).
  std::string subcommand;               // "install"; canonical where it has aliases ("i" of npm)
  std::uint32_t subcommand_word = 0;    // index in `words`; words.size() when there is none
  std::vector<Option> options;          // in order
  std::vector<std::uint32_t> operands;  // indexes in `words`: neither option, value, subcommand
  bool has_grammar = false;             // else options and operands are told by their dash alone

  Connector connector = Connector::Start;
  Span connector_span;      // of `&&`, `;` ...; empty at a start
  std::uint32_t index = 0;  // in CommandList::commands
  std::uint32_t scope = 0;  // in CommandList::scopes
  std::uint32_t pipeline_index = 0;
  std::uint32_t pipeline_length = 1;
  bool negated = false;     // `! command`
  bool background = false;  // followed by `&`
  Runs runs = Runs::Always;
  // Whether its failure makes the text fail: no for `cmd || true`, `cmd; true`, `cmd | cat`
  // (without errexit, pipefail).
  Answer failure_fails = Answer::Yes;
  ShellOptions options_in_force;
  // The directory it starts in: "" = that in which the text starts, "a/b" relative to it, or an
  // absolute path; no value = unknown. A `cd` is assumed to succeed.
  std::optional<std::string> directory = std::string();
  mutable EffectsMemo memo;  // a command list serves one thread

  [[nodiscard]] bool is(std::string_view name) const { return program == name; }
  [[nodiscard]] bool is(std::string_view name, std::string_view sub) const {
    return program == name && subcommand == sub;
  }
  // The last option with one of the names, or null.
  [[nodiscard]] const Option* option(std::initializer_list<std::string_view> names) const;
  [[nodiscard]] bool has_option(std::initializer_list<std::string_view> names) const {
    return option(names) != nullptr;
  }
  [[nodiscard]] std::size_t count_option(std::initializer_list<std::string_view> names) const;
  [[nodiscard]] bool wrapped_in(std::string_view wrapper) const;
  // The index of the last word of the subcommand ("install" of `uv pip install`), else of the
  // program; words.size() where there is neither.
  [[nodiscard]] std::uint32_t head_word() const;
  // The words of the program and of its subcommand, with what stands between.
  [[nodiscard]] Span head() const;
  // Something is on its standard input: a pipe, a file, a heredoc.
  [[nodiscard]] bool is_fed() const;
  // A word such as `$OPTIONS`, without quotes, that is no option's value: options may hide in it.
  [[nodiscard]] bool may_hide_options() const;
  // The same for a variable whose name says so: `$CURL_OPTS`, `${APT_FLAGS}`, `$@`; a `$PACKAGES`
  // or
  // `$URL` holds operands, by all appearance.
  [[nodiscard]] bool names_hidden_options() const;
  [[nodiscard]] const ShellWord& operand(std::size_t i) const { return words[operands[i]]; }
  // Every word after the program is known, and none is a glob or brace.
  [[nodiscard]] bool fully_known() const;

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace plimsoll
