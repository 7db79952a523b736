// From a Dockerfile to its graph.
//
// BuildKit goes through a file four times, and so do we: (1) each FROM, with the global arguments
// alone, says what its stage stands on; (2) each `COPY --from=` and mount says what its stage
// needs, and a circle is refused, in stages that nothing needs too; (3) from the target on, what is
// needed is collected - here bases are asked for, since the triggers (ONBUILD) of a base are
// instructions of the stage on top of it, and may need further stages; (4) the needed stages run,
// in file order, over their states.
//
// Example: `FROM a AS b` with `ONBUILD COPY --from=tools /x /x` in a. (3) reaches b, finds its base
// a, reads a's triggers as if each were a file of its own, and so reaches `tools`, which has to
// stand above b. In (4) the COPY is the first step of b; in a it is one line of the configuration.
//
// Rejected: to lower on top of analyzer/values, which answers what holds at any point of a file.
// It speaks of instructions, and one instruction of a trigger stands in many stages.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "analyzer/lowered/interpreter.h"

namespace plimsoll::lowered {

namespace {

constexpr std::size_t max_steps = std::size_t{1} << 18;  // triggers multiply them
constexpr std::string_view trigger_prefix = "FROM scratch\n";

// The text of an ONBUILD, read as a file.
struct TriggerText {
  std::unique_ptr<SourceFile> source;
  Dockerfile dockerfile;
  const Instruction* instruction = nullptr;  // null: refused
};

struct Trigger {
  const TriggerText* text = nullptr;
  Origin origin;
};

struct Preparation {
  bool needed = false;
  bool known = false;  // `base` is
  ImageConfig base;
  std::vector<Trigger> triggers;
};

Platform no_platform() {
  Platform platform;
  platform.os.clear();
  return platform;
}

// A COPY or a mount that takes from another stage.
struct Need {
  std::uint32_t stage;
  std::uint32_t line;
  Span where;
};

class Lowering {
 public:
  Lowering(const SourceFile& source, const Dockerfile& dockerfile, const Options& options)
      : source_(source),
        dockerfile_(dockerfile),
        options_(options),
        file_(dockerfile, options, graph_.refused),
        shared_{source, file_, options, graph_.refused} {}

  Graph run();

 private:
  [[nodiscard]] const std::vector<FileStage>& stages() const { return file_.stages(); }
  void collect_needs();
  void add_needs(std::uint32_t stage, const Instruction& instruction);
  void add_need(std::uint32_t stage, std::uint32_t line, Span where, StageFile::Answer answer);
  [[nodiscard]] std::optional<std::uint32_t> edge(std::uint32_t stage, std::size_t index) const;
  void refuse_circle(const std::vector<std::uint32_t>& members);
  void refuse_circles();
  void need(std::uint32_t first);
  void prepare(std::uint32_t stage);
  void ask_for_base(std::uint32_t stage);
  void add_trigger(std::uint32_t stage, const std::string& text, Origin origin);
  [[nodiscard]] const TriggerText& trigger_text(const std::string& text);
  void lower_stage(std::uint32_t stage);
  void set_epoch();
  void refuse(std::uint32_t line, Span where, std::string message) {
    graph_.refused.push_back({line, where, std::move(message)});
  }

  const SourceFile& source_;
  const Dockerfile& dockerfile_;
  const Options& options_;
  Graph graph_;
  StageFile file_;
  Interpreter::Shared shared_;
  std::vector<std::vector<Need>> needs_;  // by COPY and mounts
  // Names that mean nothing; a stage that runs says it itself.
  std::vector<std::pair<std::uint32_t, Refused>> unused_refusals_;
  std::vector<Preparation> prepared_;
  std::vector<std::unique_ptr<StageState>> states_;
  std::map<std::string, TriggerText> trigger_texts_;
  std::vector<std::uint32_t> queue_;
  std::size_t steps_ = 0;
};

Origin origin_of(const Instruction& instruction) {
  Origin origin;
  origin.line = instruction.first_line;
  origin.span = instruction.span;
  return origin;
}

void Lowering::add_need(std::uint32_t stage, std::uint32_t line, Span where,
                        StageFile::Answer answer) {
  if (!answer.source) {
    unused_refusals_.push_back({stage, {line, where, std::move(answer.refusal)}});
  } else if (answer.source->kind == Source::Kind::Stage) {
    needs_[stage].push_back({answer.source->stage, line, where});
  }
}

void Lowering::add_needs(std::uint32_t stage, const Instruction& instruction) {
  const std::uint32_t line = instruction.first_line;
  if (const Copy* copy = as<Copy>(instruction)) {
    const Flag* from = copy->keyword == Keyword::Copy ? copy->from() : nullptr;
    if (!from || !from->value || from->value->empty()) return;
    add_need(stage, line, from->span, file_.copied_from(*from->value));
  } else if (const Run* run = as<Run>(instruction)) {
    for (const Mount& mount : run->mounts) {
      const MountField* from = mount.field({"from"});
      if (!from || !from->value || from->value->empty()) continue;
      add_need(stage, line, mount.span, file_.mounted_from(*from->value));
    }
  }
}

void Lowering::collect_needs() {
  needs_.resize(stages().size());
  for (std::uint32_t i = 0; i < stages().size(); ++i) {
    for (const Instruction* instruction : stages()[i].instructions) {
      add_needs(i, *instruction);
    }
  }
}

std::optional<std::uint32_t> Lowering::edge(std::uint32_t stage, std::size_t index) const {
  const std::vector<Need>& needs = needs_[stage];
  if (index < needs.size()) return needs[index].stage;
  return index == needs.size() ? stages()[stage].parent() : std::nullopt;
}

// A component of several stages, or a stage that needs itself: refused where a file is first taken
// from one of them for another. (FROM alone makes no circle: it points upwards.)
void Lowering::refuse_circle(const std::vector<std::uint32_t>& members) {
  const auto is_member = [&](std::uint32_t stage) {
    return std::find(members.begin(), members.end(), stage) != members.end();
  };
  const Need* first = nullptr;
  std::uint32_t whose = 0;
  for (const std::uint32_t member : members) {
    for (const Need& need : needs_[member]) {
      if (!is_member(need.stage) || (first && first->line <= need.line)) continue;
      first = &need;
      whose = member;
    }
  }
  if (!first) return;
  refuse(first->line, first->where,
         fmt::format("stage {} needs itself{}: take files only from stages above",
                     file_.display_name(whose), members.size() > 1 ? ", by way of others" : ""));
}

// Tarjan's components, without recursion; each that is a circle is refused once.
void Lowering::refuse_circles() {
  struct Visit {
    std::uint32_t stage;
    std::size_t next;
  };
  constexpr std::uint32_t unseen = 0xFFFFFFFF;
  const std::size_t count = stages().size();
  std::vector<std::uint32_t> number(count, unseen);
  std::vector<std::uint32_t> low(count, 0);
  std::vector<bool> open(count, false);
  std::vector<std::uint32_t> stack;
  std::uint32_t counter = 0;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (number[root] != unseen) continue;
    std::vector<Visit> path{{root, 0}};
    while (!path.empty()) {
      Visit& at = path.back();
      if (at.next == 0) {
        number[at.stage] = low[at.stage] = counter++;
        stack.push_back(at.stage);
        open[at.stage] = true;
      }
      if (const auto next = edge(at.stage, at.next)) {
        const std::uint32_t to = *next;
        ++at.next;
        if (number[to] == unseen) {
          path.push_back({to, 0});
        } else if (open[to]) {
          low[at.stage] = std::min(low[at.stage], number[to]);
        }
        continue;
      }
      const std::uint32_t done = at.stage;
      path.pop_back();
      if (!path.empty()) {
        low[path.back().stage] = std::min(low[path.back().stage], low[done]);
      }
      if (low[done] != number[done]) continue;
      std::vector<std::uint32_t> members;
      do {
        members.push_back(stack.back());
        stack.pop_back();
        open[members.back()] = false;
      } while (members.back() != done);
      refuse_circle(members);
    }
  }
}

const TriggerText& Lowering::trigger_text(const std::string& text) {
  const auto [at, added] = trigger_texts_.try_emplace(text);
  TriggerText& trigger = at->second;
  if (!added) return trigger;
  trigger.source = std::make_unique<SourceFile>("ONBUILD", std::string(trigger_prefix) + text);
  trigger.dockerfile = parse_dockerfile(*trigger.source);
  const auto& instructions = trigger.dockerfile.instructions;
  const bool forbidden = instructions.size() == 2 &&
                         (as<From>(instructions[1].get()) || as<OnBuild>(instructions[1].get()) ||
                          as<Maintainer>(instructions[1].get()));
  if (instructions.size() == 2 && !trigger.dockerfile.refusal() && !forbidden) {
    trigger.instruction = instructions[1].get();
  }
  return trigger;
}

void Lowering::add_trigger(std::uint32_t stage, const std::string& text, Origin origin) {
  const TriggerText& trigger = trigger_text(text);
  if (!trigger.instruction) {
    refuse(origin.line, origin.span,
           fmt::format("the trigger `{}` is not one instruction that ONBUILD may hold",
                       std::string_view(text).substr(0, 80)));
    return;
  }
  add_needs(stage, *trigger.instruction);
  prepared_[stage].triggers.push_back({&trigger, std::move(origin)});
}

void Lowering::ask_for_base(std::uint32_t stage) {
  const FileStage& file = stages()[stage];
  Preparation& prepared = prepared_[stage];
  if (file.base.kind == Source::Kind::Scratch) {
    prepared.known = file.platform.has_value();
    prepared.base = empty_config(file.platform.value_or(no_platform()));
    prepared.known = true;
    return;
  }
  const bool asked =
      file.base.kind == Source::Kind::Image || file.base.kind == Source::Kind::NamedContext;
  if (!asked || !options_.find_base || !file.platform || !file.base.reference.known()) return;
  Result<std::optional<ImageConfig>> found = options_.find_base(file.base, *file.platform);
  if (!found) {
    refuse(file.from->first_line, file.from->image.span(), found.error().message);
    return;
  }
  if (!*found) return;
  prepared.known = true;
  prepared.base = std::move(**found);
  if (file.replaced) return;  // its triggers do not run, as nothing of the stage does
  for (const std::string& text : prepared.base.on_build) {
    Origin origin = origin_of(*file.from);
    origin.from_base = true;
    add_trigger(stage, text, std::move(origin));
  }
}

void Lowering::prepare(std::uint32_t stage) {
  const FileStage& file = stages()[stage];
  const std::optional<std::uint32_t> parent = file.parent();
  if (!parent) return ask_for_base(stage);
  if (file.replaced) return;
  for (const Instruction* instruction : stages()[*parent].instructions) {
    const OnBuild* on_build = as<OnBuild>(instruction);
    if (!on_build || on_build->broken) continue;
    add_trigger(stage, trigger_of(*on_build, source_), origin_of(*on_build));
  }
}

// What the target needs: the stage below, what it copies from, what its triggers copy from.
void Lowering::need(std::uint32_t first) {
  const auto want = [&](std::uint32_t stage) {
    if (prepared_[stage].needed) return;
    prepared_[stage].needed = true;
    queue_.push_back(stage);
  };
  want(first);
  while (!queue_.empty()) {
    const std::uint32_t stage = queue_.back();
    queue_.pop_back();
    prepare(stage);
    if (const auto parent = stages()[stage].parent()) want(*parent);
    for (const Need& other : needs_[stage]) want(other.stage);
  }
}

void Lowering::lower_stage(std::uint32_t index) {
  const FileStage& file = stages()[index];
  Preparation& prepared = prepared_[index];
  Stage& stage = graph_.stages[index];
  auto state = std::make_unique<StageState>(dockerfile_.escape);
  if (const auto parent = file.parent()) {
    if (!states_[*parent]) return;  // refused
    *state = *states_[*parent];
    state->begin_child();
    shared_.variables += state->scope.size();
  } else if (prepared.known) {
    state->begin(std::move(prepared.base));
  } else {
    state->begin_unknown();
  }
  stage.needed = true;
  Interpreter interpreter(shared_, *state, stage, index);
  steps_ += prepared.triggers.size() + file.instructions.size();
  if (steps_ > max_steps) {
    return refuse(file.from->first_line, file.from->span,
                  fmt::format("the file has more than {} steps, triggers counted", max_steps));
  }
  if (!file.replaced) {
    for (Trigger& trigger : prepared.triggers) {
      interpreter.step(*trigger.text->source, *trigger.text->instruction,
                       std::move(trigger.origin));
    }
    for (const Instruction* instruction : file.instructions) {
      interpreter.step(source_, *instruction, origin_of(*instruction));
    }
  }
  state->finish(stage);
  states_[index] = std::move(state);
}

void Lowering::set_epoch() {
  const Value* epoch = file_.globals().find("SOURCE_DATE_EPOCH");
  const auto given = options_.invocation.build_args.find("SOURCE_DATE_EPOCH");
  if (given != options_.invocation.build_args.end()) {
    graph_.source_date_epoch = Value(given->second);
  } else if (epoch) {
    graph_.source_date_epoch = *epoch;
  }
}

Graph Lowering::run() {
  for (const FileStage& file : stages()) {
    Stage& stage = graph_.stages.emplace_back();
    stage.name = file.name;
    stage.origin = origin_of(*file.from);
    stage.origin.text = "FROM " + file.from->image.str();
    stage.base = file.base;
    stage.platform = file.platform;
    stage.platform_text = file.platform_text;
  }
  collect_needs();
  refuse_circles();
  prepared_.resize(stages().size());
  states_.resize(stages().size());
  set_epoch();
  if (stages().empty()) {
    refuse(1, {}, "the file has no FROM: begin a stage with one, FROM scratch if with nothing");
  }
  if (file_.target()) {
    graph_.target = *file_.target();
    need(graph_.target);
    for (std::uint32_t i = 0; options_.all_stages && i < stages().size(); ++i) need(i);
    for (std::uint32_t i = 0; i < stages().size(); ++i) {
      if (prepared_[i].needed) lower_stage(i);
    }
    // A platform that is asked for is the image's, whatever the base says of itself.
    if (!options_.invocation.platforms.empty() && options_.platform_known) {
      graph_.stages[graph_.target].config.platform = options_.target_platform;
    }
  }
  for (auto& [stage, refused] : unused_refusals_) {
    if (!prepared_[stage].needed || stages()[stage].replaced) {
      graph_.refused.push_back(std::move(refused));
    }
  }
  std::stable_sort(graph_.refused.begin(), graph_.refused.end(),
                   [](const Refused& a, const Refused& b) { return a.span < b.span; });
  return std::move(graph_);
}

}  // namespace

Graph lower(const SourceFile& source, const Dockerfile& dockerfile, const Options& options) {
  return Lowering(source, dockerfile, options).run();
}

}  // namespace plimsoll::lowered
