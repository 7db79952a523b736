#include <algorithm>
#include <array>

#include "analyzer/base/paths.h"
#include "analyzer/build_packages.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static bool is_installed_to_build(const Package& package) {
  const bool system = package.manager == "apt" || package.manager == "apk" ||
                      package.manager == "rpm" || package.manager == "zypper" ||
                      package.manager == "pacman";
  return system && package.source == Package::Source::Registry && is_build_package(package.name);
}

// A command that compiles, or installs what may have to be compiled.
static bool compiles(const Command& command) {
  static constexpr std::array<std::string_view, 12> programs{
      "make", "gmake", "cmake", "ninja", "gcc",   "g++",
      "cc",   "c++",   "clang", "cargo", "javac", "configure"};
  if (std::find(programs.begin(), programs.end(), command.program) != programs.end()) return true;
  if (command.is("go", "build") || command.is("go", "install")) return true;
  if (command.is("npm", "install") || command.is("npm", "ci")) return true;
  if (command.is("pip", "install") || command.is("pip3", "install")) return true;
  return command.is("gem", "install") || command.is("bundle", "install") ||
         command.is("yarn", "install") || command.is("mvn") ||
         command.program.starts_with("docker-php-ext-") || command.is("pecl", "install");
}

namespace {
struct Installed {
  Span span;
  std::size_t count = 0;
  bool compiler = false;
  const Run* run = nullptr;
};
}  // namespace

static bool uninstalls(const CommandList& list) {
  return std::any_of(list.commands.begin(), list.commands.end(), [](const Command& command) {
    return command.has_grammar &&
           (effects_of(command).uninstalls || command.subcommand == "autoremove" ||
            (command.is("apk", "del")));
  });
}

// A base or name that says that the image is for building.
static bool is_for_builders(const Facts& facts, const Stage& stage) {
  for (const std::string_view word : {"dev", "build", "ci", "sdk", "toolchain", "compil"}) {
    if (stage.name.find(word) != std::string::npos) return true;
  }
  const std::string& path = facts.source.path();
  return path.find("devcontainer") != std::string::npos;
}

static void look_at(const Facts& facts, const Stage& stage, Reporter& report) {
  Installed installed;
  std::string first;
  bool used = false;
  bool starts_something = false;
  for (const Instruction* instruction : stage.instructions) {
    starts_something = starts_something || instruction->keyword == Keyword::Cmd ||
                       instruction->keyword == Keyword::Entrypoint;
    const Run* run = as<Run>(instruction);
    if (!run) continue;
    const CommandList& list = facts.commands(*run);
    if (list.is_opaque() || uninstalls(list)) return;  // somebody tidies up: not for us to count
    for (const Package& package : list.installs()) {
      if (!package.known || !is_installed_to_build(package)) continue;
      if (installed.count == 0) {
        installed.span = package.span;
        first = package.name;
        installed.run = run;
      }
      ++installed.count;
      installed.compiler = installed.compiler || is_compiler_package(package.name);
    }
    used = used || (installed.count > 0 &&
                    std::any_of(list.commands.begin(), list.commands.end(), compiles));
  }
  // Headers alone may have come for a library that they depend on.
  if (!installed.compiler || !used || !starts_something) return;
  const std::string more = installed.count > 1 ? " and " + std::to_string(installed.count - 1) +
                                                     " more serve to build, and stay"
                                               : " serves to build, and stays";
  report.at(installed.span, quoted(first) + more + " in the image")
      .help("build in a stage of its own, and COPY --from it what runs");
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (target && target->ships() && !is_for_builders(facts, *target)) {
    look_at(facts, *target, report);
  }
}

// Somebody is meant to sit in it: nothing but a shell is started.
static bool is_for_people(const ImageFacts& facts) {
  const auto& started = facts.contents.started();
  if (started.empty()) return true;
  const std::string_view program = file_name(started.front().word);
  return started.size() == 1 && (program == "bash" || program == "sh" || program == "zsh" ||
                                 is_compiler_package(program) || program == "make");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (is_for_people(facts)) return;
  image::EntryRef compiler;
  std::vector<std::string> found;
  for (const std::string_view program :
       {"gcc", "g++", "clang", "cargo", "rustc", "go", "javac", "mvn", "make", "cmake"}) {
    const image::Started tool = facts.contents.look_up(program);
    if (!is_yes(tool.found) || !tool.file.valid()) continue;
    const image::EntryRef file = facts.tree.inode(tool.file);
    if (facts.of_base(file.layer) || facts.contents.owner(tool.path).empty()) continue;
    if (!compiler.valid()) compiler = file;
    found.emplace_back(program);
  }
  if (!compiler.valid()) return;
  std::uint64_t bytes = 0;
  for (const image::Package& package : facts.contents.packages()) {
    if (is_build_package(package.name)) bytes += package.installed_bytes;
  }
  FindingBuilder finding =
      report.at(facts.place(compiler), listed(found) + (found.size() == 1 ? " is" : " are") +
                                           " in the image, to build and nothing more");
  finding.help("build in a stage of its own, and copy the result with `COPY --from`");
  if (bytes > 0) finding.cost({.bytes = bytes, .measured = false});
}

extern constinit const Rule build_tools_in_final{
    .name = "build-tools-in-final",
    .category = Category::Size,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .preview = true,
    .summary = "compilers and headers stay in the image that ships",
    .why =
        "A compiler and its headers take hundreds of megabytes, are scanned and patched for ever, "
        "and are what an intruder likes to find. What runs needs the result alone.",
    .bad = R"(FROM python:3.12-slim
RUN apt-get update && apt-get install -y build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
RUN pip install psycopg2
CMD ["python", "app.py"]
)",
    .good = R"(FROM python:3.12 AS build
RUN pip wheel --wheel-dir /wheels psycopg2

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-index /wheels/*
CMD ["python", "app.py"]
)",
    .references = {"https://docs.docker.com/build/building/multi-stage/"},
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
