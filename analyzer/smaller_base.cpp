#include "analyzer/smaller_base.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "analyzer/base/paths.h"
#include "analyzer/base_reference.h"

namespace plimsoll {

namespace {
// An image with a tool chain, of which what was built needs nothing or the runtime alone.
struct Toolchain {
  std::string_view image;                  // familiar, without tag
  std::array<std::string_view, 6> builds;  // words of a command that makes what is started
  std::string_view runs_by;                // what starts it; empty: it starts by itself
  std::string_view instead;
};
// An image with compilers and headers for any extension, and the same without.
struct Full {
  std::string_view image;
  std::array<std::string_view, 3> interpreters;
};
}  // namespace

static constexpr std::array toolchains = {
    Toolchain{
        "golang", {"go build", "go install"}, "", "`scratch`, a distroless or an Alpine image"},
    Toolchain{"rust", {"cargo build", "cargo install"}, "", "a slim Debian or distroless image"},
    Toolchain{"swift", {"swift build"}, "", "the tag with `-slim`"},
    Toolchain{"maven", {"mvn"}, "java", "a `jre` of eclipse-temurin"},
    Toolchain{"gradle", {"gradle", "gradlew"}, "java", "a `jre` of eclipse-temurin"},
    Toolchain{"mcr.microsoft.com/dotnet/sdk",
              {"dotnet publish", "dotnet build"},
              "dotnet",
              "`dotnet/aspnet` or `dotnet/runtime`"},
};

static constexpr std::array full_images = {
    Full{"python", {"python", "python3"}},
    Full{"node", {"node", "nodejs"}},
    Full{"ruby", {"ruby"}},
    Full{"perl", {"perl"}},
};

// Programs that a slim image has as well, and that neither compile nor download.
static bool is_everywhere(std::string_view program) {
  static constexpr std::array<std::string_view, 40> programs{
      "",         "set",     "cd",      "echo",  "printf",  "true",     "test",    "[",
      "export",   "mkdir",   "rm",      "rmdir", "mv",      "cp",       "ln",      "chmod",
      "chown",    "chgrp",   "touch",   "cat",   "sed",     "grep",     "head",    "tail",
      "id",       "ls",      "install", "tee",   "useradd", "groupadd", "usermod", "adduser",
      "addgroup", "apt-get", "pwd",     "umask", "find",    "sleep",    "date",    ":"};
  return std::find(programs.begin(), programs.end(), program) != programs.end();
}

// Somebody works in it, or another image is made from it.
static bool is_for_builders(const Facts& facts, const Stage& stage) {
  for (const std::string_view word : {"dev", "build", "ci", "sdk", "test", "toolchain", "compil"}) {
    if (stage.name.find(word) != std::string::npos) return true;
    if (file_name(facts.source.path()).find(word) != std::string_view::npos) return true;
  }
  return facts.source.path().find("devcontainer") != std::string::npos;
}

// What the containers run, if all of it is known and no script.
static std::vector<const Command*> started_by(const Facts& facts, const Stage& stage) {
  const Instruction* cmd = nullptr;
  const Instruction* entrypoint = nullptr;
  for (const Instruction* each : stage.instructions) {
    if (each->keyword == Keyword::Cmd) cmd = each;
    if (each->keyword == Keyword::Entrypoint) entrypoint = each;
  }
  const Instruction* first = entrypoint ? entrypoint : cmd;
  if (!first || facts.commands(*first).is_opaque()) return {};
  std::vector<const Command*> commands;
  for (const Command& command : facts.commands(*first).commands) {
    const bool script = command.program.ends_with(".sh") || command.is("sh") ||
                        command.is("bash") ||
                        command.program.find("entrypoint") != std::string::npos;
    if (script || (command.program.empty() && command.assignments.empty())) return {};
    commands.push_back(&command);
  }
  return commands;
}

static bool says(const Command& command, std::string_view words) {
  const std::size_t blank = words.find(' ');
  const std::string_view program = words.substr(0, blank);
  if (words.empty() || command.program != program) return false;
  if (blank == std::string_view::npos) return true;
  const std::string_view sub = words.substr(blank + 1);
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const ShellWord& word) { return word.is(sub); });
}

static bool builds(const Command& command, const Toolchain& chain) {
  return std::any_of(chain.builds.begin(), chain.builds.end(),
                     [&](std::string_view words) { return says(command, words); });
}

// A program of the tool chain, one that `go install` and `cargo install` have fetched (a watcher, a
// linter), or a file that is copied: all of those may call the tool chain.
static bool is_tool(std::string_view program, const Toolchain& chain,
                    const std::set<std::string>& fetched) {
  static constexpr std::array<std::string_view, 12> tools{"go",      "gofmt", "cargo", "rustc",
                                                          "rustup",  "swift", "mvn",   "gradle",
                                                          "gradlew", "make",  "just",  "task"};
  if (program == chain.runs_by) return false;
  return std::find(tools.begin(), tools.end(), program) != tools.end() ||
         fetched.contains(std::string(program));
}

// Programs that are told to read Go's packages call `go list` for it: controller-gen,
// golangci-lint, govet, swagger-docs; not an agent.
static bool reads_sources(std::string_view program) {
  std::string_view rest = program;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("-_."), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    for (const std::string_view word : {"lint", "gen", "vet", "docs", "godoc"}) {
      if (part.starts_with(word) || part.ends_with(word)) return true;
    }
  }
  return false;
}

// An action of GitHub: what it is run on is the user's repository, with its sources.
static bool works_on_repository(const Facts& facts, const Stage& stage) {
  const Value path = facts.at_end(stage).workdir.path;
  return path.prefix().starts_with("/github/workspace");
}

static bool runs_without(const Command& command, const Toolchain& chain) {
  if (chain.runs_by.empty()) {
    return command.program_word < command.words.size() && command.words[command.program_word].known;
  }
  if (command.program != chain.runs_by) return false;
  // `dotnet app.dll`, not `dotnet run`; `java -jar app.jar`.
  if (chain.runs_by != "dotnet") return true;
  return command.words.size() > command.program_word + 1 &&
         command.words[command.program_word + 1].text.ends_with(".dll");
}

static bool needs_no_toolchain(const Facts& facts, const Stage& stage, const Toolchain& chain) {
  bool built = false;
  std::set<std::string> fetched;
  for (const Instruction* each : chain_instructions(stage)) {
    if (const Copy* copy = as<Copy>(each)) {
      for (const Text& source : copy->sources) {
        fetched.insert(std::string(file_name(facts.value(*copy, source).text_or(""))));
      }
    }
    const Run* run = as<Run>(each);
    if (!run) continue;
    for (const Command& command : facts.commands(*run).commands) {
      built = built || builds(command, chain);
      for (const Package& package : effects_of(command).installs) {
        const std::string_view name = package.name;
        fetched.insert(std::string(file_name(name)));
      }
    }
  }
  const bool of_go = chain.image == "golang";
  if (of_go && works_on_repository(facts, stage)) return false;
  const std::vector<const Command*> started = started_by(facts, stage);
  return built && !started.empty() &&
         std::all_of(started.begin(), started.end(), [&](const Command* command) {
           return !is_tool(command->program, chain, fetched) && runs_without(*command, chain) &&
                  !(of_go && reads_sources(command->program));
         });
}

// Nothing compiles, nothing is copied that was compiled elsewhere, and no program is called that
// only the full image is known to have.
static bool needs_no_more_than_slim(const Facts& facts, const Stage& stage, const Full& full) {
  const auto interpreter = [&](std::string_view program) {
    return !program.empty() && std::find(full.interpreters.begin(), full.interpreters.end(),
                                         program) != full.interpreters.end();
  };
  for (const Instruction* each : chain_instructions(stage)) {
    if (each->keyword == Keyword::OnBuild) return false;
    const Copy* copy = as<Copy>(each);
    if (copy && copy->from()) return false;
    if (!as<Run>(each) && each->keyword != Keyword::Healthcheck) continue;
    const CommandList& list = facts.commands(*each);
    if (list.is_opaque()) return false;
    for (const Command& command : list.commands) {
      // `python setup.py` may compile anything; a health check only looks.
      const bool looks = !as<Run>(each) && interpreter(command.program);
      if (!is_everywhere(command.program) && !looks) return false;
      // What is installed may be what only the full image has the rest of.
      if (!effects_of(command).installs.empty()) return false;
    }
  }
  const std::vector<const Command*> started = started_by(facts, stage);
  return !started.empty() && std::all_of(started.begin(), started.end(), [&](const Command* each) {
    const bool module =
        std::any_of(each->words.begin(), each->words.end(),
                    [](const ShellWord& word) { return word.is("-c") || word.is("-e"); });
    // `python -m app` is python's, whatever the module is called.
    return !each->words.empty() && interpreter(file_name(each->words.front().text)) && !module;
  });
}

std::optional<SmallerBase> smaller_base(const Facts& facts) {
  const Stage* target = facts.target();
  const From* from = bottom_from(target);
  if (!from || !target->ships() || is_for_builders(facts, *target)) return std::nullopt;
  const Value text = base_reference(facts, target);
  const auto image = text.known() ? parse_image_reference(text.text()) : std::nullopt;
  if (!image || image->tag.find("slim") != std::string::npos) return std::nullopt;
  const std::string name = image->familiar();
  for (const Toolchain& chain : toolchains) {
    if (name != chain.image || !needs_no_toolchain(facts, *target, chain)) continue;
    return SmallerBase{from, true, std::string(chain.instead)};
  }
  for (const Full& full : full_images) {
    // Debian's releases alone: Alpine and Windows are other systems.
    const bool whole = name == full.image && facts.base(*target).distribution == "debian" &&
                       !image->tag.empty() && image->tag.find("onbuild") == std::string::npos;
    if (!whole || !needs_no_more_than_slim(facts, *target, full)) continue;
    return SmallerBase{from, false, "`" + name + ":" + image->tag + "-slim`"};
  }
  return std::nullopt;
}

}  // namespace plimsoll
