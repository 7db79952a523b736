#include "rules/image_findings.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analyzer/base/amounts.h"
#include "analyzer/image/tree/waste.h"
#include "analyzer/label_values.h"

namespace plimsoll::rules {

using image::EntryRef;

std::string layer_name(const ImageFacts& facts, std::uint32_t layer) {
  std::string name = "layer " + std::to_string(layer);
  const AttributedStep* step = facts.attribution.of_layer(layer);
  if (step && !step->step.keyword.empty()) name += " (" + quoted(shown(step->step, 50)) + ")";
  return name;
}

std::string quoted_path(const ImageFacts& facts, EntryRef entry) {
  const Location where = facts.in_layer(entry);
  return quoted(std::get<InLayer>(where).path);
}

std::optional<std::string_view> environment_of(const ImageFacts& facts, std::string_view name) {
  for (const std::string& variable : facts.description.config.env) {
    const std::string_view text = variable;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && text.substr(0, equals) == name) {
      return text.substr(equals + 1);
    }
  }
  return std::nullopt;
}

void report_variable(const ImageFacts& facts, Reporter& report, std::string_view name,
                     std::string_view message, bool (*wrong)(std::string_view)) {
  const std::optional<std::string_view> value = environment_of(facts, name);
  if (!value || (wrong && !wrong(*value))) return;
  report.at(facts.place_of("ENV", name), std::string(message))
      .help("it holds in every container of this image");
}

bool starts_something(const ImageFacts& facts) {
  const ImageConfig& config = facts.description.config;
  return (config.entrypoint && !config.entrypoint->empty()) || (config.cmd && !config.cmd->empty());
}

void report_labels(const ImageFacts& facts, Reporter& report, LabelKind kind,
                   bool (*fits)(std::string_view), std::string_view what, std::string_view help) {
  for (const auto& [key, value] : facts.description.config.labels) {
    if (label_kind(facts.settings, key) != kind || value.empty() || fits(value)) continue;
    FindingBuilder finding =
        report.at(facts.place_of("LABEL", key), quoted(value) + " is " + std::string(what));
    finding.label("label " + key);
    if (!help.empty()) finding.help(std::string(help));
  }
}

void report_waste(const ImageFacts& facts, Reporter& report, const WasteWords& words,
                  std::uint64_t least_bytes, const std::function<bool(EntryRef)>& counts) {
  for (const image::Waste& waste : image::find_waste(facts.tree, counts)) {
    if (waste.total.file < least_bytes || facts.of_base(waste.hid)) continue;
    const bool of_base = facts.of_base(waste.wrote);
    const std::string amount = human_bytes(waste.total.file) + " of ";
    const std::string where = "/" + facts.tree.paths().path(waste.where);
    FindingBuilder finding =
        of_base ? report.at(place_in(facts, waste.hid, where), amount + std::string(words.of_base))
                : report.at(place_in(facts, waste.wrote, where), amount + std::string(words.wrote));
    if (of_base) {
      finding.severity(Severity::Info);
    } else {
      finding.related(place_in(facts, waste.hid, where), std::string(words.hid));
    }
    for (std::size_t i = 0; i < waste.biggest.size() && i < 3; ++i) {
      finding.related(facts.in_layer(waste.biggest[i]),
                      human_bytes(facts.tree.bytes(waste.biggest[i]).file));
    }
    finding.cost({.bytes = waste.total.file, .measured = true}).help(std::string(words.help));
  }
}

Location place_in(const ImageFacts& facts, std::uint32_t layer, std::string path) {
  Location where = facts.place(layer);
  if (InLayer* in_layer = std::get_if<InLayer>(&where)) in_layer->path = std::move(path);
  return where;
}

static constexpr std::size_t most_named = 4;

void ByLayer::add(std::uint32_t layer, std::string path, std::uint64_t bytes) {
  if (bytes == 0) return;
  auto part =
      std::lower_bound(parts_.begin(), parts_.end(), layer,
                       [](const Part& each, std::uint32_t wanted) { return each.layer < wanted; });
  if (part == parts_.end() || part->layer != layer) {
    part = parts_.insert(part, Part{layer, 0, {}});
  }
  part->bytes += bytes;
  auto& biggest = part->biggest;
  if (biggest.size() >= most_named && bytes <= biggest.back().first) return;
  biggest.emplace_back(bytes, std::move(path));
  std::stable_sort(biggest.begin(), biggest.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (biggest.size() > most_named) biggest.pop_back();
}

// The paths that the finding's own place does not name.
static void name_others(FindingBuilder& finding, const ImageFacts& facts,
                        const ByLayer::Part& part) {
  const std::size_t first = std::holds_alternative<InFile>(facts.place(part.layer)) ? 0 : 1;
  for (std::size_t i = first; i < part.biggest.size(); ++i) {
    const auto& [bytes, path] = part.biggest[i];
    finding.related(InLayer{facts.description.shown, part.layer, path}, human_bytes(bytes));
  }
}

void report_bytes(const ImageFacts& facts, Reporter& report, const ByLayer& bytes,
                  const BytesWords& words, std::uint64_t least_bytes) {
  std::uint64_t base_bytes = 0;
  const ByLayer::Part* base = nullptr;
  for (const ByLayer::Part& part : bytes.parts()) {
    if (facts.of_base(part.layer)) {
      base_bytes += part.bytes;
      if (!base || part.bytes > base->bytes) base = &part;
      continue;
    }
    if (part.bytes < least_bytes) continue;
    FindingBuilder finding = report.at(place_in(facts, part.layer, part.biggest.front().second),
                                       human_bytes(part.bytes) + " of " + words.what);
    finding.help(words.help).cost({.bytes = part.bytes, .measured = true});
    name_others(finding, facts, part);
  }
  if (!base || base_bytes < least_bytes || words.of_base.empty()) return;
  FindingBuilder finding = report.at(place_in(facts, base->layer, base->biggest.front().second),
                                     human_bytes(base_bytes) + " of " + words.of_base);
  finding.severity(Severity::Info).cost({.bytes = base_bytes, .measured = true});
  name_others(finding, facts, *base);
}

ByLayer leftovers_of(const ImageFacts& facts, Kinds kinds) {
  ByLayer bytes;
  for (const image::Leftover& leftover : facts.contents.leftovers()) {
    if (std::find(kinds.begin(), kinds.end(), leftover.kind) == kinds.end()) continue;
    for (const image::Culprit& part : leftover.by_layer) {
      bytes.add(part.wrote, leftover.path,
                part.bytes[static_cast<std::size_t>(image::Fate::Live)].file);
    }
  }
  return bytes;
}

void report_leftovers(const ImageFacts& facts, Reporter& report, Kinds kinds, std::string_view what,
                      std::string_view help, std::uint64_t least_bytes) {
  const std::string name(what);
  report_bytes(facts, report, leftovers_of(facts, kinds),
               {.what = name + " stay in this layer",
                .of_base = name + " are in the base image",
                .help = std::string(help)},
               least_bytes);
}

namespace {

using Fingerprint = std::array<std::uint8_t, 16>;

// Adds the secrets of one layer, by the order in which they are first met.
void collect(const ImageFacts& facts, std::uint32_t layer, std::map<Fingerprint, std::size_t>& seen,
             std::vector<FoundSecret>& found) {
  const image::ScannedLayer* scanned = facts.tree.layer(layer);
  if (!scanned) return;
  const auto classes = facts.secrets->classes();
  for (const image::FileSecret& secret : scanned->secrets) {
    const EntryRef entry{layer, secret.entry};
    if (secret.hit.secret_class >= classes.size()) continue;
    if (is_yes(facts.contents.owned_unmodified(entry))) continue;
    const auto [at, first] = seen.try_emplace(secret.hit.fingerprint, found.size());
    if (first) found.push_back({&classes[secret.hit.secret_class], &secret.hit, {}, {}});
    FoundSecret& each = found[at->second];
    const bool live = facts.tree.fate(entry) == image::Fate::Live;
    (live ? each.live : each.hidden).push_back({entry, secret.inner});
  }
}

}  // namespace

Location SecretPlace::in_layer(const ImageFacts& facts) const {
  Location where = facts.in_layer(entry);
  if (!inner.empty()) std::get<InLayer>(where).path.append("!/").append(inner);
  return where;
}

Location SecretPlace::blamed(const ImageFacts& facts) const {
  Location where = facts.place(entry);
  return std::holds_alternative<InFile>(where) ? where : in_layer(facts);
}

std::string SecretPlace::quoted(const ImageFacts& facts) const {
  return rules::quoted(std::get<InLayer>(in_layer(facts)).path);
}

std::vector<FoundSecret> secrets_of_files(const ImageFacts& facts) {
  std::vector<FoundSecret> found;
  if (!facts.secrets) return found;
  std::map<Fingerprint, std::size_t> seen;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    collect(facts, layer, seen, found);
  }
  return found;
}

Severity severity_of(const ImageFacts& facts, const SecretClass& what, const SecretHit& hit) {
  constexpr std::int64_t day_s = 86'400;
  const std::int64_t today_s = facts.settings.today * day_s;
  if (today_s > 0 && hit.expires_s > 0 && hit.expires_s < today_s) return Severity::Info;
  return what.certain && !hit.encrypted ? Severity::Error : Severity::Warning;
}

}  // namespace plimsoll::rules
