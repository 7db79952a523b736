#include <charconv>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// From here on the sparse file is large enough to be felt: an entry of lastlog takes 292 bytes.
static constexpr std::uint64_t high = 100'000;
static constexpr std::uint64_t lastlog_entry_bytes = 292;

static std::optional<std::uint64_t> uid_of(const Facts& facts, const Run& run,
                                           const Command& command) {
  const Option* option = command.option({"-u", "--uid"});
  if (!option || !option->value) return std::nullopt;
  std::string text = *option->value;
  if (!option->value_known) {
    const ShellWord& word = command.words[option->value_word];
    const std::optional<std::string> expanded =
        word.expanded([&](std::string_view name) -> std::optional<std::string> {
          const Lookup found = facts.variable(run, command, name);
          if (!is_yes(found.defined) || !found.value.known()) return std::nullopt;
          return found.value.text();
        });
    if (!expanded) return std::nullopt;
    text = *expanded;
    if (option->word == option->value_word) {  // `--uid=$UID`, `-u$UID`
      text.erase(0, text.starts_with("--uid=") ? 6 : 2);
    }
  }
  std::uint64_t uid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), uid);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return uid;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    // Alpine has no lastlog that could grow.
    if (!facts.ships(run) || facts.base(run).distribution == "alpine") continue;
    for (const Command* command : facts.commands(run).all("useradd")) {
      if (command->has_option({"-l", "--no-log-init", "-D", "--defaults"}) ||
          command->may_hide_options()) {
        continue;
      }
      const std::optional<std::uint64_t> uid = uid_of(facts, run, *command);
      if (!uid || *uid < high) continue;
      Effects effects;
      effects.changes = {"/var/log/lastlog", "/var/log/faillog"};
      report
          .at(command->option({"-u", "--uid"})->span,
              "a user id this high makes `useradd` write a huge sparse lastlog")
          .cost({.bytes = *uid * lastlog_entry_bytes, .seconds = {}})
          .fix(safe(), "add `--no-log-init`", edits::add_option(facts, *command, "--no-log-init"),
               effects);
    }
  }
}

extern constinit const Rule useradd_high_uid{
    .name = "useradd-high-uid",
    .aliases = {"DL3046", "DF064"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::Always,
    .summary = "`useradd` with a very high user id and without `--no-log-init`",
    .why =
        "useradd resets the entry of the new user in /var/log/lastlog and /var/log/faillog, which "
        "are indexed by user id. On disk the files are sparse; in a layer they are not: a user id "
        "in the millions makes gigabytes of zeros.",
    .bad = R"(FROM debian:12
RUN useradd --uid 1000120000 app
)",
    .good = R"(FROM debian:12
RUN useradd --no-log-init --uid 1000120000 app
)",
    .fix_safety = "Safe: only the login records of a user that has never logged in are left out.",
    .references = {"https://docs.docker.com/build/building/best-practices/#user"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"useradd"}},
    .check = check};

}  // namespace plimsoll::rules
