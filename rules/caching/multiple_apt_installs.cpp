#include <optional>
#include <string>
#include <vector>

#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_install(const Command& command) {
  return (command.is("apt-get") || command.is("apt")) && command.subcommand == "install" &&
         !command.operands.empty();
}

// The same program, wrappers, assignments and options, in whatever order.
static bool is_alike(const Command& a, const Command& b) {
  const auto environment = [](const Command& command) {
    std::vector<std::string> words;
    for (const Assignment& assignment : command.assignments) {
      words.push_back(assignment.name + "=" + assignment.value.text);
    }
    for (const Wrapper& wrapper : command.wrappers) words.push_back(wrapper.name);
    return words;
  };
  const auto matter = [](const Command& command) {
    std::vector<std::string> names;
    for (const Option& option : command.options) {
      const bool quiet = option.name == "-q" || option.name == "-y" || option.name == "--yes" ||
                         option.name == "--assume-yes" || option.name == "--quiet" ||
                         option.name == "-qq";
      if (!quiet) names.push_back(option.name + "=" + option.value.value_or(""));
    }
    return names;
  };
  return a.program == b.program && environment(a) == environment(b) && matter(a) == matter(b) &&
         a.redirects.empty() && b.redirects.empty();
}

static bool in_chain(const Command& command) {
  return command.pipeline_length == 1 && !command.background && !command.negated &&
         (command.connector == Connector::Start || command.connector == Connector::And ||
          command.connector == Connector::Sequence);
}

// The packages of a command as they are written, broken lines and all; options in between are left
// out, then on one line.
static std::optional<std::string> packages_of(const Facts& facts, const Command& command) {
  const std::uint32_t first = command.operands.front();
  const std::uint32_t last = command.operands.back();
  if (last - first + 1 == command.operands.size()) {
    const Span all{command.words[first].span.begin, command.words[last].span.end};
    return " " + std::string(facts.source.at(all));
  }
  std::string packages;
  for (const std::uint32_t index : command.operands) {
    const std::string_view written = facts.source.at(command.words[index].span);
    if (written.find('\n') != std::string_view::npos) return std::nullopt;
    packages += " " + std::string(written);
  }
  return packages;
}

static edits::Edits merge(const Facts& facts, const Run& run, const Command& first,
                          const Command& second) {
  const std::optional<std::string> packages = packages_of(facts, second);
  if (!packages || run.command.form != Form::Shell) return std::nullopt;
  return edits::all({edits::insert(first.words.back().span.end, *packages),
                     edits::delete_command(facts, run, second)});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (std::size_t i = 1; i < list.commands.size(); ++i) {
      const Command& first = list.commands[i - 1];
      const Command& second = list.commands[i];
      if (!is_install(first) || !is_install(second) || first.scope != second.scope) continue;
      if (!in_chain(first) || !in_chain(second) || second.connector == Connector::Start) continue;
      if (!is_alike(first, second)) continue;
      const bool tolerated =
          i + 1 < list.commands.size() && list.commands[i + 1].connector == Connector::Or;
      if (tolerated) continue;
      auto edits = merge(facts, *run, first, second);
      FindingBuilder finding = report.at(
          second.span, "apt resolves and unpacks once more, right behind the install before");
      finding.related(first.span, "could install these packages, too");
      if (!edits) finding.help("install them together");
      finding.fix(unsafe("apt may choose otherwise when it sees all packages at once"),
                  "install them together", std::move(edits), Effects{.packages = {"*"}});
    }
  }
}

extern constinit const Rule multiple_apt_installs{
    .name = "multiple-apt-installs",
    .aliases = {"ruleMoreThanOneInstall"},
    .category = Category::Caching,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "one `apt-get install` right behind another in the same RUN",
    .why =
        "Each call reads the whole package database, resolves, and runs its triggers. Within one "
        "RUN nothing is cached between them, so the second one only takes time.",
    .bad = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl && apt-get install -y git
)",
    .good = R"(FROM debian:12
RUN apt-get update && apt-get install -y curl git
)",
    .fix_safety =
        "Always unsafe: between alternatives apt may choose otherwise when it sees all packages "
        "at once.",
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"apt-get", "apt"}},
    .check = check};

}  // namespace plimsoll::rules
