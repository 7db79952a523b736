#pragma once

// What the shell tests share: reading a text both ways, and saying commands in one line each.

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/shell/shell.h"

namespace plimsoll {

inline std::vector<Span> whole(std::string_view text) {
  return {{0, static_cast<std::uint32_t>(text.size())}};
}

inline CommandList read_shell(std::string_view text, const ShellSetup& shell = {}) {
  ShellReader reader;
  return reader.read(text, whole(text), shell);
}

// The one command of `text` that is of interest: the first.
inline Command first_command(std::string_view text) {
  CommandList list = read_shell(text);
  REQUIRE(!list.commands.empty());
  return list.commands.front();
}

// "&& b x": the connector and the words, joined by blanks.
inline std::string line_of(const Command& command) {
  static constexpr std::string_view connectors[] = {"", "&& ", "|| ", "; ", "| ", "& "};
  std::string line(connectors[static_cast<std::size_t>(command.connector)]);
  for (const Assignment& a : command.assignments) {
    if (!a.exported) line += a.name + "=" + a.value.text + " ";
  }
  for (const ShellWord& word : command.words) line += word.text + " ";
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

inline std::vector<std::string> lines_of(const CommandList& list) {
  std::vector<std::string> lines;
  for (const Command& command : list.commands) lines.push_back(line_of(command));
  return lines;
}

}  // namespace plimsoll
