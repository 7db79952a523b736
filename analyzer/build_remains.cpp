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
  std::string_view workspace;  // in a directory above: the folder lies beside that; empty: never
};
}  // namespace

static constexpr std::array builders = {
    Builder{"cargo", "build", "target", "--target-dir", "CARGO_TARGET_DIR",
            "CARGO_BUILD_TARGET_DIR", "Cargo.toml"},
    Builder{"cargo", "install", "target", "--target-dir", "CARGO_TARGET_DIR",
            "CARGO_BUILD_TARGET_DIR", "Cargo.toml"},
    Builder{"swift", "build", ".build", "--scratch-path", "", "", ""},
    Builder{"stack", "build", ".stack-work", "--work-dir", "STACK_WORK", "", "stack.yaml"},
    Builder{"stack", "install", ".stack-work", "--work-dir", "STACK_WORK", "", "stack.yaml"},
    Builder{"cabal", "build", "dist-newstyle", "--builddir", "CABAL_BUILDDIR", "", "cabal.project"},
};

static bool is_inside(std::string_view path, std::string_view folder) {
  return path == folder ||
         (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

// Not the directory itself.
static bool is_above(std::string_view folder, std::string_view path) {
  return path != folder && (folder == "/" || is_inside(path, folder));
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

// `../target/release/server`, `/app/target` where the crate is /app/server.
static bool names_folder_above(std::string_view text, std::string_view crate,
                               std::string_view folder) {
  const std::string name = "/" + std::string(folder);
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::string_view front = text.substr(0, at);
    if (front.ends_with("..")) return true;
    if (text.starts_with('/') && is_above(front.empty() ? "/" : front, crate)) return true;
  }
  return false;
}

static bool copies_above(const Facts& facts, const Copy& copy, std::string_view crate,
                         std::string_view workspace) {
  const Value to = facts.absolute_path(copy, facts.value(copy, copy.destination));
  if (!to.known()) return true;
  const auto paths = layer_paths(facts, copy).writes;
  return std::any_of(paths.begin(), paths.end(), [&](const PathTouch& touch) {
    if (touch.recursive) return is_above(touch.path, crate);
    const bool names_it = touch.glob || file_name(touch.path) == workspace;
    return names_it && is_above(parent_path(touch.path), crate);
  });
}

// Whether the crate may be a member of a workspace: then the folder lies beside the workspace's own
// file, in a directory above. Told by what is copied or unpacked there, and by who names the
// folder.
static bool may_be_member(const Facts& facts, const Stage& stage, const BuildRemains& remains) {
  const auto* const builder =
      std::find_if(builders.begin(), builders.end(),
                   [&](const Builder& each) { return each.folder == file_name(remains.path); });
  if (builder == builders.end() || builder->workspace.empty()) return false;
  const std::string crate = parent_path(remains.path);
  for (const Instruction* each : chain_instructions(stage)) {
    const Copy* copy = as<Copy>(each);
    if (copy && copies_above(facts, *copy, crate, builder->workspace)) return true;
    const Run* run = as<Run>(each);
    if (!run) continue;
    for (const Command& command : facts.commands(*run).commands) {
      for (const ShellWord& word : command.words) {
        if (names_folder_above(word.text, crate, builder->folder)) return true;
      }
      for (const PathUse& use : effects_of(command).writes) {
        const Value path = facts.absolute_path(*run, Value(use.path));
        const bool fills = use.recursive && use.known && path.known();
        if (fills && is_above(normal_path(path.text()), crate)) return true;
      }
    }
  }
  return std::any_of(
      facts.graph().edges().begin(), facts.graph().edges().end(), [&](const Edge& edge) {
        const Copy* copy = as<Copy>(edge.instruction);
        if (!copy || edge.to.stage != &stage) return false;
        return std::any_of(copy->sources.begin(), copy->sources.end(), [&](const Text& source) {
          return names_folder_above(facts.value(*copy, source).text_or(""), crate, builder->folder);
        });
      });
}

// `cargo build --manifest-path server/Cargo.toml`, `cargo install --path server`.
static bool builds_elsewhere(const Builder& builder, const Command& command) {
  for (const ShellWord& word : command.words) {
    if (word.text.starts_with("--manifest-path") || word.text.starts_with("--package-path")) {
      return true;
    }
    if (word.text.starts_with("--path=") && word.text != "--path=.") return true;
  }
  // Without it `cargo install app` builds what a registry has, in a place that it removes.
  if (builder.subcommand != "install") return false;
  for (std::size_t i = 0; i + 1 < command.words.size(); ++i) {
    if (command.words[i].is("--path")) return !command.words[i + 1].is(".");
  }
  return !is_word(command, "--path=.");
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
    const auto directory = directory_of(facts, run, command);
    if (moved || builds_elsewhere(builder, command) || !directory) return std::nullopt;
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
  std::optional<BuildRemains> found;
  for (const Instruction* instruction : chain_instructions(stage)) {
    const Run* run = as<Run>(instruction);
    if (!run) continue;
    if (found && may_remove(facts, *run, *found, nullptr)) found.reset();
    for (const Command& command : facts.commands(*run).commands) {
      std::optional<BuildRemains> remains = remains_of(facts, *run, command);
      if (!remains || !is_inside(remains->path, folder)) continue;
      if (!may_remove(facts, *run, *remains, &command)) found = std::move(remains);
    }
  }
  if (found && may_be_member(facts, stage, *found)) found.reset();
  return found;
}

}  // namespace plimsoll
