#include <algorithm>
#include <array>
#include <string>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool contains_any_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

static bool is_apt(const Command& command) {
  return command.is("apt-get") || command.is("apt") || command.is("aptitude") ||
         command.is("apt-cache");
}

// `AllowUnauthenticated=true`, `Acquire::AllowInsecureRepositories "1"`.
static bool is_lax_setting(std::string_view text) {
  const bool names = contains_any_case(text, "AllowUnauthenticated") ||
                     contains_any_case(text, "AllowInsecureRepositories");
  if (!names) return false;
  for (const std::string_view off : {"false", "\"0\"", "=0", "=no", "\"no\""}) {
    if (contains_any_case(text, off)) return false;
  }
  return true;
}

// A line of a sources list that trusts blindly, unless its packages are local files.
static bool is_lax_source(std::string_view text) {
  const bool trusts = text.find("trusted=yes") != std::string_view::npos ||
                      text.find("allow-insecure=yes") != std::string_view::npos ||
                      contains_any_case(text, "\nTrusted: yes");
  if (!trusts) return false;
  return text.find(" file:") == std::string_view::npos &&
         text.find(" copy:") == std::string_view::npos &&
         text.find("localhost") == std::string_view::npos;
}

// What only removes, cleans or lists lets nothing in; `update` does with lists alone.
static bool lets_in(const Command& apt, std::string_view option) {
  static constexpr std::array<std::string_view, 7> idle{
      "remove", "purge", "autoremove", "clean", "autoclean", "autopurge", "edit-sources"};
  if (std::find(idle.begin(), idle.end(), apt.subcommand) != idle.end()) return false;
  return apt.subcommand != "update" || option == "--allow-insecure-repositories";
}

static void check_apt(const Facts& facts, const Command& apt, Reporter& report) {
  static constexpr std::array<std::string_view, 4> switches{
      "--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories",
      "--allow-untrusted"};
  for (const Option& option : apt.options) {
    const bool lax = std::find(switches.begin(), switches.end(), option.name) != switches.end();
    if (lax && !lets_in(apt, option.name)) continue;
    if (lax) {
      report.at(option.span, "apt installs packages that nobody it knows has signed")
          .help("install the repository's key and name it by `signed-by`")
          .fix(unsafe("the packages may be signed by nobody"), "check the signatures",
               edits::remove_options(facts, apt, {option.name}), Effects::none());
    } else if (option.value && is_lax_setting(*option.value)) {
      report.at(option.span, "apt installs packages that nobody it knows has signed")
          .help("install the repository's key and name it by `signed-by`");
    }
  }
}

static void check_text(std::string_view text, Span where, Reporter& report) {
  if (is_lax_source(text)) {
    report.at(where, "whatever this repository sends is installed, signed or not")
        .help("install the repository's key and name it by `signed-by`");
  } else if (is_lax_setting(text)) {
    report.at(where, "apt is told not to check signatures any more")
        .help("install the repository's key and name it by `signed-by`");
  }
}

// The line of a heredoc that holds the words, or all of it.
static void check_body(const Facts& facts, Span body, Reporter& report) {
  const std::string_view text = facts.source.at(body);
  if (!is_lax_source(text) && !is_lax_setting(text)) return;
  for (const std::string_view mark : {"trusted=yes", "allow-insecure=yes", "Trusted: yes",
                                      "AllowUnauthenticated", "AllowInsecureRepositories"}) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) continue;
    const auto begin = body.begin + static_cast<std::uint32_t>(at);
    return check_text(text, {begin, begin + static_cast<std::uint32_t>(mark.size())}, report);
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    if (const Run* run = as<Run>(placed.instruction)) {
      const CommandList& list = facts.commands(*run);
      for (const Command& command : list.commands) {
        if (is_apt(command)) {
          check_apt(facts, command, report);
          continue;
        }
        if (command.is("grep") || command.is("egrep")) continue;  // only asks
        for (const ShellWord& word : command.words) check_text(word.text, word.span, report);
        for (const Redirect& redirect : command.redirects) {
          if (redirect.kind == Redirect::Kind::Heredoc) check_body(facts, redirect.body, report);
        }
      }
    } else if (const Copy* copy = as<Copy>(placed.instruction)) {
      for (const Heredoc& heredoc : copy->heredocs) check_body(facts, heredoc.body, report);
    }
  }
}

extern constinit const Rule unsigned_apt{
    .name = "unsigned-apt",
    .aliases = {"CKV2_DOCKER_8", "CKV2_DOCKER_11"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "apt is told to install packages that are not signed",
    .why =
        "The signature of a repository is what tells its packages from anybody's: most mirrors "
        "are plain http, and whoever stands in between installs programs as root. `--force-yes` "
        "and `[trusted=yes]` turn the check off as well, though they do not say so.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y --allow-unauthenticated tool
)",
    .good = R"(FROM debian:12
COPY example.gpg /usr/share/keyrings/
RUN echo "deb [signed-by=/usr/share/keyrings/example.gpg] https://example.com/debian stable main" \
        > /etc/apt/sources.list.d/example.list \
    && apt-get update && apt-get install -y tool
)",
    .fix_safety =
        "Always unsafe: the build fails where the key is not among the image's. There is none for "
        "a configuration or a list of sources.",
    .references = {"https://manpages.debian.org/bookworm/apt/apt-secure.8.en.html"},
    .also_in_onbuild = true,
    .also_in_history = true,
    .looks_at = {.keywords = {Keyword::Run, Keyword::Copy},
                 .words = {"allow-unauthenticated", "force-yes", "allow-insecure-repositories",
                           "allow-untrusted", "trusted", "Trusted", "allow-insecure",
                           "AllowUnauthenticated", "AllowInsecureRepositories",
                           "allowunauthenticated", "allowinsecurerepositories"}},
    .check = check};

}  // namespace plimsoll::rules
