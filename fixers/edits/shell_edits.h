#pragma once

// Edits of the shell text of a RUN. They keep the file's layout (one line, `&& \` at the end or at
// the begin of lines, `;` under errexit, heredocs), never cut a continuation or a comment, and are
// nullopt where the shell text is not fully read or the exec form leaves no room.

#include <initializer_list>
#include <string>
#include <string_view>

#include "analyzer/facts.h"
#include "fixers/edits/text_edits.h"

namespace plimsoll::edits {

// Lets `command` run after all others, if they succeed; a failure before still fails the RUN.
[[nodiscard]] Edits append_command(const Facts& facts, const Run& run, std::string_view command);
// Lets `command` run before all others.
[[nodiscard]] Edits prepend_command(const Facts& facts, const Run& run, std::string_view command);
// Lets `added` run right behind one command, if that succeeds: joined as the next command of the
// chain is, else by `&&`. nullopt in a pipeline, behind an `||`, in the background.
[[nodiscard]] Edits insert_after_command(const Facts& facts, const Run& run, const Command& command,
                                         std::string_view added);
// Takes one command out of its `&&` or `;` chain; nullopt for the only one, in a pipeline or in an
// `||`, and where comments stand beside it.
[[nodiscard]] Edits delete_command(const Facts& facts, const Run& run, const Command& command);

// An option behind the subcommand, or behind the program where there is none; in the exec form as
// an element of its own.
[[nodiscard]] Edits add_option(const Facts& facts, const Command& command, std::string_view option);
// A flag without a value by its letter: into the first cluster of letters that the command has
// (`-sSL` becomes `-fsSL`, a capital goes to its end), else as a word of its own.
[[nodiscard]] Edits add_letter(const Facts& facts, const Command& command, char letter);
// Takes every occurrence of the options out, with their values; out of a cluster (`-qy`) the
// letter.
[[nodiscard]] Edits remove_options(const Facts& facts, const Command& command,
                                   std::initializer_list<std::string_view> names);
// Another program in place of the effective one; nullopt where it is written with a path or in
// quotes of the shell's.
[[nodiscard]] Edits replace_program(const Facts& facts, const Command& command,
                                    std::string_view program);

}  // namespace plimsoll::edits
