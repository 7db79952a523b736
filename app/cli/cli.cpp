#include "app/cli/cli.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "app/cli/commands.h"
#include "app/cli/session.h"
#include "app/cli/visible.h"

namespace plimsoll::app {
namespace {

void help_command(Session& session) {
  std::string name;
  for (const std::string& word : session.line.operands) name += (name.empty() ? "" : " ") + word;
  Command about = session.line.command;
  if (!name.empty()) {
    const auto spec = std::find_if(command_table().begin(), command_table().end(),
                                   [&](const CommandSpec& each) { return each.name == name; });
    if (spec == command_table().end()) {
      return session.fail(
          "", fmt::format("there is no command `{}`\n  see `plimsoll help`", visible(name)));
    }
    about = spec->command;
  }
  session.print(help_text(about));
}

void completions_command(Session& session) {
  const std::vector<std::string>& shells = session.line.operands;
  const std::string script = shells.size() == 1 ? completion_script(shells.front()) : "";
  if (script.empty()) {
    return session.fail("", "name one shell\n  plimsoll completions bash, zsh or fish");
  }
  session.print(script);
}

void dispatch(Session& session) {
  if (session.line.has(FlagId::Version) || session.line.command == Command::Version) {
    return session.print(fmt::format("plimsoll {}\n", version()));
  }
  if (session.line.has(FlagId::Help)) return session.print(help_text(session.line.command));
  const CommandSpec& spec = spec_of(session.line.command);
  if (spec.operands.empty() && !session.line.operands.empty()) {
    return session.fail(
        "", fmt::format("`plimsoll {0}` takes no `{1}`\n  see `plimsoll {0} --help`", spec.name,
                        visible(session.line.operands.front())));
  }
  switch (session.line.command) {
    case Command::Lint:
      return lint_command(session);
    case Command::Fix:
      return fix_command(session);
    case Command::Parse:
      return parse_command(session);
    case Command::Image:
      return image_command(session);
    case Command::Build:
      return build_command(session);
    case Command::Pull:
      return pull_command(session);
    case Command::Push:
      return push_command(session);
    case Command::StoreLs:
      return store_ls_command(session);
    case Command::StoreHistory:
      return store_history_command(session);
    case Command::StoreInspect:
      return store_inspect_command(session);
    case Command::StoreLoad:
      return store_load_command(session);
    case Command::StoreSave:
      return store_save_command(session);
    case Command::StoreImport:
      return store_import_command(session);
    case Command::StoreExport:
      return store_export_command(session);
    case Command::StoreTag:
      return store_tag_command(session);
    case Command::StoreRm:
      return store_rm_command(session);
    case Command::StorePrune:
      return store_prune_command(session);
    case Command::IndexCreate:
      return index_create_command(session);
    case Command::Rules:
      return rules_command(session);
    case Command::Explain:
      return explain_command(session);
    case Command::Init:
      return init_command(session);
    case Command::Migrate:
      return migrate_command(session);
    case Command::Doctor:
      return doctor_command(session);
    case Command::Completions:
      return completions_command(session);
    case Command::Store:
    case Command::Index:
    case Command::Version:
    case Command::Help:
      return help_command(session);
  }
}

}  // namespace

ExitCode run(Host& host, std::span<const std::string> arguments) {
  Result<CommandLine> line = parse_command_line(arguments, [&host](const std::string& path) {
    const Result<FileStatus> status = host.status(path);
    return status && status->kind != FileKind::Missing;
  });
  if (!line) {
    Session session(host, CommandLine{});
    session.fail("", line.error().message);
    return session.exit_code();
  }
  Session session(host, std::move(*line));
  dispatch(session);
  // A reader that has seen enough (`| head`) is no failure; a full disk is.
  if (!session.flush() || host.out_error().code != 0) {
    const Error error = host.out_error();
    if (error.code != EPIPE) {
      session.fail("", fmt::format("cannot write to standard output: {}", error.message));
    }
  }
  return session.exit_code();
}

}  // namespace plimsoll::app
