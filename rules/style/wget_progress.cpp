#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_quiet(const Command& wget) {
  if (wget.has_option({"-q", "--quiet", "-nv", "--no-verbose", "-o", "--output-file", "-a",
                       "--append-output", "--progress", "--show-progress", "-b", "--background",
                       "--spider", "-V", "--version", "-h", "--help"})) {
    return true;
  }
  for (const Redirect& redirect : wget.redirects) {
    if (redirect.kind == Redirect::Kind::Heredoc) continue;
    if (redirect.writes() && redirect.descriptor != 1) return true;  // 2>..., &>...
  }
  return wget.names_hidden_options();
}

// Busybox knows no other switch; the others log a dot for every megabyte or so.
static std::string_view quieter(const Facts& facts, const Run& run) {
  switch (facts.base(run).package_manager) {
    case PackageManager::Apt:
    case PackageManager::Dnf:
    case PackageManager::Yum:
    case PackageManager::Zypper:
    case PackageManager::Pacman:
      return "--progress=dot:giga";
    default:
      return "-q";
  }
}

static void check(const Facts& facts, Reporter& report) {
  const std::string_view bytes = facts.source.bytes();
  if (bytes.find("wgetrc") != std::string_view::npos ||
      bytes.find("WGETRC") != std::string_view::npos) {
    return;  // a configuration may have said so
  }
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* wget : facts.commands(run).all("wget")) {
      if (is_quiet(*wget) || wget->words.size() < 2) continue;
      const std::string_view option = quieter(facts, *run);
      report
          .at(wget->words[wget->program_word].span,
              "wget fills the build's log with its progress bar")
          .fix(safe(), "add `" + std::string(option) + "`", edits::add_option(facts, *wget, option),
               Effects::none());
    }
  }
}

extern constinit const Rule wget_progress{
    .name = "wget-progress",
    .aliases = {"DL3047", "DF056"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Always,
    .summary = "`wget` without control of its progress bar",
    .why =
        "Without a terminal wget prints a line for every fifty kilobytes. A large download makes "
        "thousands of lines in the log, and hides the one that tells what failed.",
    .bad = R"(FROM debian:12
RUN wget https://example.com/app.tar.gz
)",
    .good = R"(FROM debian:12
RUN wget --progress=dot:giga https://example.com/app.tar.gz
)",
    .fix_safety = "Always safe: only the log changes.",
    .references = {"https://www.gnu.org/software/wget/manual/wget.html"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"wget"}},
    .check = check};

}  // namespace plimsoll::rules
