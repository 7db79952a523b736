#include "app/image_report/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/facts.h"
#include "analyzer/image/tree/waste.h"
#include "analyzer/image_facts.h"

namespace plimsoll::app {

namespace {

using image::Bytes;
using image::BytesByFate;
using image::Fate;

Bytes sum_of(const BytesByFate& bytes, bool (*wanted)(Fate)) {
  Bytes sum;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (wanted(static_cast<Fate>(i))) sum.add(bytes[i]);
  }
  return sum;
}

Bytes all_of(const BytesByFate& bytes) {
  return sum_of(bytes, [](Fate /*fate*/) { return true; });
}

Bytes waste_of(const BytesByFate& bytes) { return sum_of(bytes, image::is_waste); }

std::string_view name_of(BaseKnownBy how) {
  switch (how) {
    case BaseKnownBy::Annotation:
      return "annotation";
    case BaseKnownBy::Chain:
      return "chain";
    case BaseKnownBy::Dockerfile:
      return "dockerfile";
    case BaseKnownBy::Guess:
      return "guess";
    case BaseKnownBy::Unknown:
      break;
  }
  return "unknown";
}

void add_instruction(LayerFigures& out, const ImageFacts& facts, std::uint32_t layer,
                     const SecretScanner* masks) {
  out.base = facts.of_base(layer);
  const AttributedStep* step = facts.attribution.of_layer(layer);
  if (step == nullptr) return;
  out.keyword = step->step.keyword;
  std::string text = step->step.keyword;
  if (!text.empty() && !step->step.arguments.empty()) text += ' ';
  out.instruction = masked(text + step->step.arguments, masks);
  const Location place = facts.place(layer);
  const auto* line = std::get_if<InFile>(&place);
  if (line != nullptr && facts.dockerfile != nullptr) {
    out.line = facts.dockerfile->source.lines().line_of(line->span.begin);
  }
}

LayerFigures layer_figures(const ImageFacts& facts, std::uint32_t layer,
                           const SecretScanner* masks) {
  LayerFigures out;
  const image::LayerScan& scan = facts.scan.layers[layer];
  const Descriptor& blob = facts.description.layers[layer].blob;
  out.diff_id = facts.description.layers[layer].diff_id;
  if (scan.layer != nullptr) {
    out.diff_id = scan.layer->diff_id;
    out.tar_bytes = scan.layer->plain_bytes;
    out.unread = scan.layer->partial;
    out.bytes = facts.tree.sums(layer);
  } else {
    out.unread = scan.failure.empty() ? "its bytes are not here" : scan.failure;
  }
  out.transport = {scan.blob_digest.empty() ? blob.digest : scan.blob_digest, blob.media_type,
                   scan.compression, scan.blob_bytes != 0 ? scan.blob_bytes : blob.size};
  add_instruction(out, facts, layer, masks);
  return out;
}

void add_waste(Figures& out, const image::ImageTree& tree) {
  const auto shown = [&](image::PathId path) { return '/' + tree.paths().path(path); };
  for (const image::Waste& found : image::find_waste(tree)) {
    WasteFigures& waste = out.waste.emplace_back();
    waste.wrote = found.wrote;
    waste.hid = found.hid;
    waste.bytes = found.bytes;
    waste.total = found.total;
    waste.where = shown(found.where);
    for (const image::EntryRef entry : found.biggest) {
      waste.paths.push_back({shown(tree.path(entry)), tree.bytes(entry).file});
    }
    std::pair<std::uint64_t, std::uint64_t> most{};
    for (std::size_t i = 0; i < waste.bytes.size(); ++i) {
      const std::pair<std::uint64_t, std::uint64_t> here{waste.bytes[i].file, waste.bytes[i].tar};
      if (here <= most) continue;
      most = here;
      waste.mostly = static_cast<Fate>(i);
    }
  }
}

void add_duplicates(Figures& out, const image::ImageTree& tree) {
  const image::FoundDuplicates found = image::find_duplicates(tree, least_duplicate_bytes);
  out.duplicate_count = found.count;
  out.spare_bytes = found.spare_bytes;
  for (const image::Duplicates& same : found.biggest) {
    DuplicateFigures& each = out.duplicates.emplace_back();
    each.size = same.size;
    each.copies = same.copies.size();
    for (const image::EntryRef copy : same.copies) {
      if (each.paths.size() == paths_of_a_duplicate) break;
      each.paths.push_back('/' + tree.paths().path(tree.path(copy)));
      each.layers.push_back(copy.layer);
    }
  }
}

void add_contents(Figures& out, const image::Contents& contents) {
  for (const image::Leftover& leftover : contents.leftovers()) {
    LeftoverFigures& each = out.leftovers.emplace_back();
    each.kind = leftover.kind;
    each.path = leftover.path;
    each.bytes = leftover.bytes;
    for (const image::Culprit& layer : leftover.by_layer) {
      // Not those that brought no more than the directory.
      const Bytes& live = layer.bytes[static_cast<std::size_t>(Fate::Live)];
      if (live.file > 0 || leftover.bytes.file == 0) each.layers.push_back(layer.wrote);
    }
  }
  out.system = contents.os_release("PRETTY_NAME");
  out.user = contents.user();
  out.accounts = contents.accounts();
  out.groups = contents.groups();
  out.packages = contents.packages();
  out.started = contents.started();
}

std::optional<std::vector<std::string>> masked_words(
    const std::optional<std::vector<std::string>>& words, const SecretScanner* masks) {
  if (!words) return std::nullopt;
  Masks known(masks);
  known.learn(fmt::format("{}", fmt::join(*words, " ")));
  for (const std::string& word : *words) known.learn(word);
  std::vector<std::string> out;
  for (const std::string& word : *words) out.push_back(known.of(word));
  return out;
}

}  // namespace

Bytes LayerFigures::total() const { return all_of(bytes); }
Bytes LayerFigures::wasted() const { return waste_of(bytes); }

std::string masked(std::string_view text, const SecretScanner* scanner) {
  Masks masks(scanner);
  masks.learn(text);
  return masks.of(text);
}

Masks masks_of(const ImageFacts& facts, const SecretScanner* scanner) {
  Masks masks(scanner);
  const ImageConfig& config = facts.description.config;
  for (const std::string& variable : config.env) {
    const std::size_t equals = std::min(variable.find('='), variable.size());
    masks.learn_setting(variable.substr(0, equals),
                        std::string_view(variable).substr(std::min(equals + 1, variable.size())));
  }
  for (const auto& [name, value] : config.labels) masks.learn_setting(name, value);
  for (const auto* words : {&config.entrypoint, &config.cmd}) {
    if (*words) masks.learn(fmt::format("{}", fmt::join(**words, " ")));
  }
  for (const AttributedStep& step : facts.attribution.steps) {
    masks.learn(step.step.keyword + ' ' + step.step.arguments);
    for (const auto& [name, value] : step.step.build_arguments) masks.learn_setting(name, value);
  }
  if (facts.dockerfile != nullptr) masks.learn_file(facts.dockerfile->source.bytes());
  return masks;
}

Figures figures_of(const ImageFacts& facts, const SecretScanner* masks) {
  Figures out;
  out.name = facts.description.shown;
  if (facts.dockerfile != nullptr) out.dockerfile = facts.dockerfile->source.path();
  if (facts.description.configured) {
    out.platform = facts.description.config.platform.to_string();
  }
  out.created = facts.description.config.created;
  out.entrypoint = masked_words(facts.description.config.entrypoint, masks);
  out.cmd = masked_words(facts.description.config.cmd, masks);
  out.base_layers = facts.attribution.base_layers;
  out.base_known_by = name_of(facts.attribution.base_known_by);
  out.base_name = facts.attribution.base_name;
  out.partial = facts.scan.partial;
  for (std::uint32_t layer = 0; layer < facts.scan.layers.size(); ++layer) {
    out.layers.push_back(layer_figures(facts, layer, masks));
    out.wire_bytes += out.layers.back().transport.bytes;
  }
  out.bytes = facts.tree.sums();
  out.total = all_of(out.bytes);
  out.wasted = waste_of(out.bytes);
  const std::uint64_t live = out.bytes[static_cast<std::size_t>(Fate::Live)].file;
  const std::uint64_t both = live + out.wasted.file;
  out.efficiency = both == 0 ? 1 : static_cast<double>(live) / static_cast<double>(both);
  out.dive = image::dive_figures(facts.tree);
  add_waste(out, facts.tree);
  add_duplicates(out, facts.tree);
  add_contents(out, facts.contents);
  return out;
}

}  // namespace plimsoll::app
