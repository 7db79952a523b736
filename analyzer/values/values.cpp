#include "analyzer/values/values.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/dockerfile/nearest.h"
#include "analyzer/values/stage_values.h"

namespace plimsoll {

namespace {

// The last definition before `position` in this one stage.
const Variable* last_definition(const StageValues& values, std::string_view name, Position position,
                                bool env_only) {
  const auto found = values.variables.find(name);
  if (found == values.variables.end()) return nullptr;
  const Changes<Variable>& changes = found->second;
  auto after = std::lower_bound(changes.begin(), changes.end(), position,
                                [](const auto& change, Position p) { return change.first < p; });
  while (after != changes.begin()) {
    --after;
    if (!env_only || after->second.is_env()) return &after->second;
  }
  return nullptr;
}

const Variable* find_upwards(const StageValues* values, std::string_view name, Position position,
                             bool env_only) {
  for (; values; values = values->parent, position = end_position) {
    if (const Variable* found = last_definition(*values, name, position, env_only)) return found;
  }
  return nullptr;
}

// A reference whose tag may have holes, written `*`; nothing where the repository has one.
std::optional<ImageReference> image_with_holes(const Value& value) {
  constexpr std::string_view hole = "0HOLE0";  // a tag may hold it, a repository may not
  std::string text;
  for (const Piece& piece : value.pieces())
    text += piece.hole ? hole : std::string_view(piece.text);
  std::optional<ImageReference> image = parse_image_reference(text);
  if (!image || image->registry.find(hole) != std::string::npos) return std::nullopt;
  for (std::size_t at; (at = image->tag.find(hole)) != std::string::npos;) {
    image->tag.replace(at, hole.size(), "*");
  }
  return image;
}

}  // namespace

Answer UserState::root() const {
  if (!set_by && user.pieces().empty()) return Answer::Unknown;
  if (is_yes(user.empty()) || is_yes(user.equals("root")) || is_yes(user.equals("0"))) {
    return Answer::Yes;
  }
  const bool possible = !is_no(user.equals("root")) || !is_no(user.equals("0"));
  return possible ? Answer::Unknown : Answer::No;
}

Answer ShellState::pipefail() const {
  return argv.empty() ? Answer::Unknown : setup.options.pipefail;
}

Answer ShellState::errexit() const {
  return argv.empty() ? Answer::Unknown : setup.options.errexit;
}

// At the start of a stage, ENV of the stage below stands over its ARGs, whatever came last there.
const Variable* Environment::find(std::string_view name) const {
  if (const Variable* here = last_definition(*stage_, name, position_, false)) return here;
  if (const Variable* env = find_upwards(stage_->parent, name, end_position, true)) return env;
  return find_upwards(stage_->parent, name, end_position, false);
}

const Variable* Environment::find_env(std::string_view name) const {
  return find_upwards(stage_, name, position_, true);
}

bool Environment::complete() const { return !stage_->stage || stage_->base->env_complete; }

Answer Environment::defined(std::string_view name) const { return lookup(name).defined; }

Lookup Environment::lookup(std::string_view name) const {
  Lookup result;
  const Variable* variable = find(name);
  if (variable && variable->origin != Variable::Origin::UnsetArg) {
    result.defined = Answer::Yes;
    result.value = variable->value;
  } else if (variable) {
    result.unset_by_default = true;
    result.defined = arguments_complete_ ? Answer::No : Answer::Unknown;
    if (!arguments_complete_) result.value = variable->value;
  } else if (stage_->stage && !stage_->base->surely_lacks(name)) {
    result.defined = Answer::Unknown;
    result.value = Value::unknown(std::string(name));
  }
  return result;
}

std::vector<const Variable*> Environment::all() const {
  std::map<std::string_view, const Variable*> found;
  for (const StageValues* values = stage_; values; values = values->parent) {
    for (const auto& [name, changes] : values->variables) {
      if (found.contains(name)) continue;
      if (const Variable* variable = find(name)) found.emplace(name, variable);
    }
  }
  std::vector<const Variable*> sorted;
  sorted.reserve(found.size());
  for (const auto& [name, variable] : found) sorted.push_back(variable);
  return sorted;
}

std::string Environment::nearest(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Variable* variable : all()) names.push_back(variable->name);
  return std::string(plimsoll::nearest(name, names));
}

struct Values::Impl {
  Impl(const Dockerfile& file, const Invocation& given, std::optional<std::string> shell)
      : dockerfile(file), invocation(given), default_shell(std::move(shell)) {}

  const StageValues& globals();
  const StageValues& of(const Stage& stage);
  void start(StageValues& values, const Stage& stage);

  const Dockerfile& dockerfile;
  const Invocation& invocation;
  std::optional<std::string> default_shell;
  const StageGraph* graph = nullptr;
  std::unique_ptr<StageValues> global;
  std::vector<std::unique_ptr<StageValues>> stages;  // by index; null = not computed yet
  BaseFacts no_base;
};

const StageValues& Values::Impl::globals() {
  if (!global) {
    global = std::make_unique<StageValues>();
    global->users.emplace_back(0, UserState());
    global->workdirs.emplace_back(0, WorkdirState());
    global->shells.emplace_back(0, ShellState());
    compute_globals(*global, dockerfile, invocation);
  }
  return *global;
}

// What holds at the first instruction: the end of the stage below, or the base image.
void Values::Impl::start(StageValues& values, const Stage& stage) {
  const auto lookup = [&](std::string_view name) {
    return Environment(globals(), end_position, invocation.complete).lookup(name);
  };
  values.stage = &stage;
  const Stage* below = stage.parent();
  const StageValues* parent = below ? stages[below->index].get() : nullptr;
  if (parent && parent->depth < max_stage_depth) {
    values.parent = parent;
    values.depth = parent->depth + 1;
    values.base = parent->base;
    values.windows = parent->windows;
    values.platform = parent->platform;
    values.users.emplace_back(0, parent->users.back().second);
    values.workdirs.emplace_back(0, parent->workdirs.back().second);
    values.shells.emplace_back(0, parent->shells.back().second);
    return;
  }
  if (stage.base.kind == Reference::Kind::Scratch) {
    values.own_base = scratch_base();
  } else if (stage.base.kind == Reference::Kind::Image) {
    if (const auto image = parse_image_reference(stage.base.text))
      values.own_base = lookup_base(*image);
  } else if (stage.base.kind == Reference::Kind::Unknown) {
    const Expansion image = expand(stage.from->image, lookup, {dockerfile.escape});
    if (const auto pattern = image_with_holes(image.value)) values.own_base = lookup_base(*pattern);
  }
  const Flag* platform = stage.from->platform();
  if (platform && platform->value) {
    values.platform = expand(*platform->value, lookup, {dockerfile.escape}).value;
  } else if (!invocation.platforms.empty() || !invocation.build_args.empty()) {
    values.platform = lookup("TARGETPLATFORM").value;
  } else {
    values.platform = Value::unknown("TARGETPLATFORM");
  }
  const BaseFacts& base = values.own_base;
  values.windows = base.os == OsFamily::Windows || values.platform.prefix().starts_with("windows");
  UserState user;
  user.text = user.user = base.user ? Value(*base.user) : Value::unknown("USER");
  values.users.emplace_back(0, std::move(user));
  WorkdirState workdir;
  workdir.set = base.workdir ? answer(!base.workdir->empty()) : Answer::Unknown;
  workdir.path = !base.workdir ? Value::unknown("WORKDIR")
                               : Value(base.workdir->empty() ? std::string("/") : *base.workdir);
  values.workdirs.emplace_back(0, std::move(workdir));
  values.shells.emplace_back(0, default_shell_of(values, dockerfile.escape, default_shell));
}

const StageValues& Values::Impl::of(const Stage& stage) {
  CHECK(graph);
  std::vector<const Stage*> missing;
  for (const Stage* s = &stage; s && !stages[s->index]; s = s->parent()) missing.push_back(s);
  for (; !missing.empty(); missing.pop_back()) {
    const Stage& next = *missing.back();
    auto values = std::make_unique<StageValues>();
    start(*values, next);
    const GlobalScope scope = [this]() -> const StageValues& { return globals(); };
    compute_stage(*values, scope, invocation, dockerfile.escape);
    stages[next.index] = std::move(values);
  }
  return *stages[stage.index];
}

Values::Values(const Dockerfile& dockerfile, const Invocation& invocation,
               std::optional<std::string> default_shell)
    : impl_(std::make_unique<Impl>(dockerfile, invocation, std::move(default_shell))) {}

Values::~Values() = default;

void Values::attach(const StageGraph& graph) {
  impl_->graph = &graph;
  impl_->stages.resize(graph.stages().size());
}

char Values::escape() const { return impl_->dockerfile.escape; }

Environment Values::globals() const {
  return Environment(impl_->globals(), end_position, impl_->invocation.complete);
}

Expansion Values::expand_from(const From& from) const { return expand_in(from, from.image); }

State Values::before(const Instruction& instruction) const {
  CHECK(impl_->graph);
  const Stage* stage = as<From>(instruction) ? nullptr : impl_->graph->stage_of(instruction);
  const StageValues& values = stage ? impl_->of(*stage) : impl_->globals();
  const Position position = position_of(instruction.index);
  return State{last_before(values.users, position), last_before(values.workdirs, position),
               last_before(values.shells, position), values.platform,
               Environment(values, position, impl_->invocation.complete)};
}

State Values::at_end(const Stage& stage) const {
  const StageValues& values = impl_->of(stage);
  return State{values.users.back().second, values.workdirs.back().second,
               values.shells.back().second, values.platform,
               Environment(values, end_position, impl_->invocation.complete)};
}

const BaseFacts& Values::base(const Stage& stage) const { return *impl_->of(stage).base; }

Environment Values::environment_for(const Instruction& instruction, const Text* text) const {
  const bool in_globals =
      as<From>(instruction) || !impl_->graph || !impl_->graph->stage_of(instruction);
  const StageValues& values =
      in_globals ? impl_->globals() : impl_->of(*impl_->graph->stage_of(instruction));
  Position position = position_of(instruction.index);
  if (as<From>(instruction)) position = end_position;
  if (const Arg* arg = as<Arg>(instruction)) {  // a name sees the names before it
    for (const KeyValue& pair : arg->names) {
      ++position;
      if (text && pair.value && &*pair.value == text) break;
    }
  }
  return Environment(values, position, impl_->invocation.complete);
}

}  // namespace plimsoll
