#include <algorithm>

#include "analyzer/base/paths.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool shares_program(const CommandList& a, const CommandList& b) {
  return std::any_of(a.commands.begin(), a.commands.end(), [&](const Command& command) {
    return !command.program.empty() && b.find(command.program) != nullptr;
  });
}

namespace {
// A mount over a path, and whether the layer surely has nothing of that path all the same.
struct Hidden {
  const Mount* mount = nullptr;
  const Run* run = nullptr;
  std::string target;
};
}  // namespace

// Whether a step without the mount may have written what is below `folder`.
static bool may_write(const Facts& facts, const Instruction& instruction, const Hidden& hidden) {
  if (const Run* run = as<Run>(instruction)) {
    if (run == hidden.run || is_yes(facts.mounts_over(*run, hidden.target))) return false;
    const std::string_view text = facts.source.at(run->span);
    const CommandList& list = facts.commands(*run);
    return list.is_opaque() || text.find(file_name(hidden.target)) != std::string_view::npos ||
           shares_program(list, facts.commands(*hidden.run));
  }
  const Copy* copy = as<Copy>(instruction);
  if (!copy) return false;
  const Value to = facts.absolute_path(*copy, facts.value(*copy, copy->destination));
  return !to.known() || lies_below(normal_path(to.text()), hidden.target);
}

// The mount of a step of `stage` (or of those below it) that holds `path`.
static Hidden hidden_by(const Facts& facts, const Stage& stage, const std::string& path) {
  Hidden hidden;
  for (const Stage* each = &stage; each; each = each->parent()) {
    for (const Instruction* instruction : each->instructions) {
      const Run* run = as<Run>(instruction);
      if (!run || run->broken) continue;
      const Mount* mount = facts.mount_over(*run, path);
      if (!mount || (mount->type() != "cache" && mount->type() != "tmpfs")) continue;
      const Value target = facts.mount_target(*run, *mount);
      if (target.known()) hidden = {mount, run, normal_path(target.text())};
    }
  }
  if (!hidden.mount) return {};
  for (const Stage* each = &stage; each; each = each->parent()) {
    for (const Instruction* instruction : each->instructions) {
      if (may_write(facts, *instruction, hidden)) return {};
    }
  }
  return hidden;
}

static void look_at_copies(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    const Copy* copy = as<Copy>(edge.instruction);
    if (!copy || !edge.to.stage || edge.mount) continue;
    for (const Text& text : copy->sources) {
      const Value source = facts.value(*copy, text);
      if (!source.known()) continue;
      const Hidden hidden = hidden_by(facts, *edge.to.stage, normal_path("/" + source.text()));
      if (!hidden.mount) continue;
      report.at(text.span(), "the file is in a mount of its step, so the stage does not have it")
          .related(hidden.mount->span, "what is written here is in no layer")
          .help("copy it out of the mount within that RUN: `cp ... /out/`");
    }
  }
}

static void look_at_line(const Facts& facts, const Stage& stage, const CommandLine& line,
                         Reporter& report) {
  if (line.form != Form::Exec || line.argv.empty()) return;
  const Text& first = line.argv.front();
  if (!first.str().starts_with('/')) return;
  const Hidden hidden = hidden_by(facts, stage, normal_path(first.str()));
  if (!hidden.mount) return;
  report.at(first.span(), "the program is in a mount of its step, so the image does not have it")
      .related(hidden.mount->span, "what is written here is in no layer")
      .help("copy it out of the mount within that RUN: `cp ... /out/`");
}

static void check(const Facts& facts, Reporter& report) {
  look_at_copies(facts, report);
  for (const Placed<Cmd>& cmd : facts.every<Cmd>()) {
    if (cmd.stage && !cmd.onbuild) look_at_line(facts, *cmd.stage, cmd->command, report);
  }
  for (const Placed<Entrypoint>& entry : facts.every<Entrypoint>()) {
    if (entry.stage && !entry.onbuild) look_at_line(facts, *entry.stage, entry->command, report);
  }
}

extern constinit const Rule artifact_in_cache_mount{
    .name = "artifact-in-cache-mount",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "something is taken out of a cache or tmpfs mount by a later instruction",
    .why =
        "A mount is there for one RUN and is no part of its layer. A binary that a compiler leaves "
        "in a mounted `target/` is gone for the next instruction; the COPY of it fails, or, worse, "
        "takes an older file.",
    .bad = R"(FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release
FROM debian:12
COPY --from=build /src/target/release/app /usr/local/bin/app
)",
    .good = R"(FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/app /app
FROM debian:12
COPY --from=build /app /usr/local/bin/app
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#run---mounttypecache"},
    .looks_at = {.keywords = {Keyword::Run}, .words = {"cache", "tmpfs"}},
    .check = check};

}  // namespace plimsoll::rules
