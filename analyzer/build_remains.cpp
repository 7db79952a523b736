#include "analyzer/build_remains.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "analyzer/base/paths.h"
#include "analyzer/layer_paths.h"

namespace plimsoll {

namespace {
// A command that fills a directory beside the sources with what only the next build reads.
struct Builder {
  std::string_view program, subcommand, folder;
  std::string_view moved_by_option, moved_by_variable, or_variable;  // to another place
};
}  // namespace

static constexpr std::array builders = {
    Builder{"cargo", "build", "target", "--target-dir", "CARGO_TARGET_DIR",
            "CARGO_BUILD_TARGET_DIR"},
    Builder{"cargo", "install", "target", "--target-dir", "CARGO_TARGET_DIR",
            "CARGO_BUILD_TARGET_DIR"},
    Builder{"swift", "build", ".build", "--scratch-path", "", ""},
    Builder{"stack", "build", ".stack-work", "--work-dir", "STACK_WORK", ""},
    Builder{"stack", "install", ".stack-work", "--work-dir", "STACK_WORK", ""},
    Builder{"cabal", "build", "dist-newstyle", "--builddir", "CABAL_BUILDDIR", ""},
};

static bool is_inside(std::string_view path, std::string_view folder) {
  return path == folder ||
         (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

static bool is_word(const Command& command, std::string_view wanted) {
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const ShellWord& word) { return word.is(wanted); });
}

// Where a command of a RUN starts; nothing where that is not known.
static std::optional<std::string> directory_of(const Facts& facts, const Run& run,
                                               const Command& command) {
  if (!command.directory) return std::nullopt;
  const std::string& directory = *command.directory;
  const Value path = facts.absolute_path(run, Value(directory.empty() ? "." : directory));
  if (!path.known() || !path.text().starts_with('/')) return std::nullopt;
  return normal_path(path.text());
}

// Unknown bases may set anything; known ones are named in a table with what concerns builds.
static bool may_be_set(const Facts& facts, const Run& run, const Command& command,
                       std::string_view variable) {
  if (variable.empty()) return false;
  const Answer defined = facts.variable(run, command, variable).defined;
  return is_yes(defined) || (is_unknown(defined) && !facts.base(run).found);
}

static std::optional<BuildRemains> remains_of(const Facts& facts, const Run& run,
                                              const Command& command) {
  for (const Builder& builder : builders) {
    if (!command.is(builder.program) || command.runs != Runs::Always) continue;
    if (!command.subcommand.empty() ? command.subcommand != builder.subcommand
                                    : !is_word(command, builder.subcommand)) {
      continue;
    }
    const bool moved = command.names_hidden_options() ||
                       is_word(command, builder.moved_by_option) ||
                       command.has_option({builder.moved_by_option}) ||
                       may_be_set(facts, run, command, builder.moved_by_variable) ||
                       may_be_set(facts, run, command, builder.or_variable);
    // `cargo install app` of a registry builds in a place that it removes.
    const bool elsewhere = builder.subcommand == "install" && !is_word(command, "--path");
    const auto directory = directory_of(facts, run, command);
    if (moved || elsewhere || !directory) return std::nullopt;
    const std::string path = normal_path(*directory + "/" + std::string(builder.folder));
    if (lies_in_mount(facts, run, path)) return std::nullopt;
    return BuildRemains{&command, path};
  }
  return std::nullopt;
}

// Whether a RUN may have taken the directory, or what lies in it, away.
static bool may_remove(const Facts& facts, const Run& run, const BuildRemains& remains,
                       const Command* after) {
  if (!is_no(facts.removes(run, remains.path, after))) return true;
  const CommandList& list = facts.commands(run);
  if (list.is_opaque()) return true;
  return std::any_of(list.commands.begin(), list.commands.end(), [&](const Command& command) {
    if (after && command.index <= after->index) return false;
    if (command.subcommand == "clean" || is_word(command, "clean")) return true;
    const auto& removes = effects_of(command).removes;
    return std::any_of(removes.begin(), removes.end(), [&](const PathUse& use) {
      const Value path = facts.absolute_path(run, Value(use.path));
      return !use.known || !path.known() || is_inside(path.text(), remains.path) ||
             is_inside(remains.path, path.text());
    });
  });
}

std::optional<BuildRemains> build_remains(const Facts& facts, const Stage& stage,
                                          std::string_view folder) {
  std::vector<const Stage*> chain{&stage};
  while (chain.back()->parent() && chain.size() < max_stage_depth) {
    chain.push_back(chain.back()->parent());
  }
  std::optional<BuildRemains> found;
  for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
    for (const Instruction* instruction : (*each)->instructions) {
      const Run* run = as<Run>(instruction);
      if (!run) continue;
      if (found && may_remove(facts, *run, *found, nullptr)) found.reset();
      for (const Command& command : facts.commands(*run).commands) {
        std::optional<BuildRemains> remains = remains_of(facts, *run, command);
        if (!remains || !is_inside(remains->path, folder)) continue;
        if (!may_remove(facts, *run, *remains, &command)) found = std::move(remains);
      }
    }
  }
  return found;
}

}  // namespace plimsoll
