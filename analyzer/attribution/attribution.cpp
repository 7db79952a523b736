#include "analyzer/attribution/attribution.h"

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/attribution/alignment.h"
#include "analyzer/attribution/base_guess.h"
#include "analyzer/attribution/forms.h"

namespace plimsoll {

namespace {

using attribution::AlignInput;
using attribution::Alignment;
using attribution::changes_files;
using attribution::Forms;
using attribution::keyword_from;
using attribution::Likeness;
using attribution::Pair;

bool found(const Pair& pair) { return pair.instruction >= 0 && pair.likeness >= Likeness::Partial; }

class Attributor {
 public:
  explicit Attributor(const AttributionInput& input) : input_(input) {}

  Attribution run() {
    read_steps();
    name_makers();
    const std::size_t known_base = known_base_steps();
    const Stage* target = input_.file ? input_.file->stages->target() : nullptr;
    if (target) {
      match(*target, known_base);
    } else {
      without_file(known_base);
    }
    mark_shared();
    name_writers();
    return std::move(result_);
  }

 private:
  [[nodiscard]] const std::vector<HistoryEntry>& history() const { return input_.config->history; }

  void read_steps() {
    const auto layers = static_cast<std::size_t>(
        std::count_if(history().begin(), history().end(),
                      [](const HistoryEntry& entry) { return !entry.empty_layer; }));
    agree_ = layers == input_.layers;
    std::uint32_t layer = 0;
    result_.step_of_layer.resize(input_.layers);
    for (std::size_t i = 0; i < history().size(); ++i) {
      AttributedStep& step = result_.steps.emplace_back();
      step.step = read_history(history()[i]);
      step.history = i;
      if (!agree_ || history()[i].empty_layer) continue;
      result_.step_of_layer[layer] = static_cast<std::uint32_t>(i);
      step.layer = layer++;
    }
    if (agree_) return;
    if (!history().empty()) {
      result_.notes.push_back("history names " + std::to_string(layers) +
                              " layers, the image has " + std::to_string(input_.layers) +
                              ": which instruction made which is not known");
    }
    for (; layer < input_.layers; ++layer) {
      result_.step_of_layer[layer] = static_cast<std::uint32_t>(result_.steps.size());
      result_.steps.emplace_back().layer = layer;
    }
  }

  // Entries of buildah that read as those of docker do.
  void name_makers() {
    for (std::size_t i = 0; i < result_.steps.size(); ++i) {
      if (result_.steps[i].step.maker != HistoryMaker::Buildah) continue;
      for (std::size_t j = i + 1; j < result_.steps.size(); ++j) become_buildah(j);
      for (std::size_t j = i; j-- > 0 && become_buildah(j);) continue;
      return;
    }
  }
  bool become_buildah(std::size_t i) {
    HistoryStep& step = result_.steps[i].step;
    const bool alike =
        step.maker == HistoryMaker::Classic && (step.keyword == "RUN" || step.keyword == "COPY" ||
                                                step.keyword == "ADD" || step.keyword == "WORKDIR");
    if (alike) step.maker = HistoryMaker::Buildah;
    return alike;
  }

  // Of --base: the steps up to its last layer.
  std::size_t known_base_steps() {
    const auto& known = input_.base_diff_ids;
    if (known.empty()) return 0;
    const auto& diff_ids = input_.config->diff_ids;
    if (known.size() > diff_ids.size() || known.size() > input_.layers ||
        !std::equal(known.begin(), known.end(), diff_ids.begin())) {
      result_.notes.emplace_back("the image does not begin with the layers of the base named");
      return 0;
    }
    result_.base_known_by = BaseKnownBy::Chain;
    result_.base_layers = static_cast<std::uint32_t>(known.size());
    if (!agree_) {
      for (AttributedStep& step : result_.steps)
        step.base = step.layer && *step.layer < known.size();
      return 0;
    }
    const std::size_t above_last = result_.step_of_layer[known.size() - 1] + 1;
    return std::max(above_last, std::min(input_.base_history, history().size()));
  }

  // The instructions that make the image of a stage, from its lowest parent on; those of ONBUILD
  // where a stage sets them off.
  void find_chain(const Stage& target) {
    chain_.clear();
    const std::vector<const Stage*> stages = chain_of(target);
    root_ = stages.front();
    for (const Stage* stage : stages) {
      if (const Stage* parent = stage->parent()) {
        for (const Instruction* instruction : parent->instructions) {
          const OnBuild* onbuild = as<OnBuild>(instruction);
          if (onbuild && onbuild->trigger) chain_.push_back(onbuild->trigger.get());
        }
      }
      chain_.insert(chain_.end(), stage->instructions.begin(), stage->instructions.end());
    }
  }

  [[nodiscard]] bool from_scratch() const { return root_->base.kind == Reference::Kind::Scratch; }

  // The history beside the chain.
  [[nodiscard]] Alignment aligned(std::size_t known_base) const {
    AlignInput input;
    input.base_steps = known_base;
    input.open = known_base == 0 && !from_scratch();
    for (const AttributedStep& step : result_.steps) {
      input.steps.push_back(attribution::forms_of(step.step));
    }
    for (const Instruction* instruction : chain_) {
      input.instructions.push_back(attribution::forms_of(*instruction, *input_.file));
    }
    return align(input);
  }

  void match(const Stage& target, std::size_t known_base) {
    find_chain(target);
    const Alignment alignment = aligned(known_base);
    if (!is_plausible(alignment)) {
      if (!chain_.empty()) result_.notes.push_back(which_stage(target, known_base));
      return without_file(known_base);
    }
    for (std::size_t i = 0; i < result_.steps.size(); ++i) {
      const Pair& pair = alignment.pairs[i];
      if (pair.instruction < 0) continue;
      AttributedStep& step = result_.steps[i];
      step.instruction = chain_[static_cast<std::size_t>(pair.instruction)];
      step.certain = found(pair) && pair.unique;
      if (step.step.keyword.empty()) step.step.keyword = to_string(step.instruction->keyword);
    }
    find_missing(alignment);
    set_base(alignment, known_base);
  }

  // Another stage that the image may be of, in words.
  std::string which_stage(const Stage& target, std::size_t known_base) {
    constexpr std::size_t most_stages = 32;
    const std::vector<Stage>& stages = input_.file->stages->stages();
    std::size_t tried = 0;
    for (auto stage = stages.rbegin(); stage != stages.rend() && tried < most_stages; ++stage) {
      if (&*stage == &target) continue;
      ++tried;
      find_chain(*stage);
      if (chain_.empty() || !is_plausible(aligned(known_base))) continue;
      const std::string name = stage->name.empty() ? std::to_string(stage->index) : stage->name;
      return "the image looks like stage `" + name + "` of the Dockerfile: say --target " + name;
    }
    return "the history of the image is not that of this Dockerfile";
  }

  // A third of what changes files has to be found, else it is another file's image.
  [[nodiscard]] bool is_plausible(const Alignment& alignment) const {
    std::size_t wanted = 0;
    std::size_t seen = 0;
    bool last_of_kaniko = false;  // --single-snapshot: the last line stands for all
    const auto files = std::count_if(chain_.begin(), chain_.end(), [](const Instruction* each) {
      return changes_files(each->keyword);
    });
    for (const Instruction* each : chain_) wanted += files == 0 || changes_files(each->keyword);
    for (std::size_t i = 0; i < alignment.pairs.size(); ++i) {
      const Pair& pair = alignment.pairs[i];
      if (!found(pair)) continue;
      const auto index = static_cast<std::size_t>(pair.instruction);
      seen += files == 0 || changes_files(chain_[index]->keyword);
      last_of_kaniko = last_of_kaniko || (index + 1 == chain_.size() && result_.steps[i].layer &&
                                          result_.steps[i].step.maker == HistoryMaker::Kaniko);
    }
    return (wanted > 0 && seen * 3 >= wanted) || last_of_kaniko;
  }

  // Instructions that change files and have no entry of their own: of kaniko, the next layer may
  // hold what they did. Of others, they are new in the file.
  void find_missing(const Alignment& alignment) {
    bool lowest = true;
    bool missing = false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < alignment.pairs.size(); ++i) {
      if (alignment.pairs[i].instruction < 0) continue;
      const auto index = static_cast<std::size_t>(alignment.pairs[i].instruction);
      for (; at < index; ++at) missing = missing || changes_files(chain_[at]->keyword);
      at = index + 1;
      AttributedStep& step = result_.steps[i];
      step.shared = missing && step.step.maker == HistoryMaker::Kaniko;
      if (lowest) missing_below_ = missing && !step.shared;
      lowest = false;
      if (step.layer) missing = false;
    }
  }

  void set_base(const Alignment& alignment, std::size_t known_base) {
    std::size_t end = from_scratch() ? 0 : alignment.below;
    bool certain = known_base > 0;
    if (known_base > 0) {
      // Settings directly above the last layer are still the base's.
      for (std::size_t i = known_base; i < end; ++i) {
        if (result_.steps[i].layer) end = i;
      }
    } else if (end > 0) {
      const bool below_certain = end < result_.steps.size() && result_.steps[end].certain;
      certain = below_certain && !missing_below_ &&
                attribution::looks_like_border(result_.steps, history(), end - 1);
    }
    for (std::size_t i = 0; i < end; ++i) {
      result_.steps[i].instruction = root_->from;
      result_.steps[i].certain = certain;
    }
    const std::string name = from_scratch() ? "" : root_->base.text;
    mark_base(end, BaseKnownBy::Dockerfile, name);
    std::size_t changed = 0;
    for (const AttributedStep& step : result_.steps) {
      result_.unmatched += step.layer && !step.base && !step.instruction;
      changed += step.layer && !step.base && !step.certain;
    }
    if (changed == 0 || !agree_) return;
    result_.notes.push_back(std::to_string(changed) + (changed == 1 ? " layer is" : " layers are") +
                            " not for certain of a line of this Dockerfile: it may have been "
                            "changed since the image was built");
  }

  void without_file(std::size_t known_base) {
    if (known_base > 0) return mark_base(known_base, BaseKnownBy::Chain, annotated_name());
    const attribution::BaseGuess guess = attribution::guess_base(result_.steps, history());
    const std::string annotated = annotated_name();
    const bool said = !guess.name.empty() && guess.name == annotated;
    if (guess.steps > 0) {
      mark_base(guess.steps, said ? BaseKnownBy::Annotation : BaseKnownBy::Guess,
                annotated.empty() ? guess.name : annotated);
    } else {
      result_.base_name = annotated.empty() ? guess.name : annotated;
    }
  }

  [[nodiscard]] std::string annotated_name() const {
    if (!input_.annotations) return {};
    const auto name = input_.annotations->find("org.opencontainers.image.base.name");
    return name == input_.annotations->end() ? std::string() : name->second;
  }

  // The lowest `end` steps are the base's.
  void mark_base(std::size_t end, BaseKnownBy known_by, const std::string& name) {
    if (result_.base_known_by != BaseKnownBy::Chain && agree_) {
      result_.base_known_by = known_by;
      result_.base_layers = 0;
      for (std::size_t i = 0; i < end; ++i) result_.base_layers += result_.steps[i].layer ? 1 : 0;
    }
    result_.base_name = name;
    for (std::size_t i = 0; i < end; ++i) result_.steps[i].base = true;
  }

  // A stage of buildah is one layer, unless --layers is said: its steps are marked as empty, the
  // last one has it all. Docker marks as empty a RUN that changed nothing.
  void mark_shared() {
    std::size_t pending = 0;
    for (AttributedStep& step : result_.steps) {
      if (step.base) continue;
      if (!step.layer) {
        pending += step.step.maker == HistoryMaker::Buildah &&
                   changes_files(keyword_from(step.step.keyword));
        continue;
      }
      step.shared = step.shared || step.step.whole || pending > 0;
      pending = 0;
    }
  }

  void name_writers() {
    for (std::size_t i = 0; i < result_.steps.size(); ++i) {
      AttributedStep& step = result_.steps[i];
      if (!step.layer) continue;
      const Keyword keyword = keyword_from(step.step.keyword);
      const bool writes = changes_files(keyword) || keyword == Keyword::Workdir;
      if (!step.shared && step.certain && (writes || step.base)) step.writer = step.instruction;
      if (step.shared && !step.base) step.writer = only_writer(i);
    }
  }

  // Of a layer that several steps share, when but one of them changes files.
  [[nodiscard]] const Instruction* only_writer(std::size_t last) const {
    const AttributedStep* writer = nullptr;
    if (result_.steps[last].step.maker != HistoryMaker::Buildah) return nullptr;
    for (std::size_t i = last + 1; i-- > 0;) {
      const AttributedStep& step = result_.steps[i];
      if (step.base || (i < last && step.layer)) break;
      if (!changes_files(keyword_from(step.step.keyword))) continue;
      if (writer) return nullptr;
      writer = &step;
    }
    return writer && writer->certain ? writer->instruction : nullptr;
  }

  const AttributionInput& input_;
  Attribution result_;
  const Stage* root_ = nullptr;
  std::vector<const Instruction*> chain_;
  bool agree_ = false;          // history and layers
  bool missing_below_ = false;  // the first instructions of the file are not to be seen
};

// An instruction of the target or of a stage below it is one entry at most, and one more where an
// ONBUILD goes off.
std::size_t most_own_entries(const Dockerfile& dockerfile, const Invocation& invocation) {
  const StageGraph graph(dockerfile, invocation, [](const From& from) {
    const std::string& image = from.image.str();
    return image.find('$') == std::string::npos ? std::optional(image) : std::nullopt;
  });
  const std::size_t all = 2 * dockerfile.instructions.size();
  std::size_t count = 0;
  for (const Stage* stage = graph.target(); stage; stage = stage->parent()) {
    if (stage->base.kind == Reference::Kind::Unknown) return all;
    count += stage->instructions.size();
    const Stage* parent = stage->parent();
    if (!parent) return count;
    count += static_cast<std::size_t>(
        std::count_if(parent->instructions.begin(), parent->instructions.end(),
                      [](const Instruction* each) { return as<OnBuild>(each) != nullptr; }));
  }
  return all;
}

}  // namespace

const AttributedStep* Attribution::of_layer(std::uint32_t layer) const {
  return layer < step_of_layer.size() ? &steps[step_of_layer[layer]] : nullptr;
}

const AttributedStep* Attribution::last(std::string_view keyword) const {
  const auto step = std::find_if(steps.rbegin(), steps.rend(), [&](const AttributedStep& each) {
    return each.step.keyword == keyword;
  });
  return step == steps.rend() ? nullptr : &*step;
}

void add_recorded(const ImageConfig& config, const Dockerfile& dockerfile, Invocation& invocation) {
  if (invocation.platforms.empty() && !config.platform.architecture.empty()) {
    invocation.platforms.push_back(config.platform.to_string());
  }
  std::map<std::string, const KeyValue*, std::less<>> declared;
  for (const Arg* arg : dockerfile.all<Arg>()) {
    for (const KeyValue& name : arg->names) declared.emplace(name.key.str(), &name);
  }
  // What lies deeper is the base's. So is an entry that names what the file does not declare.
  std::size_t left = most_own_entries(dockerfile, invocation);
  std::set<std::string> seen;
  for (auto entry = config.history.rbegin(); entry != config.history.rend() && left > 0; ++entry) {
    --left;
    const auto recorded = recorded_arguments(read_history(*entry));
    const bool known = std::all_of(recorded.begin(), recorded.end(),
                                   [&](const auto& each) { return declared.contains(each.first); });
    if (!known) continue;
    for (const auto& [name, value] : recorded) {
      if (!seen.insert(name).second || value.empty() || is_platform_argument(name)) continue;
      // A default that was not overridden says it already.
      const KeyValue& arg = *declared.find(name)->second;
      if (!arg.value || arg.value->str() != value) invocation.build_args.emplace(name, value);
    }
  }
}

Attribution attribute(const AttributionInput& input) { return Attributor(input).run(); }

}  // namespace plimsoll
