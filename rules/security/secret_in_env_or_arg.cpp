#include <algorithm>
#include <set>

#include "analyzer/secrets/secrets.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
// One `NAME=value` of ENV, or `NAME[=default]` of ARG.
struct Setting {
  const Instruction& instruction;
  const KeyValue& pair;
  std::string name;
  Value value;  // empty where there is none
  bool argument = false;
  bool ships = false;
  [[nodiscard]] std::string place() const {
    return argument ? "an argument's default" : "the image's environment";
  }
};
}  // namespace

// The ARG without a value of its own that the text hands on: `ENV TOKEN=$TOKEN`.
static const Variable* argument_handed_on(const Facts& facts, const Setting& setting) {
  if (!setting.pair.value) return nullptr;
  const Expansion expansion = facts.values().expand_in(setting.instruction, *setting.pair.value);
  if (expansion.uses.size() != 1) return nullptr;
  const bool nothing_else =
      is_yes(expansion.value.empty()) ||
      (expansion.value.pieces().size() == 1 && expansion.value.pieces()[0].hole);
  if (!nothing_else) return nullptr;
  const Variable* variable = facts.before(setting.instruction).env.find(expansion.uses[0].name);
  const bool argument = variable && !variable->is_env() && variable->overridable &&
                        variable->origin != Variable::Origin::Platform;
  return argument ? variable : nullptr;
}

static void judge_argument(Reporter& report, const Setting& setting) {
  if (!setting.ships) return;
  report
      .at(setting.pair.key.span(),
          "the argument " + quoted(setting.name) + " stays in the image's history")
      .severity(Severity::Info)
      .help("pass it as `RUN --mount=type=secret`: then it is in no layer and no history");
}

// Forty, sixteen or eight hexadecimal digits name a public key as often as they are one.
static bool is_fingerprint(std::string_view text) {
  return (text.size() == 40 || text.size() == 16) &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Not a word that was chosen for a trial run: digits or signs among the letters.
static bool looks_chosen(std::string_view text, ValueShape shape) {
  constexpr std::size_t shortest = 8;
  const bool mixed = std::any_of(text.begin(), text.end(), [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_');
  });
  return shape == ValueShape::Random || (text.size() >= shortest && mixed);
}

static bool is_variable_name(std::string_view name) {
  return name.find_first_of(":$()`{}\"' ") == std::string_view::npos;
}

static void judge_literal(Reporter& report, const Setting& setting, NameHint hint) {
  const std::string& text = setting.value.text();
  const ValueShape shape = read_secret_value(text);
  const bool certain = setting.ships && looks_chosen(text, shape);
  const auto say = [&](const std::string& what, Severity severity) {
    report.at(setting.pair.key.span(), quoted(setting.name) + " " + what + " " + setting.place())
        .severity(severity)
        .help(setting.argument
                  ? "pass it as `RUN --mount=type=secret`, and change the secret: it is known now"
                  : "set it when the container starts, and change the secret: it is known now");
  };
  if (hint == NameHint::Weak) {
    if (shape == ValueShape::Random && !is_fingerprint(text))
      say("looks like a secret in", Severity::Warning);
    return;
  }
  if (shape == ValueShape::Default) {
    report
        .at(setting.pair.key.span(),
            quoted(setting.name) + " holds a password that everybody tries first")
        .severity(Severity::Warning)
        .help("set it when the container starts");
    return;
  }
  if (shape == ValueShape::Plain || shape == ValueShape::Random)
    say("is a secret in", certain ? Severity::Error : Severity::Warning);
}

static void judge(const Facts& facts, Reporter& report, const Setting& setting) {
  if (setting.value.known()) {
    if (const auto found = find_credential(setting.value.text())) {
      report
          .at(setting.pair.key.span(), quoted(setting.name) + " holds " + std::string(found->what))
          .help("take it out, and change it: it is known now");
      return;
    }
  }
  const NameHint hint = read_secret_name(setting.name);
  if (hint == NameHint::None) return;
  if (hint == NameHint::Secret && setting.argument && is_yes(setting.value.empty())) {
    return judge_argument(report, setting);
  }
  if (setting.value.known() && !setting.value.text().empty())
    return judge_literal(report, setting, hint);
  if (hint != NameHint::Secret || setting.argument || !setting.ships) return;
  if (const Variable* argument = argument_handed_on(facts, setting)) {
    FindingBuilder finding = report.at(
        setting.pair.key.span(), quoted(setting.name) + " keeps a build argument in the image");
    finding.severity(Severity::Warning)
        .help(
            "set it when the container starts; for the build alone use `RUN --mount=type=secret`");
    if (argument->by) finding.related(argument->where, "the argument");
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed;
    const bool ships = placed.stage && facts.ships(instruction);
    const auto each = [&](const std::vector<KeyValue>& pairs, bool argument) {
      for (const KeyValue& pair : pairs) {
        const Value name = facts.value(instruction, pair.key);
        if (!name.known() || name.text().empty() || !is_variable_name(name.text())) continue;
        Value value = pair.value ? facts.value(instruction, *pair.value) : Value();
        judge(facts, report, {instruction, pair, name.text(), std::move(value), argument, ships});
      }
    };
    if (const Env* env = as<Env>(&instruction)) each(env->pairs, false);
    if (const Arg* arg = as<Arg>(&instruction)) each(arg->names, true);
  }
}

using Fingerprints = std::set<decltype(SecretHit::fingerprint)>;

// `said`: an argument of the build stands in the history of every RUN behind it.
static void say(const ImageFacts& facts, Reporter& report, Location where, std::string_view kind,
                std::string_view text, Fingerprints* said = nullptr) {
  for (const SecretHit& hit : find_in_text(*facts.secrets, text)) {
    if (said && !said->insert(hit.fingerprint).second) continue;
    const SecretClass& what = facts.secrets->classes()[hit.secret_class];
    report.at(where, std::string(what.what) + " is in " + std::string(kind))
        .severity(severity_of(facts, what, hit))
        .label(hit.redacted)
        .help(
            "take it for known and replace it: whoever can pull the image reads its configuration");
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (!facts.secrets) return;
  const ImageConfig& config = facts.description.config;
  for (const std::string& variable : config.env) {
    const std::string name = variable.substr(0, variable.find('='));
    say(facts, report, facts.place_of("ENV", name), "the environment", variable);
  }
  for (const auto& [key, value] : config.labels) {
    say(facts, report, facts.place_of("LABEL", key), "a label", key + "=" + value);
  }
  for (const auto* words : {&config.entrypoint, &config.cmd}) {
    if (!*words) continue;
    const std::string_view keyword = words == &config.cmd ? "CMD" : "ENTRYPOINT";
    std::string line;
    for (const std::string& word : **words) line += (line.empty() ? "" : " ") + word;
    say(facts, report, facts.place_of(keyword), "the command that is started", line);
  }
  Fingerprints arguments;
  for (const AttributedStep& step : facts.attribution.steps) {
    if (step.step.keyword == "ENV" || step.step.keyword == "LABEL") continue;  // said above
    const Location where =
        step.instruction && step.certain
            ? Location(InFile{step.instruction->span, 0})
            : Location(InLayer{facts.description.shown, step.layer.value_or(InLayer::configuration),
                               "history"});
    for (const auto& [name, value] : step.step.build_arguments) {
      say(facts, report, where, "the history, as a build argument", name + "=" + value, &arguments);
    }
    say(facts, report, where, "the history", step.step.arguments);
  }
}

extern constinit const Rule secret_in_env_or_arg{
    .name = "secret-in-env-or-arg",
    .aliases = {"DL3064", "SecretsUsedInArgOrEnv", "DS-0031", "CIS-DI-0010", "c3e1b6ae", "a88baa34",
                "secret-in-build-arg", "DF013", "DF014"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "a secret in ENV or ARG",
    .why =
        "ENV stands in the image's configuration, and every ARG in the history of the RUNs behind "
        "it. Whoever can pull the image reads both with `docker inspect` and `docker history`, "
        "and no later instruction takes them out.",
    .bad = R"(FROM debian:12
ENV DB_PASSWORD=tiger-lily-9
)",
    .good = R"(FROM debian:12
ENV DB_PASSWORD_FILE=/run/secrets/db_password
)",
    .references = {"https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
                   "https://docs.docker.com/build/building/secrets/"},
    .looks_at = {.keywords = {Keyword::Env, Keyword::Arg}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
