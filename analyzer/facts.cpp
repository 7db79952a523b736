#include "analyzer/facts.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analyzer/base/paths.h"
#include "analyzer/run_commands.h"

namespace plimsoll {

namespace {

// What the user says the shell of an unknown base image is: the settings, or the first comment
// `# hadolint shell=NAME` of the file.
std::optional<std::string> shell_told(const SourceFile& source, const Dockerfile& dockerfile,
                                      const Settings& settings) {
  if (settings.shell) return settings.shell;
  for (const Comment& comment : dockerfile.comments) {
    std::string_view text = source.at(comment.span);
    const auto take = [&](std::string_view word) {
      text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
      if (!text.starts_with(word)) return false;
      text.remove_prefix(word.size());
      return true;
    };
    if (!take("#") || !take("hadolint") || !take("shell") || !take("=")) continue;
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return std::string(text.substr(0, text.find_first_of(" \t\r")));
  }
  return std::nullopt;
}

}  // namespace

struct FactsState {
  FactsState(const SourceFile& source, const Dockerfile& dockerfile, const Settings& settings)
      : values(dockerfile, settings.invocation, shell_told(source, dockerfile, settings)) {}

  Values values;
  std::optional<StageGraph> graph;
  std::optional<std::vector<Placed<Instruction>>> placed;
  std::unordered_map<const Instruction*, std::unique_ptr<CommandList>> commands;
  std::unordered_map<const Instruction*, std::vector<ExpandedWord>> expansions;
  ShellReader* reader = nullptr;  // the caller's, or our own
  std::optional<ShellReader> own_reader;
  BaseFacts no_base;
};

Facts::Facts(const SourceFile& file, const Dockerfile& parsed, const Settings& told,
             const BuildContext* build_context, ShellReader* shell_reader)
    : source(file),
      dockerfile(parsed),
      settings(told),
      context(build_context),
      state_(std::make_unique<FactsState>(file, parsed, told)) {
  state_->reader = shell_reader;
}

Facts::~Facts() = default;

const std::vector<Placed<Instruction>>& Facts::placed() const {
  if (state_->placed) return *state_->placed;
  std::vector<Placed<Instruction>>& all = state_->placed.emplace();
  all.reserve(dockerfile.instructions.size());
  for (const auto& instruction : dockerfile.instructions) {
    const Stage* here = stage(*instruction);
    all.push_back({instruction.get(), here, nullptr});
    const OnBuild* onbuild = as<OnBuild>(instruction.get());
    if (onbuild && onbuild->trigger) all.push_back({onbuild->trigger.get(), here, onbuild});
  }
  return all;
}

const StageGraph& Facts::graph() const {
  if (!state_->graph) {
    state_->graph.emplace(dockerfile, settings.invocation,
                          [&](const From& from) -> std::optional<std::string> {
                            const Value image = state_->values.expand_from(from).value;
                            if (!image.known()) return std::nullopt;
                            return image.text();
                          });
    state_->values.attach(*state_->graph);
  }
  return *state_->graph;
}

const Stage* Facts::stage(const Instruction& instruction) const {
  return graph().stage_of(instruction);
}

bool Facts::ships(const Instruction& instruction) const { return graph().ships(instruction); }

const BaseFacts& Facts::base(const Stage& stage) const { return values().base(stage); }

const BaseFacts& Facts::base(const Instruction& instruction) const {
  const Stage* here = stage(instruction);
  return here ? base(*here) : state_->no_base;
}

const Values& Facts::values() const {
  (void)graph();
  return state_->values;
}

State Facts::before(const Instruction& instruction) const { return values().before(instruction); }

State Facts::at_end(const Stage& stage) const { return values().at_end(stage); }

Value Facts::value(const Instruction& instruction, const Text& text) const {
  return values().expand_in(instruction, text).value;
}

const std::vector<ExpandedWord>& Facts::expansions(const Instruction& instruction) const {
  const auto [found, added] = state_->expansions.try_emplace(&instruction);
  if (!added) return found->second;
  std::vector<ExpandedWord> words = values().expansions(instruction);
  for (const Heredoc& heredoc : instruction.heredocs) {
    const bool copied = instruction.keyword == Keyword::Copy || instruction.keyword == Keyword::Add;
    if (!copied || !heredoc.expand) continue;
    const Environment environment = before(instruction).env;
    const Text body(std::string(source.at(heredoc.body)), heredoc.body.begin);
    Expansion expansion =
        expand(body, [&](std::string_view name) { return environment.lookup(name); },
               {.keep_quotes = true});
    words.push_back({nullptr, heredoc.body, std::move(expansion)});
  }
  found->second = std::move(words);
  return found->second;
}

const CommandList& Facts::commands(const Instruction& instruction) const {
  std::unique_ptr<CommandList>& slot = state_->commands[&instruction];
  if (slot) return *slot;
  if (!state_->reader) state_->reader = &state_->own_reader.emplace();
  slot = std::make_unique<CommandList>(
      read_commands(source, instruction, before(instruction).shell, *state_->reader));
  return *slot;
}

Value Facts::home(const Instruction& instruction) const {
  const State state = before(instruction);
  const Lookup set = state.env.lookup("HOME");
  if (is_yes(set.defined)) return set.value;
  const bool root = is_yes(state.user.root()) && !state.user.set_by;
  const bool named_root = is_yes(state.user.user.equals("root"));
  const bool numbered_root = is_yes(state.user.user.equals("0"));
  if (root || named_root || numbered_root) return Value("/root");
  return Value::unknown("HOME");
}

Value Facts::absolute_path(const Instruction& instruction, const Value& path) const {
  const Answer rooted = path.starts_with("/");
  if (is_unknown(rooted)) return Value::unknown(path.display());
  if (is_yes(rooted)) return path.known() ? Value(normal_path(path.text())) : path;
  if (path.prefix() == "~" || path.prefix().starts_with("~/")) {
    const Value folder = home(instruction);
    if (!folder.known() || !path.known()) return Value::unknown(path.display());
    return Value(normal_path(folder.text() + path.text().substr(1)));
  }
  Value whole = before(instruction).workdir.path;
  whole.append("/");
  whole.append(path);
  return whole.known() ? Value(normal_path(whole.text())) : whole;
}

namespace {

bool holds(std::string_view folder, std::string_view path) {
  return path == folder || folder == "/" ||
         (path.starts_with(folder) && path[folder.size()] == '/');
}

}  // namespace

Value Facts::mount_target(const Run& run, const Mount& mount) const {
  const MountField* field = mount.field({"target", "dst", "destination"});
  if (!field || !field->value) return Value();
  return absolute_path(run, values().expand_field(run, *field).value);
}

Answer Facts::mounts_over(const Run& run, std::string_view path) const {
  // What a build mounts by itself: nothing below it is ever in a layer.
  for (const std::string_view own : {"/dev/shm", "/proc", "/sys"}) {
    if (holds(own, path)) return Answer::Yes;
  }
  Answer answer = Answer::No;
  for (const Mount& mount : run.mounts) {
    if (mount.type() != "cache" && mount.type() != "tmpfs") continue;
    answer = either(answer, mount_holds(run, mount, path));
  }
  return answer;
}

const Mount* Facts::mount_over(const Run& run, std::string_view path) const {
  for (const Mount& mount : run.mounts) {
    const bool kind = mount.type() == "cache" || mount.type() == "tmpfs";
    if (kind && is_yes(mount_holds(run, mount, path))) return &mount;
  }
  return nullptr;
}

Answer Facts::mount_holds(const Run& run, const Mount& mount, std::string_view path) const {
  const Value target = mount_target(run, mount);
  const Value wanted = absolute_path(run, Value(std::string(path)));
  if (target.pieces().empty()) return Answer::No;
  if (!target.known()) {
    // "/root/.cache/${X}" cannot hold "/var/lib/apt".
    const std::string_view begin = target.prefix();
    const bool apart = wanted.known() && !wanted.text().starts_with(begin);
    return apart ? Answer::No : Answer::Unknown;
  }
  if (!wanted.known()) return Answer::Unknown;
  return answer(holds(target.text(), wanted.text()));
}

}  // namespace plimsoll
