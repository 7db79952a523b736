#include "builder/assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "builder/image_writer.h"

namespace plimsoll::builder {
namespace {

using lowered::Source;

bool makes_layer(const lowered::Step& step) {
  if (const auto* workdir = std::get_if<lowered::WorkdirStep>(&step.action)) {
    return workdir->path.text_or("") != "/";
  }
  return !std::holds_alternative<lowered::ConfigStep>(step.action);
}

// The stages that a step reads from.
std::vector<std::uint32_t> stages_of(const lowered::Step& step) {
  std::vector<std::uint32_t> stages;
  const auto add = [&stages](const Source& source) {
    if (source.kind == Source::Kind::Stage) stages.push_back(source.stage);
  };
  if (const auto* copy = std::get_if<lowered::CopyStep>(&step.action)) add(copy->from);
  if (const auto* run = std::get_if<lowered::RunStep>(&step.action)) {
    for (const lowered::MountStep& mount : run->mounts) add(mount.from);
  }
  return stages;
}

Result<Made> act(const Place& place) {
  if (const auto* copy = std::get_if<lowered::CopyStep>(&place.step.action)) {
    return copy_files(place, *copy);
  }
  if (const auto* run = std::get_if<lowered::RunStep>(&place.step.action)) {
    return run_command(place, *run);
  }
  return make_workdir(place, std::get<lowered::WorkdirStep>(place.step.action));
}

HistoryEntry history_entry(const lowered::Step& step, bool empty_layer, std::int64_t epoch_s) {
  HistoryEntry entry;
  entry.created = timestamp(epoch_s);
  entry.created_by = step.origin.history;
  entry.comment = "buildkit.dockerfile.v0";
  entry.empty_layer = empty_layer;
  return entry;
}

}  // namespace

bool is_of_the_world(const Error& error) {
  constexpr int codes[] = {ENOSPC, EDQUOT,    EROFS,        EIO,        ENOMEM,       EMFILE,
                           ENFILE, ETIMEDOUT, ECONNREFUSED, ECONNRESET, EHOSTUNREACH, ENETUNREACH};
  return std::find(std::begin(codes), std::end(codes), error.code) != std::end(codes);
}

Assembly::Assembly(Workbench& bench, lowered::Graph graph, Platform platform, std::string label)
    : bench_(bench),
      graph_(std::move(graph)),
      platform_(std::move(platform)),
      label_(std::move(label)),
      states_(graph_.stages.size()) {}

std::string Assembly::name_of(std::uint32_t stage, std::size_t number, std::size_t count,
                              const std::string& text) const {
  std::string place = label_;
  if (graph_.stages.size() > 1 || !graph_.stages[stage].name.empty()) {
    const std::string& name = graph_.stages[stage].name;
    if (!place.empty()) place += ' ';
    place += name.empty() ? fmt::format("stage-{}", stage) : name;
  }
  return fmt::format("[{}{}{}/{}] {}", place, place.empty() ? "" : " ", number, count, text);
}

void Assembly::add_tasks(std::vector<Task>& tasks) {
  for (std::uint32_t stage = 0; stage < graph_.stages.size(); ++stage) {
    if (graph_.stages[stage].needed) add_step_tasks(stage, tasks);
  }
}

void Assembly::add_step_tasks(std::uint32_t index, std::vector<Task>& tasks) {
  const lowered::Stage& stage = graph_.stages[index];
  StageState& state = states_[index];
  state.layers.resize(stage.steps.size());
  const std::size_t count = 1 + static_cast<std::size_t>(std::count_if(
                                    stage.steps.begin(), stage.steps.end(), makes_layer));
  std::size_t number = 1;
  const std::uint32_t from =
      bench_.events.announce(name_of(index, number, count, stage.origin.text), stage.origin.line);
  Task begin;
  if (stage.base.kind == Source::Kind::Stage) {
    begin.after.push_back(states_[stage.base.stage].last_task);
  }
  begin.run = [this, index, from] { return begin_stage(index, from); };
  state.last_task = tasks.size();
  tasks.push_back(std::move(begin));
  for (std::size_t i = 0; i < stage.steps.size(); ++i) {
    const lowered::Step& step = stage.steps[i];
    if (!makes_layer(step)) continue;
    const std::uint32_t event =
        bench_.events.announce(name_of(index, ++number, count, step.origin.text), step.origin.line);
    Task task;
    task.after.push_back(state.last_task);
    for (const std::uint32_t other : stages_of(step)) {
      task.after.push_back(states_[other].last_task);
    }
    task.run = [this, index, i, event] { return do_step(index, i, event); };
    state.last_task = tasks.size();
    tasks.push_back(std::move(task));
  }
}

void Assembly::fail(const lowered::Origin& origin, std::uint32_t event, const Error& error,
                    int exit_code) {
  const bool only_stopped = error.code == ECANCELED && bench_.stopped;
  bench_.events.end(event,
                    only_stopped ? BuildEvent::Kind::StepCancelled : BuildEvent::Kind::StepFailed,
                    error.message);
  if (only_stopped) return;
  bench_.stopped = true;
  const std::lock_guard lock(mutex_);
  // Of several steps that fail at the same time, the first in the file.
  if (failure_ && failure_->line <= origin.line) return;
  BuildFailure failure;
  failure.line = origin.line;
  failure.span = origin.span;
  failure.instruction = origin.text;
  failure.step = bench_.events.name_of(event);
  failure.error = error;
  failure.exit_code = exit_code;
  failure.of_the_world = is_of_the_world(error);
  failure_ = std::move(failure);
}

bool Assembly::begin_stage(std::uint32_t index, std::uint32_t event) {
  bench_.events.start(event);
  Result<RootFs> root = base_of(index);
  if (!root) {
    fail(graph_.stages[index].origin, event, root.error(), 0);
    return false;
  }
  states_[index].root = std::move(*root);
  bench_.events.end(event, BuildEvent::Kind::StepCached);
  return true;
}

Result<RootFs> Assembly::base_of(std::uint32_t index) {
  const lowered::Stage& stage = graph_.stages[index];
  const Platform platform = stage.platform.value_or(platform_);
  if (stage.base.kind == Source::Kind::Stage) return states_[stage.base.stage].root;
  const Result<SourceOf> source = open(stage.base, platform);
  if (!source) return tl::unexpected<Error>(source.error());
  if (source->context == nullptr) {
    if (source->image) states_[index].history = source->image->config.history;
    return source->root;
  }
  // FROM a directory: all of it is the first layer.
  lowered::CopyStep all;
  all.from = stage.base;
  all.sources.emplace_back("/");
  all.destination = Value("/");
  all.workdir = Value("/");
  int exit_code = 0;
  const lowered::Step step{stage.origin, all};
  const RootFs nothing;
  const Place place{bench_,
                    stage,
                    step,
                    nothing,
                    platform,
                    0,
                    [&](const Source& from) { return open(from, platform); },
                    exit_code};
  Result<Made> made = copy_files(place, all);
  if (!made) return tl::unexpected<Error>(made.error());
  RootFs root;
  root.add(std::move(made->layer));
  return root;
}

Result<SourceOf> Assembly::open(const Source& source, const Platform& platform) {
  SourceOf found;
  std::string reference;
  switch (source.kind) {
    case Source::Kind::Scratch:
      return found;
    case Source::Kind::Stage:
      found.root = states_[source.stage].root;
      return found;
    case Source::Kind::Context: {
      const Result<const ContextTree*> context = bench_.contexts.main();
      if (!context) return tl::unexpected<Error>(context.error());
      found.context = *context;
      return found;
    }
    case Source::Kind::NamedContext: {
      const std::string place = bench_.contexts.place_of(source.reference.text());
      if (is_directory_context(place)) {
        const Result<const ContextTree*> context = bench_.contexts.named(source.reference.text());
        if (!context) return tl::unexpected<Error>(context.error());
        found.context = *context;
        return found;
      }
      reference = image_of_place(place);
      break;
    }
    case Source::Kind::Image:
      reference = source.reference.text();
      break;
    case Source::Kind::Unknown:
      return plimsoll::failure("it is not known where the files come from");
  }
  Result<std::shared_ptr<const StoredImage>> image = bench_.images.find(reference, platform);
  if (!image) return tl::unexpected<Error>(image.error());
  Result<RootFs> root = root_of(**image);
  if (!root) return tl::unexpected<Error>(root.error());
  found.root = std::move(*root);
  found.image = std::move(*image);
  return found;
}

bool Assembly::do_step(std::uint32_t index, std::size_t number, std::uint32_t event) {
  const lowered::Stage& stage = graph_.stages[index];
  StageState& state = states_[index];
  const Platform platform = stage.platform.value_or(platform_);
  bench_.events.start(event);
  int exit_code = 0;
  const Place place{bench_,
                    stage,
                    stage.steps[number],
                    state.root,
                    platform,
                    event,
                    [&](const Source& from) { return open(from, platform); },
                    exit_code};
  Result<Made> made = act(place);
  if (!made) {
    fail(place.step.origin, event, made.error(), exit_code);
    return false;
  }
  bench_.events.end(event,
                    made->cached ? BuildEvent::Kind::StepCached : BuildEvent::Kind::StepDone);
  state.root.add(made->layer);
  state.layers[number] = std::move(made->layer);
  return true;
}

std::vector<HistoryEntry> Assembly::history_of(std::uint32_t index) const {
  std::vector<std::uint32_t> stages = {index};  // each on the next one
  while (graph_.stages[stages.back()].base.kind == Source::Kind::Stage) {
    stages.push_back(graph_.stages[stages.back()].base.stage);
  }
  std::vector<HistoryEntry> history = states_[stages.back()].history;
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    const std::vector<lowered::Step>& steps = graph_.stages[*stage].steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool empty = !states_[*stage].layers[i].has_value();
      history.push_back(history_entry(steps[i], empty, bench_.epoch_s));
    }
  }
  return history;
}

Result<BuiltImage> Assembly::finish() const {
  const lowered::Stage& target = graph_.stages[graph_.target];
  return write_image(bench_.store, target.config, states_[graph_.target].root,
                     history_of(graph_.target), bench_.options.labels, bench_.epoch_s);
}

}  // namespace plimsoll::builder
