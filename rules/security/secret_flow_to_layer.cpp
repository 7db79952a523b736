#include <algorithm>
#include <set>

#include "analyzer/secret_flows.h"
#include "analyzer/secrets/secrets.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void say(const Facts& facts, Reporter& report, const Placed<Instruction>& placed,
                const SecretFlow& flow) {
  FindingBuilder finding =
      report.at(flow.where, flow.origin.what + " is written to " + quoted(flow.path));
  finding.label("and stays in the layer");
  if (!flow.where.overlaps(flow.origin.span)) finding.related(flow.origin.span, "it comes in here");
  if (!flow.declared.empty() && !flow.declared.overlaps(flow.where)) {
    finding.related(flow.declared, "the secret");
  }
  for (const Placed<Run>& later : facts.runs()) {
    if (later.stage != placed.stage || later->span.begin <= placed->span.begin) continue;
    if (!is_yes(facts.removes(later, flow.path))) continue;
    finding.related(later->keyword_span, "deleted here, but the layer of before keeps it");
    break;
  }
  finding.help(
      "mount the file itself for the command that needs it (`RUN --mount=type=secret,id=...,"
      "target=FILE`), or remove it in the same RUN");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    if (!placed.stage || !facts.ships(*placed)) continue;
    if (const Run* run = as<Run>(placed.instruction)) {
      for (const SecretFlow& flow : secret_flows(facts, *run)) say(facts, report, placed, flow);
    } else if (const Copy* copy = as<Copy>(placed.instruction)) {
      for (const SecretFlow& flow : secret_flows(facts, *copy)) say(facts, report, placed, flow);
    }
  }
}

namespace {
struct Given {
  std::string what;  // "`DB_PASSWORD`"
  std::string_view kind;
  std::string value;
};
}  // namespace

static void add_given(std::vector<Given>& given, std::set<std::string>& seen, std::string_view kind,
                      std::string_view name, std::string_view value) {
  constexpr std::size_t most_given = 64;  // each is looked for in every kept file
  constexpr std::size_t shortest = 8;     // less than that stands in many a file by chance
  if (given.size() == most_given || value.size() < shortest) return;
  if (read_secret_name(name) != NameHint::Secret) return;
  const ValueShape shape = read_secret_value(value);
  if (shape != ValueShape::Plain && shape != ValueShape::Random) return;
  if (!seen.insert(std::string(value)).second) return;
  given.push_back({quoted(name), kind, std::string(value)});
}

static std::vector<Given> given_secrets(const ImageFacts& facts) {
  std::vector<Given> given;
  std::set<std::string> seen;
  for (const AttributedStep& step : facts.attribution.steps) {
    if (step.base) continue;
    for (const auto& [name, value] : step.step.build_arguments) {
      add_given(given, seen, "a build argument", name, value);
    }
  }
  for (const std::string& variable : facts.description.config.env) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos) continue;
    add_given(given, seen, "a variable of the image", variable.substr(0, equals),
              variable.substr(equals + 1));
  }
  return given;
}

// What secret-file-in-image and secret-in-deleted-layer say by its shape is not said again.
static bool is_told(const image::ScannedLayer& layer, std::uint32_t entry) {
  const auto found = std::lower_bound(
      layer.secrets.begin(), layer.secrets.end(), entry,
      [](const image::FileSecret& each, std::uint32_t wanted) { return each.entry < wanted; });
  return found != layer.secrets.end() && found->entry == entry;
}

static void look_into(const ImageFacts& facts, Reporter& report, const std::vector<Given>& given,
                      std::uint32_t number) {
  const image::ScannedLayer& layer = *facts.tree.layer(number);
  for (const image::KeptFile& file : layer.kept) {
    const image::EntryRef entry{number, file.entry};
    if (is_told(layer, file.entry) || facts.tree.path(entry) == image::no_path) continue;
    const std::string text = file.text();
    for (const Given& secret : given) {
      if (text.find(secret.value) == std::string::npos) continue;
      FindingBuilder finding =
          report.at(facts.place(entry), secret.what + " is in " + quoted_path(facts, entry));
      finding.label(std::string(secret.kind));
      const image::EntryRef by = facts.tree.hidden_by(entry);
      if (by.valid()) finding.related(facts.place(by.layer), "hidden here, not removed");
      finding.help(
          "take it for known and replace it; give it to the step with `RUN --mount=type=secret`");
      break;
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (!facts.secrets) return;
  const std::vector<Given> given = given_secrets(facts);
  if (given.empty()) return;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    if (facts.tree.layer(layer) && !facts.of_base(layer)) look_into(facts, report, given, layer);
  }
}

extern constinit const Rule secret_flow_to_layer{
    .name = "secret-flow-to-layer",
    .aliases = {},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "a secret that a step is given ends in a file of its layer",
    .why =
        "A secret mount and a build argument are meant to be gone after the step. Written to a "
        "file, or handed to a program that keeps it (`git clone https://$TOKEN@...`, `npm config "
        "set`), they are in the layer for everybody who can pull the image, also when a later "
        "instruction deletes the file. Followed are mounts of type secret, and ARG and ENV whose "
        "name says that they are one, through variables, pipes and substitutions; what the same "
        "RUN removes again is no finding. In an image, the first 64 values that its history "
        "and environment tell are looked for in the small files that were kept of its layers. That "
        "an ARG or ENV is a secret at all is secret-in-env-or-arg's to say; a secret that a file "
        "shows by its shape, wherever it came from, is secret-file-in-image's and "
        "secret-in-deleted-layer's: where a line of the Dockerfile is its cause, it is told there.",
    .bad = R"x(FROM node:20
RUN --mount=type=secret,id=npm echo "//registry.npmjs.org/:_authToken=$(cat /run/secrets/npm)" > /root/.npmrc && npm ci
)x",
    .good = R"x(FROM node:20
RUN --mount=type=secret,id=npm,target=/root/.npmrc,required=true npm ci
)x",
    .references = {"https://docs.docker.com/build/building/secrets/"},
    .also_in_onbuild = false,
    .looks_at = {.keywords = {Keyword::Run, Keyword::Copy}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
