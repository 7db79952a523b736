#include "app/cli/gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "analyzer/base/amounts.h"
#include "analyzer/base/glob.h"
#include "app/image_report/words.h"

namespace plimsoll::app {
namespace {

using image::EntryRef;

// Waste that counts, and what of it is whose.
struct Counted {
  std::uint64_t bytes = 0;
  std::vector<std::uint64_t> by_layer;  // that wrote it
  std::vector<std::string> notes;       // what was allowed
};

// Sorts wasted bytes by the allowance that they fall under, the first that fits.
class Allowances {
 public:
  Allowances(const std::vector<WasteAllowance>& allowed, std::size_t layers)
      : allowed_(allowed), layers_(layers), used_(allowed.size(), zeros()), rest_(zeros()) {}

  void add(std::string_view path, std::uint32_t layer, std::uint64_t bytes) {
    for (std::size_t i = 0; i < allowed_.size(); ++i) {
      std::string_view pattern = allowed_[i].path;
      pattern.remove_prefix(pattern.starts_with('/') ? 1 : 0);
      if (!glob_matches(pattern, path, false)) continue;
      used_[i][layer] += bytes;
      return;
    }
    rest_[layer] += bytes;
  }

  [[nodiscard]] Counted counted() const {
    Counted out;
    out.by_layer = rest_;
    out.bytes = sum(rest_);
    for (std::size_t i = 0; i < allowed_.size(); ++i) {
      const WasteAllowance& each = allowed_[i];
      const std::uint64_t used = sum(used_[i]);
      const std::uint64_t granted = std::min(used, each.bytes.value_or(used));
      if (used > granted) {
        out.bytes += used - granted;
        const double share = static_cast<double>(used - granted) / static_cast<double>(used);
        for (std::size_t layer = 0; layer < layers_; ++layer) {
          out.by_layer[layer] +=
              static_cast<std::uint64_t>(share * static_cast<double>(used_[i][layer]));
        }
      }
      if (used == 0) continue;
      std::string note =
          fmt::format("{} in {} allowed by {}", human_bytes(granted), each.path, each.origin);
      if (!each.reason.empty()) note += ": " + each.reason;
      if (used > granted) note += fmt::format(" (there are {})", human_bytes(used));
      out.notes.push_back(std::move(note));
    }
    return out;
  }

 private:
  [[nodiscard]] std::vector<std::uint64_t> zeros() const {
    return std::vector<std::uint64_t>(std::max<std::size_t>(layers_, 1));
  }
  [[nodiscard]] static std::uint64_t sum(const std::vector<std::uint64_t>& bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{0});
  }

  const std::vector<WasteAllowance>& allowed_;
  std::size_t layers_;
  std::vector<std::vector<std::uint64_t>> used_;  // of each allowance, by layer
  std::vector<std::uint64_t> rest_;
};

class Judge {
 public:
  Judge(const ImagePolicy& policy, const Figures& figures, const ImageFacts& facts)
      : policy_(policy), figures_(figures), facts_(facts) {}

  [[nodiscard]] std::vector<Gate> judge(const std::optional<DiveRules>& dive) {
    if (policy_.max_waste) max_waste(*policy_.max_waste);
    if (policy_.max_size) max_size(*policy_.max_size);
    if (policy_.min_efficiency) min_efficiency(*policy_.min_efficiency);
    if (dive) dive_rules(*dive);
    return std::move(gates_);
  }

 private:
  // --- waste

  [[nodiscard]] bool of_base_alone(EntryRef entry) const {
    const bool known = facts_.attribution.base_known_by != BaseKnownBy::Unknown &&
                       facts_.attribution.base_known_by != BaseKnownBy::Guess;
    if (!known || !facts_.of_base(entry.layer)) return false;
    const EntryRef hider = facts_.tree.hidden_by(entry);
    return hider.valid() && facts_.of_base(hider.layer);
  }

  [[nodiscard]] Counted true_waste() const {
    const image::ImageTree& tree = facts_.tree;
    Allowances allowances(policy_.allow_waste, tree.layer_count());
    for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
      const image::ScannedLayer* scanned = tree.layer(layer);
      if (scanned == nullptr) continue;
      for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
        const EntryRef entry{layer, i};
        if (!image::is_waste(tree.fate(entry)) || of_base_alone(entry)) continue;
        const std::uint64_t bytes = tree.bytes(entry).file;
        const image::PathId path = tree.path(entry);
        if (bytes == 0) continue;
        allowances.add(path == image::no_path ? std::string() : tree.paths().path(path), layer,
                       bytes);
      }
    }
    return allowances.counted();
  }

  [[nodiscard]] Counted dive_waste() const {
    Allowances allowances(policy_.allow_waste, 1);
    for (const image::DiveFile& file : figures_.dive.inefficient) {
      allowances.add(facts_.tree.paths().path(file.path), 0, file.size_bytes);
    }
    Counted counted = allowances.counted();
    counted.by_layer = wasted_by_layer();
    return counted;
  }

  [[nodiscard]] std::vector<std::uint64_t> wasted_by_layer() const {
    std::vector<std::uint64_t> bytes;
    for (const LayerFigures& layer : figures_.layers) bytes.push_back(layer.wasted().file);
    return bytes;
  }

  // Of what percentages are: all bytes of files, or what dive takes for the user's.
  [[nodiscard]] std::uint64_t whole() const {
    if (!policy_.dive_score) return figures_.total.file;
    const std::vector<std::uint64_t>& layers = figures_.dive.layer_bytes;
    return layers.empty() ? 0 : std::accumulate(layers.begin() + 1, layers.end(), std::uint64_t{0});
  }

  void max_waste(const WasteLimit& limit) {
    const Counted waste = policy_.dive_score ? dive_waste() : true_waste();
    const std::uint64_t all = whole();
    std::uint64_t allowed = limit.bytes.value_or(0);
    std::string words = limit.bytes ? human_bytes(*limit.bytes) : std::string();
    if (limit.ratio) {
      const auto part = static_cast<std::uint64_t>(*limit.ratio * static_cast<double>(all));
      if (!limit.bytes || part > allowed) {
        words = fmt::format("{} ({})", percent(*limit.ratio), human_bytes(part));
      }
      allowed = std::max(allowed, part);
    }
    const double ratio = all == 0 ? 0 : static_cast<double>(waste.bytes) / static_cast<double>(all);
    Gate& gate = add("max-waste", waste.bytes <= allowed,
                     fmt::format("{} of waste{} ({})", human_bytes(waste.bytes),
                                 policy_.dive_score ? " by dive" : "", percent(ratio)),
                     words + " allowed");
    gate.notes = waste.notes;
    blame(gate, waste.by_layer, policy_.dive_score ? "of waste" : "of it");
  }

  // --- the others

  void max_size(std::uint64_t limit) {
    const std::uint64_t size = policy_.dive_score ? figures_.dive.image_bytes : figures_.total.file;
    Gate& gate = add("max-size", size <= limit, human_bytes(size) + " of files",
                     human_bytes(limit) + " allowed");
    // A base is somebody else's, if it is not the only one to blame.
    std::vector<std::uint64_t> own, all;
    for (const LayerFigures& layer : figures_.layers) {
      all.push_back(layer.total().file);
      own.push_back(layer.base ? 0 : layer.total().file);
    }
    const bool any = std::any_of(own.begin(), own.end(), [](std::uint64_t b) { return b > 0; });
    blame(gate, any ? own : all);
  }

  void min_efficiency(double limit) {
    const double found = policy_.dive_score ? figures_.dive.efficiency : figures_.efficiency;
    Gate& gate =
        add("min-efficiency", found >= limit,
            fmt::format("efficiency {}{}", percent(found), policy_.dive_score ? " by dive" : ""),
            fmt::format("at least {}", percent(limit)));
    blame(gate, wasted_by_layer(), "of waste");
  }

  void dive_rules(const DiveRules& rules) {
    const image::DiveFigures& dive = figures_.dive;
    if (rules.lowest_efficiency) {
      Gate& gate = add("lowestEfficiency", dive.efficiency >= *rules.lowest_efficiency,
                       fmt::format("efficiency {:.4f}", dive.efficiency),
                       fmt::format("at least {}", *rules.lowest_efficiency));
      blame(gate, wasted_by_layer(), "of waste");
    } else {
      add_off("lowestEfficiency");
    }
    if (rules.highest_wasted_bytes) {
      Gate& gate = add("highestWastedBytes", dive.wasted_bytes <= *rules.highest_wasted_bytes,
                       human_bytes(dive.wasted_bytes) + " wasted",
                       human_bytes(*rules.highest_wasted_bytes) + " allowed");
      blame(gate, wasted_by_layer(), "of waste");
    } else {
      add_off("highestWastedBytes");
    }
    if (rules.highest_user_wasted_ratio) {
      // Without a ratio (one layer) dive compares with NaN, which passes.
      const bool passed =
          !dive.wasted_ratio || *dive.wasted_ratio <= *rules.highest_user_wasted_ratio;
      Gate& gate = add("highestUserWastedPercent", passed,
                       dive.wasted_ratio
                           ? fmt::format("{:.4f} of the layers above the first", *dive.wasted_ratio)
                           : std::string("one layer alone"),
                       fmt::format("{} allowed", *rules.highest_user_wasted_ratio));
      blame(gate, wasted_by_layer(), "of waste");
    } else {
      add_off("highestUserWastedPercent");
    }
  }

  // --- pieces

  Gate& add(std::string name, bool passed, std::string found, std::string limit) {
    Gate& gate = gates_.emplace_back();
    gate.name = std::move(name);
    gate.verdict = passed ? Gate::Verdict::Passed : Gate::Verdict::Failed;
    gate.found = std::move(found);
    gate.limit = std::move(limit);
    return gate;
  }

  void add_off(std::string name) {
    Gate& gate = gates_.emplace_back();
    gate.name = std::move(name);
    gate.verdict = Gate::Verdict::Off;
  }

  static void blame(Gate& gate, const std::vector<std::uint64_t>& by_layer,
                    std::string_view of = "of it") {
    if (gate.verdict != Gate::Verdict::Failed) return;
    const auto most = std::max_element(by_layer.begin(), by_layer.end());
    if (most == by_layer.end() || *most == 0) return;
    gate.layer = static_cast<std::uint32_t>(most - by_layer.begin());
    gate.share = fmt::format("{} {}", human_bytes(*most), of);
  }

  const ImagePolicy& policy_;
  const Figures& figures_;
  const ImageFacts& facts_;
  std::vector<Gate> gates_;
};

}  // namespace

std::vector<Gate> judge(const ImagePolicy& policy, const std::optional<DiveRules>& dive,
                        const Figures& figures, const ImageFacts& facts) {
  return Judge(policy, figures, facts).judge(dive);
}

}  // namespace plimsoll::app
