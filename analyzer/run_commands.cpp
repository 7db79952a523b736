#include "analyzer/run_commands.h"

#include <algorithm>
#include <string_view>

namespace plimsoll {

namespace {

const CommandLine* command_line_of(const Instruction& instruction) {
  if (const Run* run = as<Run>(instruction)) return &run->command;
  if (const Cmd* cmd = as<Cmd>(instruction)) return &cmd->command;
  if (const Entrypoint* entrypoint = as<Entrypoint>(instruction)) return &entrypoint->command;
  const Healthcheck* check = as<Healthcheck>(instruction);
  return check && !check->none ? &check->command : nullptr;
}

// The lines of a body, without the leading tabs where `<<-` cuts them.
std::vector<Span> body_pieces(const SourceFile& source, const Heredoc& heredoc) {
  if (!heredoc.chomp) return {heredoc.body};
  std::vector<Span> pieces;
  const std::string_view bytes = source.bytes();
  for (std::uint32_t at = heredoc.body.begin; at < heredoc.body.end;) {
    const std::size_t newline = bytes.find('\n', at);
    const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(
        newline == std::string_view::npos ? heredoc.body.end : newline + 1, heredoc.body.end));
    while (at < end && bytes[at] == '\t') ++at;
    if (at < end) pieces.push_back({at, end});
    at = end;
  }
  return pieces;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

CommandList read_shell_form(const SourceFile& source, const Instruction& instruction,
                            const CommandLine& line, const ShellState& shell, ShellReader& reader) {
  ShellSetup setup = shell.setup;
  if (shell.argv.empty()) setup.dialect = Dialect::Other;
  const std::vector<Heredoc>& heredocs = instruction.heredocs;
  if (heredocs.size() == 1 && trimmed(line.shell.str()) == source.at(heredocs.front().opener)) {
    const std::vector<Span> pieces = body_pieces(source, heredocs.front());
    std::string_view body = source.at(heredocs.front().body);
    if (!pieces.empty()) body.remove_prefix(pieces.front().begin - heredocs.front().body.begin);
    return reader.read(source.bytes(), pieces, shell_from_shebang(body, setup));
  }
  std::vector<Span> pieces = line.shell.pieces();
  for (const Heredoc& heredoc : heredocs) {  // from the line end before the body
    const std::uint32_t end =
        heredoc.terminator.empty() ? heredoc.body.end : heredoc.terminator.end;
    // The body of one that never ends holds those behind it, which then have none of their own.
    const std::uint32_t before = pieces.empty() ? 0 : pieces.back().end;
    const std::uint32_t begin = std::max(before, std::max(heredoc.body.begin, 1u) - 1);
    if (begin < end) pieces.push_back({begin, end});
  }
  return reader.read(source.bytes(), pieces, setup);
}

CommandList read_exec_form(const SourceFile& source, const CommandLine& line, ShellReader& reader) {
  std::vector<ExecWord> words;
  for (const Text& element : line.argv) words.push_back({element.str(), element.span()});
  CommandList list = reader.read_exec(source.bytes(), words);
  list.span = line.span;
  return list;
}

}  // namespace

CommandList read_commands(const SourceFile& source, const Instruction& instruction,
                          const ShellState& shell, ShellReader& reader) {
  const CommandLine* line = command_line_of(instruction);
  if (!line) return {};
  if (line->form == Form::Exec) return read_exec_form(source, *line, reader);
  return read_shell_form(source, instruction, *line, shell, reader);
}

}  // namespace plimsoll
