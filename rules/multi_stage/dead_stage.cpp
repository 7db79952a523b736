#include <algorithm>
#include <array>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Stages with such a name are built with --target, by hand or in CI.
static bool is_target_by_name(std::string_view name) {
  static constexpr std::array<std::string_view, 22> words{
      "test",      "tests",    "lint",   "dev",        "develop", "development",
      "debug",     "ci",       "check",  "bench",      "docs",    "e2e",
      "local",     "release",  "prod",   "production", "export",  "artifact",
      "artifacts", "binaries", "vendor", "validate"};
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_.", begin), name.size());
    const std::string_view word = name.substr(begin, end - begin);
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    begin = end + 1;
  }
  return false;
}

// Whether something in the file names a stage by its number, which would name another one then.
static bool numbers_are_used(const Facts& facts) {
  return std::any_of(
      facts.graph().edges().begin(), facts.graph().edges().end(), [](const Edge& edge) {
        const std::string& text = edge.to.text;
        return edge.to.kind == Reference::Kind::Unknown ||
               (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos);
      });
}

// By another stage that nothing uses: that one has to go first.
static bool is_referred_to(const Facts& facts, const Stage& stage) {
  const auto& edges = facts.graph().edges();
  return std::any_of(edges.begin(), edges.end(),
                     [&](const Edge& edge) { return edge.to.stage == &stage; }) ||
         std::any_of(facts.stages().begin(), facts.stages().end(),
                     [&](const Stage& other) { return other.base.stage == &stage; });
}

static edits::Edits without(const Facts& facts, const Stage& stage) {
  if (numbers_are_used(facts) || is_referred_to(facts, stage)) return std::nullopt;
  const Instruction* last = stage.instructions.empty() ? stage.from : stage.instructions.back();
  std::uint32_t begin = stage.from->span.begin;
  if (!stage.from->comments.empty() && stage.index > 0) {
    begin = std::min(begin, stage.from->comments.front().begin);
  }
  Span where = edits::whole_lines(facts.source, {begin, last->span.end});
  const std::string_view bytes = facts.source.bytes();
  while (where.end < bytes.size() && (bytes[where.end] == '\n' || bytes[where.end] == '\r')) {
    ++where.end;
  }
  return edits::remove(where);
}

// With that many ends a file is a family of images, each built with --target.
static constexpr std::size_t family_size = 3;

static bool is_family(const Facts& facts) {
  std::size_t ends = 0;
  for (const Stage& stage : facts.stages()) {
    ends += stage.use == Use::Unused && !stage.name.empty() && !is_referred_to(facts, stage);
  }
  return ends >= family_size;
}

// `FROM scratch AS x` with files copied in: what `--target x --output DIR` hands out.
static bool is_export(const Stage& stage) {
  return stage.base.kind == Reference::Kind::Scratch && !stage.name.empty() &&
         std::any_of(stage.instructions.begin(), stage.instructions.end(),
                     [](const Instruction* instruction) { return as<Copy>(instruction); });
}

// `FROM ${SOURCE}` that names a stage: a --build-arg may name any other one.
static bool is_switch(const Stage& stage) {
  return stage.base.is_stage() && stage.from->image.str().find('$') != std::string::npos;
}

static void check(const Facts& facts, Reporter& report) {
  const Stage* target = facts.target();
  if (facts.settings.invocation.target || !target) return;
  const bool family = is_family(facts);
  for (const Stage& stage : facts.stages()) {
    if (stage.use != Use::Unused || stage.from->broken || is_target_by_name(stage.name)) continue;
    if ((family && !stage.name.empty()) || is_export(stage)) continue;
    const bool unknown =
        std::any_of(facts.graph().edges().begin(), facts.graph().edges().end(),
                    [](const Edge& edge) { return edge.to.kind == Reference::Kind::Unknown; });
    if (unknown) return;
    const bool from_unknown =
        std::any_of(facts.stages().begin(), facts.stages().end(), [](const Stage& other) {
          return other.base.kind == Reference::Kind::Unknown || is_switch(other);
        });
    if (from_unknown && !stage.name.empty()) continue;
    report
        .at(stage.from->keyword_span,
            stage.name.empty() ? "nothing uses this stage"
                               : "nothing in the file uses the stage " + quoted(stage.name))
        .help("if it is built with --target, say so by ignoring this finding here")
        .fix(unsafe("somebody may build it with --target"), "remove the stage",
             without(facts, stage));
  }
}

extern constinit const Rule dead_stage{
    .name = "dead-stage",
    .category = Category::MultiStage,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "a stage that nothing uses",
    .why =
        "The builder skips a stage that the last one does not need. Its instructions look like a "
        "part of the image, are kept up to date, and do nothing.",
    .bad = R"(FROM golang:1.22 AS tools
RUN go install example.org/tool@v1.2.3

FROM debian:12
CMD ["bash"]
)",
    .good = R"(FROM golang:1.22 AS tools
RUN go install example.org/tool@v1.2.3

FROM debian:12
COPY --from=tools /go/bin/tool /usr/local/bin/tool
CMD ["tool"]
)",
    .fix_safety =
        "Always unsafe: the stage may be a target of its own. Stages that are named like one "
        "(`test`, `dev`, `lint` ...) are not reported, nor those that hand out files from an "
        "empty image.",
    .references = {"https://docs.docker.com/build/building/multi-stage/"},
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
