#include <algorithm>

#include "analyzer/secret_flows.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
struct Reading {
  const Command* command = nullptr;
  bool fails = false;  // without the secret the RUN fails by itself
};
}  // namespace

// A test or a fallback: the script knows that the secret may be missing.
static bool asks_whether(const CommandList& commands, std::string_view path) {
  return std::any_of(
      commands.commands.begin(), commands.commands.end(), [&](const Command& command) {
        if (command.program != "test" && command.program != "[" && command.program != "[[")
          return false;
        return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
          return word.text.find(path) != std::string::npos;
        });
      });
}

static std::optional<Reading> reading_of(const CommandList& commands, std::string_view path) {
  if (commands.is_opaque() || asks_whether(commands, path)) return std::nullopt;
  for (const Command& command : commands.commands) {
    if (command.runs != Runs::Always) continue;
    const CommandEffects& effects = effects_of(command);
    const bool reads =
        std::any_of(effects.reads.begin(), effects.reads.end(),
                    [&](const PathUse& use) { return use.known && use.path == path; });
    if (!reads) continue;
    const bool substituted = commands.inside(command, Scope::Kind::Substitution);
    return Reading{&command, is_yes(command.failure_fails) && !substituted};
  }
  return std::nullopt;
}

static std::optional<std::vector<Edit>> require(const Facts& facts, const Mount& mount) {
  const char last = facts.source.at(mount.span).back();
  if (last == '"' || last == '\'') return std::nullopt;
  return edits::insert(mount.span.end, ",required=true");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Mount& mount : run->mounts) {
      if (mount.type() != "secret" || mount.field({"required"}) || mount.field({"env"})) continue;
      const std::string path = secret_path(facts, run, mount);
      if (path.empty()) continue;
      const std::optional<Reading> reading = reading_of(facts.commands(run), path);
      if (!reading) continue;
      report.at(mount.span, "this secret is not required, though " + quoted(path) + " is read")
          .related(reading->command->span, "read here")
          .fix(reading->fails ? safe()
                              : unsafe("a build without the secret stops, where it went on before"),
               "require the secret", require(facts, mount), Effects::none());
    }
  }
}

extern constinit const Rule secret_mount_not_required{
    .name = "secret-mount-not-required",
    .aliases = {},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "a secret that is read, but not required",
    .why =
        "A secret that nobody passes is silently not there. The command then fails with words of "
        "its own, or goes on with an empty token and leaves a half-made layer in the cache.",
    .bad = R"(FROM alpine:3.20
RUN --mount=type=secret,id=token cat /run/secrets/token
)",
    .good = R"(FROM alpine:3.20
RUN --mount=type=secret,id=token,required=true cat /run/secrets/token
)",
    .fix_safety =
        "Safe where the RUN fails without the secret anyway; unsafe where it would go on, as with "
        "`$(cat ...)`.",
    .references = {"https://docs.docker.com/reference/dockerfile/#run---mounttypesecret"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"secret"}},
    .check = check};

}  // namespace plimsoll::rules
