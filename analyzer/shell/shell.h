#pragma once

// The layer's door: shell text in, CommandList out.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/shell/command_list.h"
#include "analyzer/shell/dialect.h"
#include "analyzer/source/span.h"

namespace plimsoll {

// Limits. Beyond them a text is opaque; time is linear in the text below them.
inline constexpr std::uint32_t max_shell_text_bytes = 1U << 20;
inline constexpr std::uint32_t max_shell_nesting = 64;

// One element of an exec form: as the program gets it, and its place, with or without the JSON
// quotes.
struct ExecWord {
  std::string text;
  Span span;
};

// Reads shell texts. Make one for each Dockerfile: it keeps a parser between calls (so it is not
// for two threads at once) and its patience with texts that are no shell is limited (so what it
// says depends on what it has read before).
class ShellReader {
 public:
  ShellReader();
  ~ShellReader();
  ShellReader(ShellReader&&) noexcept;
  ShellReader& operator=(ShellReader&&) noexcept;

  // `pieces`: ascending ranges of `source` which, joined, are the text as the shell gets it
  // (Text::pieces()). For a heredoc on a command (`RUN cat <<EOF >x`) they hold the command line,
  // its line end, the body and the terminator; for `RUN <<EOF` the body alone, whose `#!` line
  // names the interpreter. All spans of the result are offsets in `source`, and the result owns
  // its strings. Never fails: see CommandList::opaque.
  [[nodiscard]] CommandList read(std::string_view source, const std::vector<Span>& pieces,
                                 const ShellSetup& shell = {});

  // An exec form, its words in ascending order of their places: one command without a shell; but of
  // `["bash", "-c", "a && b"]` the commands of the script, as `read` would give them. A script with
  // a JSON escape such as `\n`, which makes bytes that do not stand in the file, is opaque.
  [[nodiscard]] CommandList read_exec(std::string_view source, const std::vector<ExecWord>& argv);

  // As `read` by the full grammar alone, without the fast path: for tests and measurements.
  [[nodiscard]] CommandList read_by_tree(std::string_view source, const std::vector<Span>& pieces,
                                         const ShellSetup& shell = {});

  // How many texts the fast path and the full grammar have read so far.
  struct Counts {
    std::size_t fast = 0;
    std::size_t tree = 0;
  };
  [[nodiscard]] Counts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll
