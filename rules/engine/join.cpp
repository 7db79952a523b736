#include "rules/engine/join.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "analyzer/base/amounts.h"
#include "analyzer/base/glob.h"
#include "analyzer/facts.h"

// Three jobs, in this order.
//
// Measuring. A finding of the Dockerfile whose preferred fix says what it would remove
// (Effects::removes) is about files of the layer that its instruction made. Where that layer is
// known for certain and was read to its end, the bytes below those paths are counted: they become
// the finding's cost, in place of an estimate (in a layer of several instructions, only where one
// of them is spoken of). Where there are none, a finding about size is left out: what it feared did
// not happen (a mirror without lists, a cache that the base has turned off).
//
// Joining. A rule that looks at both says one thing twice: at the line, and at the line that the
// layer leads to. They are one finding: the Dockerfile's place, words and fixes, the image's bytes
// and layers. Findings meet when the place of each is a place of the other, its own or a related
// one: `rm` two layers further up is reported where it is written, the bytes where they came from.
//
// Cause and evidence. Two rules may tell one fault by its two ends: the line that writes a secret
// to a file, and the secret in the file. At one instruction the second is a word beside the first.

namespace plimsoll::rules {

namespace {

constexpr std::size_t most_related = 12;
constexpr std::size_t most_globs = 64;

// `a{b,c}d` is `abd` and `acd`.
void add_expanded(const std::string& glob, std::vector<std::string>& out) {
  const std::size_t open = glob.find('{');
  const std::size_t close = glob.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos || out.size() >= most_globs) {
    out.push_back(glob);
    return;
  }
  for (std::size_t at = open + 1; at <= close;) {
    const std::size_t end = std::min(glob.find(',', at), close);
    add_expanded(glob.substr(0, open) + glob.substr(at, end - at) + glob.substr(close + 1), out);
    at = end + 1;
  }
}

// Paths of a layer, as a fix names them.
class PathSet {
 public:
  PathSet(const image::ImageTree& tree, const std::vector<std::string>& globs) {
    for (const std::string& glob : globs) add_expanded(glob, globs_);
    const std::size_t written = globs_.size();
    for (std::size_t i = 0; i < written; ++i) add_resolved(tree, globs_[i]);
  }

  // Whether it says anything: `**` is every file there is.
  [[nodiscard]] bool tells() const {
    return !globs_.empty() && std::none_of(globs_.begin(), globs_.end(), [](const auto& glob) {
      return glob == "**" || glob == "/**";
    });
  }
  [[nodiscard]] bool has(std::string_view clean_path) const {
    return std::any_of(globs_.begin(), globs_.end(), [&](const std::string& glob) {
      return clean_path.starts_with(certain_part(glob)) && glob_matches(glob, clean_path, false);
    });
  }

 private:
  static std::size_t wild_part(std::string_view glob) {
    return std::min(glob.find_first_of("*?[\\"), glob.size());
  }
  // What every path of it begins with: a name that is whole, unless it ends the pattern.
  static std::string_view certain_part(std::string_view glob) {
    if (!glob.starts_with('/')) return {};
    return glob.substr(1, glob.substr(0, wild_part(glob)).rfind('/'));
  }

  // The same directory by its own name, where a link leads to it (/var/run is /run).
  void add_resolved(const image::ImageTree& tree, const std::string& glob) {
    const std::size_t slash = glob.substr(0, wild_part(glob)).rfind('/');
    if (slash == std::string::npos || slash == 0 || glob[0] != '/') return;
    const image::PathId folder = tree.resolve(glob.substr(0, slash));
    if (folder == image::no_path) return;
    const std::string resolved = "/" + tree.paths().path(folder) + glob.substr(slash);
    if (resolved != glob) globs_.push_back(resolved);
  }

  std::vector<std::string> globs_;
};

struct Measured {
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;  // of all kinds but directories
  image::EntryRef biggest;
};

// Where the files of an instruction are.
struct Held {
  std::vector<std::uint32_t> layers;
  bool alone = true;  // no other instruction wrote into them
};

// A rule about lines, and those about layers that show what comes of it.
constexpr std::string_view cause = "secret-flow-to-layer";
constexpr std::array<std::string_view, 2> evidence{"secret-file-in-image",
                                                   "secret-in-deleted-layer"};

bool is_evidence(RuleIndex rule) {
  const std::string_view name = all_rules()[rule]->name;
  return std::find(evidence.begin(), evidence.end(), name) != evidence.end();
}

class Joiner {
 public:
  Joiner(const ImageFacts& facts, std::vector<Raised>& raised) : facts_(facts), raised_(raised) {
    std::vector<std::uint32_t> pending;  // instructions that go into the next layer
    for (const AttributedStep& step : facts.attribution.steps) {
      if (step.base) continue;
      if (step.layer && step.writer) held_[step.writer->index].layers.push_back(*step.layer);
      if (step.instruction && step.certain) pending.push_back(step.instruction->index);
      if (!step.layer) continue;
      if (step.shared && !step.writer && step.step.maker == HistoryMaker::Buildah) {
        for (const std::uint32_t each : pending) held_[each] = {{*step.layer}, false};
      }
      pending.clear();
    }
  }

  void run() {
    for (const Raised& raised : raised_) {
      if (const Held* held = held_by(raised)) ++speaking_[{raised.rule, held->layers.front()}];
    }
    std::vector<Raised> kept;
    for (Raised& raised : raised_) {
      if (raised.of_image || measure(raised)) kept.push_back(std::move(raised));
    }
    raised_ = std::move(kept);
    unite();
    put_beside_causes();
  }

 private:
  // Of the place: the instruction's index; nothing for what is no place in the Dockerfile.
  [[nodiscard]] std::optional<std::uint32_t> instruction_at(const Location& where) const {
    const InFile* in_file = std::get_if<InFile>(&where);
    if (!in_file || in_file->file != 0) return std::nullopt;
    const auto& all = facts_.dockerfile->dockerfile.instructions;
    const auto next =
        std::upper_bound(all.begin(), all.end(), in_file->span.begin,
                         [](std::uint32_t at, const auto& each) { return at < each->lines.begin; });
    if (next == all.begin()) return std::nullopt;
    const Instruction& found = **(next - 1);
    if (in_file->span.begin >= found.lines.end) return std::nullopt;
    return found.index;
  }

  // The layers of what the finding would remove; null where they are not known.
  [[nodiscard]] const Held* held_by(const Raised& raised) const {
    const Finding& finding = raised.finding;
    if (raised.of_image || finding.fixes.empty()) return nullptr;
    if (finding.fixes.front().effects.removes.empty()) return nullptr;
    const auto instruction = instruction_at(finding.primary.where);
    const auto held = instruction ? held_.find(*instruction) : held_.end();
    return held == held_.end() ? nullptr : &held->second;
  }

  // False: it is said of something that the layer surely does not have.
  bool measure(Raised& raised) {
    Finding& finding = raised.finding;
    const Held* held = held_by(raised);
    if (!held) return true;
    const std::vector<std::string>& removes = finding.fixes.front().effects.removes;
    const PathSet paths(facts_.tree, removes);
    if (!paths.tells()) return true;
    Measured sum;
    for (const std::uint32_t layer : held->layers) {
      if (!count(layer, paths, sum)) return true;
    }
    const bool of_size = all_rules()[raised.rule]->category == Category::Size;
    if (sum.entries == 0 && of_size) return false;
    // In a layer of many instructions it may be another one's, unless but one is spoken of.
    if (!held->alone && speaking_[{raised.rule, held->layers.front()}] > 1) return true;
    finding.cost.reset();
    // Bytes are told once, however many commands of one RUN left them.
    if (!told_.insert({raised.rule, held->layers.front(), removes}).second) return true;
    finding.cost = Cost{.bytes = sum.bytes, .measured = true};
    if (sum.biggest.valid()) {
      finding.related.push_back({facts_.in_layer(sum.biggest),
                                 human_bytes(facts_.tree.bytes(sum.biggest).file) + " of it"});
    }
    return true;
  }

  // False where the layer was not read to its end.
  bool count(std::uint32_t number, const PathSet& paths, Measured& sum) const {
    const image::ScannedLayer* layer = facts_.tree.layer(number);
    if (!layer || !layer->partial.empty()) return false;
    for (std::uint32_t i = 0; i < layer->entries.size(); ++i) {
      const image::EntryRef entry{number, i};
      const image::PathId path = facts_.tree.path(entry);
      if (layer->entries[i].kind == image::EntryKind::Directory || path == image::no_path) continue;
      if (!paths.has(facts_.tree.paths().path(path))) continue;
      const std::uint64_t bytes = facts_.tree.bytes(entry).file;
      if (!sum.biggest.valid() || bytes > facts_.tree.bytes(sum.biggest).file) sum.biggest = entry;
      sum.bytes += bytes;
      ++sum.entries;
    }
    return true;
  }

  [[nodiscard]] std::set<std::uint32_t> places_of(const Finding& finding) const {
    std::set<std::uint32_t> places;
    if (const auto at = instruction_at(finding.primary.where)) places.insert(*at);
    for (const Label& label : finding.related) {
      if (const auto at = instruction_at(label.where)) places.insert(*at);
    }
    return places;
  }

  static bool of_configuration(const Finding& finding) {
    const InLayer* layer = std::get_if<InLayer>(&finding.primary.where);
    return layer && layer->layer == InLayer::configuration;
  }

  [[nodiscard]] bool meet(const Finding& file, const Finding& image) const {
    const auto file_at = instruction_at(file.primary.where);
    const auto image_at = instruction_at(image.primary.where);
    if (!file_at || !image_at) return false;
    if (*file_at == *image_at) {
      // Of two pairs of one ENV each has its own.
      return std::get<InFile>(file.primary.where)
          .span.overlaps(std::get<InFile>(image.primary.where).span);
    }
    return places_of(file).contains(*image_at) && places_of(image).contains(*file_at);
  }

  void unite() {
    // Of a rule, what it says of the file, and how often it speaks of what no line sets.
    std::map<RuleIndex, std::vector<std::size_t>> of_file;
    std::map<RuleIndex, std::size_t> unplaced;
    for (std::size_t i = 0; i < raised_.size(); ++i) {
      if (!raised_[i].of_image) of_file[raised_[i].rule].push_back(i);
      if (raised_[i].of_image && of_configuration(raised_[i].finding)) ++unplaced[raised_[i].rule];
    }
    std::vector<bool> gone(raised_.size(), false);
    for (std::size_t i = 0; i < raised_.size(); ++i) {
      if (!raised_[i].of_image) continue;
      const auto candidates = of_file.find(raised_[i].rule);
      if (candidates == of_file.end()) continue;
      // What no line sets, the file's rule says of some line or other.
      const bool only = of_configuration(raised_[i].finding) && candidates->second.size() == 1 &&
                        unplaced[raised_[i].rule] == 1;
      for (const std::size_t other : candidates->second) {
        if (!only && !meet(raised_[other].finding, raised_[i].finding)) continue;
        take_over(raised_[other].finding, raised_[i].finding);
        gone[i] = true;
        break;
      }
    }
    std::size_t next = 0;
    std::erase_if(raised_, [&](const Raised&) { return gone[next++]; });
  }

  void put_beside_causes() {
    std::vector<std::size_t> causes;
    for (std::size_t i = 0; i < raised_.size(); ++i) {
      if (all_rules()[raised_[i].rule]->name == cause) causes.push_back(i);
    }
    if (causes.empty()) return;
    std::vector<bool> gone(raised_.size(), false);
    for (std::size_t i = 0; i < raised_.size(); ++i) {
      const Finding& shown = raised_[i].finding;
      if (!raised_[i].of_image || !is_evidence(raised_[i].rule)) continue;
      const auto by = std::find_if(causes.begin(), causes.end(), [&](std::size_t each) {
        return meet(raised_[each].finding, shown);
      });
      if (by == causes.end()) continue;
      Finding& finding = raised_[*by].finding;
      finding.severity = std::max(finding.severity, shown.severity);
      finding.related.push_back({shown.primary.where, shown.message});
      gone[i] = true;
    }
    std::size_t next = 0;
    std::erase_if(raised_, [&](const Raised&) { return gone[next++]; });
  }

  // What the image adds to what is said of the file.
  void take_over(Finding& finding, Finding& image) {
    // Where it says more than one thing, the second keeps its words.
    if (!met_.insert(&finding).second && finding.related.size() < most_related) {
      Location where = image.primary.where;
      for (const Label& label : image.related) {
        if (std::holds_alternative<InLayer>(label.where)) where = label.where;
      }
      finding.related.push_back({std::move(where), image.message});
    }
    finding.severity = std::max(finding.severity, image.severity);
    if (image.cost) {
      const bool added = finding.cost && finding.cost->measured && finding.cost->bytes &&
                         image.cost->bytes && joined_.contains(&finding);
      if (added) {
        *finding.cost->bytes += *image.cost->bytes;
      } else if (!finding.cost || !finding.cost->measured) {
        finding.cost = image.cost;
        joined_.insert(&finding);
      }
    }
    if (finding.help.empty() && finding.fixes.empty()) finding.help = std::move(image.help);
    for (Label& label : image.related) {
      if (is_said(finding, label) || finding.related.size() >= most_related) continue;
      finding.related.push_back(std::move(label));
    }
  }

  // Whether the finding has a word at this place, or at this instruction.
  [[nodiscard]] bool is_said(const Finding& finding, const Label& label) const {
    const auto at = instruction_at(label.where);
    if (at && at == instruction_at(finding.primary.where)) return true;
    return std::any_of(finding.related.begin(), finding.related.end(), [&](const Label& each) {
      return each.where == label.where || (at && at == instruction_at(each.where));
    });
  }

  const ImageFacts& facts_;
  std::vector<Raised>& raised_;
  std::map<std::uint32_t, Held> held_;                                   // by instruction
  std::map<std::pair<RuleIndex, std::uint32_t>, std::size_t> speaking_;  // findings, by rule, layer
  std::set<std::tuple<RuleIndex, std::uint32_t, std::vector<std::string>>> told_;
  std::set<const Finding*> met_;     // said of the image, too
  std::set<const Finding*> joined_;  // whose bytes come from the image's rule alone
};

}  // namespace

void join(const ImageFacts& facts, std::vector<Raised>& raised) { Joiner(facts, raised).run(); }

}  // namespace plimsoll::rules
