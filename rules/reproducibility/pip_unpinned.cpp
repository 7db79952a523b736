#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

static bool installs_by_name(const Command& command) {
  if (command.is("pip") || command.is("pipx")) return command.subcommand == "install";
  if (command.is("uv")) {
    return command.subcommand == "pip install" || command.subcommand == "tool install";
  }
  return command.is("easy_install");
}

// Versions come from elsewhere: a constraints file, hashes, a folder of wheels.
static bool is_constrained(const Facts& facts, const Run& run, const Command& command) {
  return command.has_option({"-c", "--constraint", "--require-hashes", "--no-index", "--dry-run",
                             "-h", "--help"}) ||
         is_yes(facts.variable(run, command, "PIP_CONSTRAINT").defined) ||
         is_yes(facts.variable(run, command, "UV_CONSTRAINT").defined);
}

static bool is_loose(const Package& package) {
  return package.pin == Package::Pin::None && package.known && !package.name.empty() &&
         (package.source == Package::Source::Registry || package.source == Package::Source::Vcs);
}

// What pip itself is made of: its newest version is what one usually wants.
static bool is_installer(const Package& package) {
  return package.name == "pip" || package.name == "setuptools" || package.name == "wheel" ||
         package.name == "uv";
}

// `pip install flask>=3`: the shell takes the version away.
static const Redirect* eaten_version(const Command& command, const Package& package) {
  for (const Redirect& redirect : command.redirects) {
    if (redirect.writes() && redirect.span.begin == package.span.end) return &redirect;
  }
  return nullptr;
}

// The file of the context that `-r NAME` reads: one that a COPY before has sent, by its name.
static const ContextFile* requirements_file(const Facts& facts, const Placed<Run>& run,
                                            const Package& list) {
  if (!facts.context || !list.known) return nullptr;
  const std::string_view name = std::string_view(list.name).substr(list.name.rfind('/') + 1);
  const ContextFile* found = nullptr;
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.stage != run.stage || copy->index > run->index || copy->from()) continue;
    for (const Text& source : copy->sources) {
      const Value value = facts.value(copy, source);
      if (!value.known()) continue;
      for (const ContextFile* file : facts.context->sent(value.text()).files) {
        const std::string_view path = file->path;
        if (path.substr(path.rfind('/') + 1) != name || file == found) continue;
        if (found) return nullptr;  // which of the two is not known
        found = file;
      }
    }
  }
  return found;
}

// The names without a version in the text of a requirements file.
static std::vector<std::string> loose_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = line.substr(0, line.find_first_of("#;\r"));
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos || line[begin] == '-') continue;
    line = line.substr(begin, line.find_last_not_of(" \t\\") + 1 - begin);
    if (line.find_first_of("=<>~@/$:") != std::string_view::npos) continue;
    names.emplace_back(line.substr(0, line.find('[')));
  }
  return names;
}

static void check_list(const Facts& facts, const Placed<Run>& run, const Package& list,
                       Reporter& report) {
  constexpr std::uint64_t limit_bytes = 1 << 20;
  const ContextFile* file = requirements_file(facts, run, list);
  if (!file) return;
  const std::optional<std::string> text = facts.context->read(file->path, limit_bytes);
  if (!text || text->find("--hash") != std::string::npos) return;
  const std::vector<std::string> names = loose_names(*text);
  if (names.empty()) return;
  report.at(list.span, quoted(file->path) + " names " + listed(names) + " without a version")
      .severity(Severity::Info)
      .help("write down what is installed now: `pip freeze`, `pip-compile` or `uv pip compile`");
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& command : facts.commands(run).commands) {
      if (!installs_by_name(command) || is_constrained(facts, run, command)) continue;
      std::vector<Package> loose;
      std::vector<std::string> names;
      for (const Package& package : effects_of(command).installs) {
        if (package.source == Package::Source::ListFile) check_list(facts, run, package, report);
        if (!is_loose(package)) continue;
        names.push_back(package.name);
        loose.push_back(package);
      }
      if (loose.empty()) continue;
      FindingBuilder finding = report.at(loose.front().span, listed(names) + " without a version");
      if (const Redirect* redirect = eaten_version(command, loose.front())) {
        finding.related(redirect->span, "without quotes, the shell writes to a file of this name");
      }
      finding.help("name a version (`" + loose.front().name +
                   "==...`), or install from a requirements file with hashes");
      for (std::size_t i = 1; i < loose.size(); ++i) {
        if (loose[i].span != loose[i - 1].span) finding.related(loose[i].span, "nor has this one");
      }
      if (std::all_of(loose.begin(), loose.end(), is_installer)) finding.severity(Severity::Info);
    }
  }
}

extern constinit const Rule pip_unpinned{
    .name = "pip-unpinned",
    .aliases = {"DL3013", "02d9c71f", "DF051"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "`pip install` of a package without a version",
    .why =
        "Each build takes whatever is newest on that day, so that two builds of the same commit "
        "differ, and a release of somebody else can break yours. Unlike the packages of a "
        "distribution, old versions stay on the index: a pin does not rot.",
    .bad = R"(FROM python:3.12
RUN pip install --no-cache-dir flask
)",
    .good = R"(FROM python:3.12
RUN pip install --no-cache-dir flask==3.0.3
RUN pip install --no-cache-dir -r requirements.txt
)",
    .references = {"https://pip.pypa.io/en/stable/topics/repeatable-installs/"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run},
                 .words = {"pip", "pip2", "pip3", "pipx", "uv", "easy_install"}},
    .check = check};

}  // namespace plimsoll::rules
