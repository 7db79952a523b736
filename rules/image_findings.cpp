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
    FindingBuilder finding =
        of_base ? report.at(facts.place(waste.hid), amount + std::string(words.of_base))
                : report.at(facts.place(waste.wrote), amount + std::string(words.wrote));
    if (of_base) {
      finding.severity(Severity::Info);
    } else {
      finding.related(facts.place(waste.hid), std::string(words.hid));
    }
    for (std::size_t i = 0; i < waste.biggest.size() && i < 3; ++i) {
      finding.related(facts.in_layer(waste.biggest[i]),
                      human_bytes(facts.tree.bytes(waste.biggest[i]).file));
    }
    finding.cost({.bytes = waste.total.file, .measured = true}).help(std::string(words.help));
  }
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
    (live ? each.live : each.hidden).push_back(entry);
  }
}

}  // namespace

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
