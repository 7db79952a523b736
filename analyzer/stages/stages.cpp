#include "analyzer/stages/stages.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analyzer/dockerfile/letter_case.h"

namespace plimsoll {

namespace {

// What strconv.Atoi reads as a number.
std::optional<std::int64_t> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

// Triggers too.
const Instruction& inner(const Instruction& instruction) {
  const OnBuild* onbuild = as<OnBuild>(instruction);
  return onbuild && onbuild->trigger ? *onbuild->trigger : instruction;
}

}  // namespace

StageGraph::StageGraph(const Dockerfile& dockerfile, const Invocation& invocation,
                       const ExpandFrom& expand)
    : invocation_(invocation) {
  collect_stages(dockerfile, expand);
  for (Stage& stage : stages_) {
    for (const Instruction* instruction : stage.instructions) {
      const Instruction& typed = inner(*instruction);
      const std::size_t before = edges_.size();
      collect_edges(typed, stage);
      for (std::size_t i = before; i < edges_.size(); ++i) {
        edges_[i].in_trigger = &typed != instruction;
      }
    }
  }
  for (Stage& stage : stages_) need_triggers(stage);
  find_target();
  mark_uses();
  find_cycles();
}

void StageGraph::collect_stages(const Dockerfile& dockerfile, const ExpandFrom& expand) {
  std::size_t count = 0;
  for (const auto& instruction : dockerfile.instructions) {
    if (as<From>(instruction.get())) ++count;
  }
  stages_.reserve(count);  // pointers to stages stay valid
  stage_at_.reserve(dockerfile.instructions.size());
  for (const auto& instruction : dockerfile.instructions) {
    if (const From* from = as<From>(instruction.get())) {
      Stage& stage = stages_.emplace_back();
      stage.index = static_cast<std::uint32_t>(stages_.size() - 1);
      stage.from = from;
      stage.name = from->stage_name;
      stage.base = resolve_from(*from, expand);
      if (!stage.name.empty()) by_name_[stage.name] = stage.index;
    } else if (!stages_.empty()) {
      stages_.back().instructions.push_back(instruction.get());
    }
    stage_at_.push_back(static_cast<std::int32_t>(stages_.size()) - 1);
  }
}

bool StageGraph::is_named_context(std::string_view name) const {
  const auto& names = invocation_.named_contexts;
  return std::any_of(names.begin(), names.end(), [&](const std::string& context) {
    return lower_case(context) == lower_case(name);
  });
}

// Only the stages before this one are in by_name_ yet.
Reference StageGraph::resolve_from(const From& from, const ExpandFrom& expand) const {
  Reference reference;
  reference.text = from.image.str();
  reference.where = from.image.span();
  const std::optional<std::string> image = expand(from);
  if (!image || image->empty()) return reference;
  reference.text = *image;
  if (const auto found = by_name_.find(lower_case(*image)); found != by_name_.end()) {
    reference.kind = Reference::Kind::Stage;
    reference.stage = &stages_[found->second];
  } else if (is_named_context(*image)) {
    reference.kind = Reference::Kind::NamedContext;
  } else {
    reference.kind = *image == "scratch" ? Reference::Kind::Scratch : Reference::Kind::Image;
  }
  return reference;
}

Reference StageGraph::resolve(std::string_view text, Span where, const Stage& by) const {
  Reference reference;
  reference.text = std::string(text);
  reference.where = where;
  if (text.find('$') != std::string_view::npos) return reference;
  const auto found = by_name_.find(lower_case(text));
  if (const auto number = number_in(text)) {
    reference.kind = Reference::Kind::MissingIndex;
    if (*number < 0 || *number >= static_cast<std::int64_t>(stages_.size())) return reference;
    reference.stage = &stages_[static_cast<std::size_t>(*number)];
  } else if (found != by_name_.end()) {
    reference.stage = &stages_[found->second];
  } else {
    reference.kind =
        is_named_context(text) ? Reference::Kind::NamedContext : Reference::Kind::Image;
    return reference;
  }
  reference.kind = reference.stage->index < by.index    ? Reference::Kind::Stage
                   : reference.stage->index == by.index ? Reference::Kind::Self
                                                        : Reference::Kind::LaterStage;
  return reference;
}

void StageGraph::add_edge(Edge edge, Stage& by) {
  if (edge.to.stage) by.needs.push_back(edge.to.stage->index);
  edges_.push_back(std::move(edge));
}

void StageGraph::collect_edges(const Instruction& instruction, Stage& by) {
  if (const Copy* copy = as<Copy>(instruction)) {
    const Flag* from = copy->keyword == Keyword::Copy ? copy->from() : nullptr;
    if (!from || !from->value || from->value->empty()) return;
    add_edge({&by, copy, nullptr, resolve(from->value->str(), from->value->span(), by)}, by);
  } else if (const Run* run = as<Run>(instruction)) {
    for (const Mount& mount : run->mounts) {
      const MountField* from = mount.field({"from"});
      if (!from || !from->value || from->value->empty()) continue;
      add_edge({&by, run, &mount, resolve(*from->value, from->span, by)}, by);
    }
  }
}

// The triggers of the stage below run in this one, so what they copy from is needed here.
void StageGraph::need_triggers(Stage& stage) {
  if (!stage.parent()) return;
  for (const Instruction* instruction : stage.parent()->instructions) {
    const OnBuild* onbuild = as<OnBuild>(instruction);
    const Edge* copied = onbuild && onbuild->trigger ? edge(*onbuild->trigger) : nullptr;
    if (copied && copied->to.stage) stage.needs.push_back(copied->to.stage->index);
  }
}

void StageGraph::find_target() {
  if (stages_.empty()) return;
  if (!invocation_.target) {
    target_ = &stages_.back();
    return;
  }
  target_ = named(*invocation_.target);
  const auto number = number_in(*invocation_.target);
  if (!target_ && number && *number >= 0 && *number < static_cast<std::int64_t>(stages_.size())) {
    target_ = &stages_[static_cast<std::size_t>(*number)];
  }
}

void StageGraph::mark_uses() {
  feeds_.assign(stages_.size(), false);
  if (!target_) return;
  // A worklist each: what the target needs, and what can put files into it.
  std::vector<std::uint32_t> queue{target_->index};
  stages_[target_->index].use = Use::Builds;
  while (!queue.empty()) {
    const Stage& stage = stages_[queue.back()];
    queue.pop_back();
    const auto need = [&](std::uint32_t index) {
      if (stages_[index].use != Use::Unused) return;
      stages_[index].use = Use::Builds;
      queue.push_back(index);
    };
    if (stage.parent()) need(stage.parent()->index);
    for (const std::uint32_t index : stage.needs) need(index);
  }
  for (const Stage* stage = target_; stage; stage = stage->parent()) {
    stages_[stage->index].use = Use::Ships;
  }
  std::vector<std::vector<std::uint32_t>> copies(stages_.size());
  for (const Edge& edge : edges_) {
    if (!edge.mount && edge.to.stage) copies[edge.by->index].push_back(edge.to.stage->index);
  }
  queue.push_back(target_->index);
  feeds_[target_->index] = true;
  while (!queue.empty()) {
    const Stage& stage = stages_[queue.back()];
    queue.pop_back();
    const auto feed = [&](std::uint32_t index) {
      if (feeds_[index]) return;
      feeds_[index] = true;
      queue.push_back(index);
    };
    if (stage.parent()) feed(stage.parent()->index);
    for (const std::uint32_t index : copies[stage.index]) feed(index);
  }
}

// FROM points backwards, so a cycle needs an edge to the stage itself or to a later one. Without
// one there is nothing to look for; with one, what can be reached both ways is peeled out: stages
// that need nothing unresolved are taken away until nothing changes, then those needed by nothing.
void StageGraph::find_cycles() {
  const auto forward = [](const Edge& e) {
    return e.to.kind == Reference::Kind::Self || e.to.kind == Reference::Kind::LaterStage;
  };
  if (std::none_of(edges_.begin(), edges_.end(), forward)) return;
  const std::size_t count = stages_.size();
  std::vector<std::vector<std::uint32_t>> needs(count);
  std::vector<std::vector<std::uint32_t>> needed_by(count);
  for (const Stage& stage : stages_) {
    needs[stage.index] = stage.needs;
    if (stage.parent()) needs[stage.index].push_back(stage.parent()->index);
    for (const std::uint32_t to : needs[stage.index]) needed_by[to].push_back(stage.index);
  }
  std::vector<bool> gone(count, false);
  const auto peel = [&](const std::vector<std::vector<std::uint32_t>>& out,
                        const std::vector<std::vector<std::uint32_t>>& in) {
    std::vector<std::size_t> degree(count, 0);
    std::vector<std::uint32_t> queue;
    for (std::uint32_t i = 0; i < count; ++i) {
      for (const std::uint32_t to : out[i]) degree[i] += gone[to] ? 0u : 1u;
      if (!gone[i] && degree[i] == 0) queue.push_back(i);
    }
    while (!queue.empty()) {
      const std::uint32_t at = queue.back();
      queue.pop_back();
      gone[at] = true;
      for (const std::uint32_t from : in[at]) {
        if (!gone[from] && --degree[from] == 0) queue.push_back(from);
      }
    }
  };
  peel(needs, needed_by);
  peel(needed_by, needs);
  for (const Stage& stage : stages_) {
    if (!gone[stage.index]) on_cycle_.push_back(&stage);
  }
}

const Edge* StageGraph::edge(const Instruction& instruction, const Mount* mount) const {
  const auto found = std::lower_bound(
      edges_.begin(), edges_.end(), instruction.index,
      [](const Edge& e, std::uint32_t index) { return e.instruction->index < index; });
  for (auto it = found; it != edges_.end() && it->instruction->index == instruction.index; ++it) {
    if (it->mount == mount) return &*it;
  }
  return nullptr;
}

const Stage* StageGraph::stage_of(const Instruction& instruction) const {
  if (instruction.index >= stage_at_.size()) return nullptr;
  const std::int32_t at = stage_at_[instruction.index];
  return at < 0 ? nullptr : &stages_[static_cast<std::size_t>(at)];
}

const Stage* StageGraph::named(std::string_view name) const {
  const auto found = by_name_.find(lower_case(name));
  return found == by_name_.end() ? nullptr : &stages_[found->second];
}

bool StageGraph::ships(const Instruction& instruction) const {
  const Stage* stage = stage_of(instruction);
  return stage && stage->ships();
}

bool StageGraph::feeds_image(const Stage& stage) const { return feeds_[stage.index]; }

std::vector<const Stage*> StageGraph::with_descendants(const Stage& stage) const {
  std::vector<bool> below(stages_.size(), false);
  std::vector<const Stage*> found;
  below[stage.index] = true;
  for (std::size_t i = stage.index; i < stages_.size(); ++i) {
    if (stages_[i].parent() && below[stages_[i].parent()->index]) below[i] = true;
    if (below[i]) found.push_back(&stages_[i]);
  }
  return found;
}

std::vector<const Stage*> chain_of(const Stage& stage) {
  std::vector<const Stage*> chain;
  for (const Stage* at = &stage; at && chain.size() < max_stage_depth; at = at->parent()) {
    chain.push_back(at);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<const Instruction*> chain_instructions(const Stage& stage) {
  std::vector<const Instruction*> all;
  for (const Stage* each : chain_of(stage)) {
    all.insert(all.end(), each->instructions.begin(), each->instructions.end());
  }
  return all;
}

}  // namespace plimsoll
