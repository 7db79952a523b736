#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// `v1.2.3`, or a commit; anything else is `latest` or a branch.
static bool is_version(std::string_view version) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() > 1 && version[0] == 'v' && is_digit(version[1])) return true;
  return version.size() >= 7 && version.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// "github.com/owner/project": what a repository is named by.
static std::string_view repository_of(std::string_view package) {
  std::size_t end = 0;
  for (int i = 0; i < 3 && end != std::string_view::npos; ++i) end = package.find('/', end + 1);
  return package.substr(0, end);
}

// Its source is in the image already: copied or cloned to its place in GOPATH. Or it is fetched
// there for a `git checkout` of one version.
static bool is_local(const Facts& facts, const Run& run, const Package& package) {
  const std::string place = "src/" + std::string(repository_of(package.name));
  const std::string_view text = facts.source.bytes();
  if (text.substr(0, package.span.begin).find(place) != std::string_view::npos) return true;
  const std::string_view rest = text.substr(package.span.end, run.span.end - package.span.end);
  const std::size_t there = rest.find(place);
  if (there == std::string_view::npos) return false;
  const std::string_view then = rest.substr(there);
  return then.find("checkout") != std::string_view::npos ||
         then.find("reset --hard") != std::string_view::npos;
}

// With a go.mod around, `go install` takes the version that it names.
static bool may_have_module(const Facts& facts, const Placed<Run>& run) {
  const std::string_view text = facts.source.bytes();
  if (text.find("go.mod") != std::string_view::npos ||
      text.find("go mod ") != std::string_view::npos) {
    return true;
  }
  for (const Placed<Copy>& copy : facts.every<Copy>()) {
    if (copy.stage == run.stage && copy->index < run->index && !copy->from()) return true;
  }
  for (const Command& command : facts.commands(run).commands) {
    if (command.is("git", "clone")) return true;
  }
  return false;
}

static bool is_loose(const Facts& facts, const Placed<Run>& run, const Command& command,
                     const Package& package) {
  if (package.source != Package::Source::Registry || !package.known) return false;
  if (package.pin != Package::Pin::None) {
    return package.pin != Package::Pin::Unknown && !is_version(package.version);
  }
  if (is_local(facts, run, package)) return false;
  return command.subcommand == "get" || !may_have_module(facts, run);
}

// The package of `go run`: its first operand; those behind it are for the program.
static std::vector<Package> packages_of(const Command& command) {
  std::vector<Package> packages = effects_of(command).installs;
  if (command.subcommand == "run" && packages.size() > 1) packages.resize(1);
  return packages;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command* command : facts.commands(run).all("go")) {
      if (command->subcommand != "install" && command->subcommand != "get" &&
          command->subcommand != "run") {
        continue;
      }
      for (const Package& package : packages_of(*command)) {
        if (!is_loose(facts, run, *command, package)) continue;
        const bool named = !package.version.empty();
        report
            .at(package.span, named ? quoted("@" + package.version) + " of " +
                                          quoted(package.name) + " is no fixed version"
                                    : quoted(package.name) + " without a version")
            .help("name a version, as in `go install example.com/tool@v1.2.3`");
      }
    }
  }
}

extern constinit const Rule go_install_unpinned{
    .name = "go-install-unpinned",
    .aliases = {"DL3062", "DF054"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "`go install`, `go run` or `go get` of a remote package without a version",
    .why =
        "Each build takes the newest version, or the newest commit of a branch: two builds of the "
        "same commit differ, and a tool that begins to need a newer Go breaks the build.",
    .bad = R"(FROM golang:1.22
RUN go install golang.org/x/tools/cmd/stringer@latest
)",
    .good = R"(FROM golang:1.22
RUN go install golang.org/x/tools/cmd/stringer@v0.22.0
)",
    .references = {"https://go.dev/ref/mod#go-install"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"go"}},
    .check = check};

}  // namespace plimsoll::rules
