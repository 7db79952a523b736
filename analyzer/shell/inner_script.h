#pragma once

#include <optional>
#include <vector>

#include "analyzer/shell/command.h"
#include "analyzer/shell/script.h"
#include "analyzer/shell/shell_text.h"

namespace plimsoll::script {

// A word of a command that is itself a shell text: of `sh -c`, `su -c`, `eval`, `trap`.
struct InnerScript {
  std::uint32_t word = 0;  // in Command::words
  ShellOptions options;
  bool same_shell = false;       // eval, trap: no new process
  bool runs_later = false;       // trap
  bool other_directory = false;  // su -: the user's home
};

[[nodiscard]] std::optional<InnerScript> inner_script_of(const Command& command);

// The source ranges of a word's text without its quotes; false when it does not stand there
// byte for byte, or holds a substitution.
[[nodiscard]] bool word_pieces(const ShellText& text, Range word, std::vector<Span>& pieces);
// The same for an element of a JSON array, with or without its quotes.
[[nodiscard]] bool json_pieces(const ShellText& text, Range element, std::vector<Span>& pieces);

}  // namespace plimsoll::script
