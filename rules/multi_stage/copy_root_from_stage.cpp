#include <algorithm>
#include <array>

#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_root(std::string_view path) {
  return path == "/" || path == "/." || path == "/*" || path == "/./" || path == "/*/";
}

static bool is_build_tool(std::string_view package) {
  static constexpr std::array<std::string_view, 16> tools{
      "build-essential", "build-base", "gcc",        "g++",     "clang", "make",
      "cmake",           "golang",     "rust",       "cargo",   "maven", "gradle",
      "autoconf",        "git",        "nodejs-dev", "musl-dev"};
  return std::find(tools.begin(), tools.end(), package) != tools.end() ||
         package.ends_with("-dev") || package.ends_with("-devel");
}

static bool is_toolchain_image(const Stage& stage) {
  static constexpr std::array<std::string_view, 8> names{
      "golang", "rust", "gcc", "maven", "gradle", "buildpack-deps", "swift", "haskell"};
  const auto image = parse_image_reference(stage.base.text);
  return image && std::find(names.begin(), names.end(), image->basename()) != names.end();
}

// What a stage, and those below it, install to build with and do not take away again.
static bool has_build_tools(const Facts& facts, const Stage* stage) {
  bool found = false;
  for (; stage; stage = stage->parent()) {
    if (stage->base.kind == Reference::Kind::Image && is_toolchain_image(*stage)) return true;
    for (const Instruction* instruction : stage->instructions) {
      const Run* run = as<Run>(instruction);
      if (!run) continue;
      for (const Command& command : facts.commands(*run).commands) {
        const bool removes = command.subcommand == "del" || command.subcommand == "purge" ||
                             command.subcommand == "remove" || command.subcommand == "autoremove" ||
                             command.subcommand == "erase";
        if (removes) return false;
      }
      for (const Package& package : facts.commands(*run).installs()) {
        found = found || is_build_tool(package.name);
      }
    }
  }
  return found;
}

static bool starts_empty(const Stage& stage) {
  const Stage* bottom = &stage;
  while (bottom->parent()) bottom = bottom->parent();
  return bottom->base.kind == Reference::Kind::Scratch;
}

// Images that are made to be laid over another one whole: there is nothing else in them.
static bool is_made_for_it(std::string_view reference) {
  static constexpr std::array<std::string_view, 3> names{"tonistiigi/xx", "crazymax/goreleaser-xx",
                                                         "crazymax/alpine-s6-dist"};
  const auto image = parse_image_reference(reference);
  return image && std::find(names.begin(), names.end(), image->repository) != names.end();
}

// A stage upon an empty image, or upon one of those, holds what was put there and no system.
static bool holds_no_system(const Reference& from) {
  if (!from.is_stage()) return is_made_for_it(from.text);
  const Stage* bottom = from.stage;
  while (bottom->parent()) bottom = bottom->parent();
  return bottom->base.kind == Reference::Kind::Scratch || is_made_for_it(bottom->base.text);
}

static void check(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    const Copy* copy = as<Copy>(edge.instruction);
    if (!copy || copy->broken || copy->sources.size() != 1) continue;
    const Value source = facts.value(*copy, copy->sources.front());
    const Value destination = facts.value(*copy, copy->destination);
    if (!source.known() || !destination.known()) continue;
    if (!is_root(source.text()) || !is_root(destination.text())) continue;
    const Span where = copy->sources.front().span();
    if (!starts_empty(*edge.by)) {
      if (holds_no_system(edge.to)) continue;
      report.at(where, "the whole file system of " + quoted(edge.to.text) + " goes over this one")
          .help("copy the files that are needed");
    } else if (edge.to.is_stage() && has_build_tools(facts, edge.to.stage)) {
      // Into an empty image this joins layers, which is worth having; but not with a compiler.
      report.at(where, "the build tools of " + quoted(edge.to.text) + " come along")
          .help("copy what was built, or remove the tools in that stage first");
    }
  }
}

extern constinit const Rule copy_root_from_stage{
    .name = "copy-root-from-stage",
    .aliases = {"DL3067", "DF026"},
    .category = Category::MultiStage,
    .severity = Severity::Warning,
    .summary = "`COPY --from=... / /` takes the whole file system of another stage",
    .why =
        "Everything comes along: compilers, caches, accounts, and the files of the other system "
        "over "
        "those of this one. What several stages were to keep out is in the image again.",
    .bad = R"(FROM golang:1.23 AS build
RUN go build -o /out/app .
FROM debian:12
COPY --from=build / /
)",
    .good = R"(FROM golang:1.23 AS build
RUN go build -o /out/app .
FROM debian:12
COPY --from=build /out/app /usr/local/bin/app
)",
    .references = {"https://docs.docker.com/build/building/multi-stage/"},
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
