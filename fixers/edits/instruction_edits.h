#pragma once

// Edits of whole instructions: keyword, flags, arguments, place. Made from the instruction's own
// spans; inserted line ends follow the file's.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/facts.h"
#include "fixers/edits/text_edits.h"

namespace plimsoll::edits {

// The instruction's lines, whole; comments above stay. For a trigger: the ONBUILD around it.
[[nodiscard]] Edits delete_instruction(const Facts& facts, const Instruction& instruction);

// `keyword` in capitals; it is written in small letters where the old one is.
[[nodiscard]] Edits rename_keyword(const Facts& facts, const Instruction& instruction,
                                   std::string_view keyword);

// Replaces the value of `--name=...`, or adds the flag behind the keyword and the other flags.
[[nodiscard]] Edits set_flag(const Facts& facts, const Instruction& instruction,
                             std::string_view name, std::string_view value);
[[nodiscard]] Edits add_flag(const Instruction& instruction, std::string_view flag);
[[nodiscard]] Edits remove_flag(const Facts& facts, const Instruction& instruction,
                                std::string_view name);

// Puts `text` in place of all arguments; nullopt where comments or heredocs stand among them.
[[nodiscard]] Edits replace_arguments(const Instruction& instruction, std::string text);
// The same for the command of RUN, CMD, ENTRYPOINT or HEALTHCHECK, as a JSON array of `words`.
[[nodiscard]] Edits to_json_array(const Instruction& instruction, const CommandLine& command,
                                  const std::vector<std::string>& words);

// A new instruction on lines of its own: above the comments that belong to `instruction`, or below
// its last line. `text` has no line end; it takes over the indentation.
[[nodiscard]] Edits insert_above(const Facts& facts, const Instruction& instruction,
                                 std::string_view text);
[[nodiscard]] Edits insert_below(const Facts& facts, const Instruction& instruction,
                                 std::string_view text);

// `["a", "b"]` with JSON's escapes.
[[nodiscard]] std::string json_array(const std::vector<std::string>& words);
// A value for ENV, LABEL or ARG: as it is where nothing in it needs quotes, else within double
// quotes. Nothing in the value is expanded.
[[nodiscard]] std::string quoted_value(std::string_view value, char escape);
// A word for a POSIX shell: as it is, or within single quotes.
[[nodiscard]] std::string quoted_for_shell(std::string_view word);

}  // namespace plimsoll::edits
