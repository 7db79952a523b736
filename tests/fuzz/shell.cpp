// Any bytes are a shell text: reading them neither crashes nor reads outside, and every place that
// comes out lies in the text.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/shell/shell.h"

using plimsoll::Command;
using plimsoll::CommandList;
using plimsoll::ShellReader;
using plimsoll::ShellWord;
using plimsoll::Span;

static void check_places(const CommandList& list, std::size_t size) {
  for (const Command& command : list.commands) {
    CHECK(command.span.begin <= command.span.end && command.span.end <= size);
    CHECK(command.scope < list.scopes.size());
    CHECK(command.program_word <= command.words.size());
    for (const ShellWord& word : command.words) CHECK(command.span.contains(word.span));
    (void)plimsoll::effects_of(command);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The grammar's error recovery is slow beyond this, and finds nothing more.
  if (size > 2000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = static_cast<std::uint32_t>(size);
  ShellReader reader;
  check_places(reader.read(text, {{0, end}}), size);
  check_places(reader.read_by_tree(text, {{0, end}}), size);
  // The same bytes as two pieces with something between them.
  if (size > 2) check_places(reader.read(text, {{0, end / 3}, {end / 2, end}}), size);
  return 0;
}
