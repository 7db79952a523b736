#include <algorithm>

#include "analyzer/layer_paths.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_below(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

// The first path at or below `volume` that the step writes; null where there is none.
static const PathTouch* writes_below(const LayerPaths& paths, std::string_view volume) {
  for (const auto* touches : {&paths.writes, &paths.changes}) {
    for (const PathTouch& touch : *touches) {
      if (is_below(touch.path, volume)) return &touch;
    }
  }
  return nullptr;
}

static edits::Edits move_down(const Facts& facts, const Stage& stage, const Volume& volume) {
  const Instruction& last = *stage.instructions.back();
  const std::string text(facts.source.at(volume.span));
  if (&last == &volume || text.find('\n') != std::string::npos) return std::nullopt;
  return edits::all(
      {edits::delete_instruction(facts, volume), edits::insert_below(facts, last, text)});
}

static void look_at(const Facts& facts, const Stage& stage, const Volume& volume,
                    Reporter& report) {
  for (const Text& argument : volume.arguments) {
    const Value path = facts.absolute_path(volume, facts.value(volume, argument));
    if (!path.known() || path.text().size() < 2) continue;
    for (const Instruction* later : stage.instructions) {
      const Run* run = as<Run>(later);
      if (!run || run->index < volume.index) continue;
      const LayerPaths paths = layer_paths(facts, *run);
      const PathTouch* write = writes_below(paths, path.text());
      if (!write) continue;
      report.at(argument.span(), "a step writes into this volume after it was declared")
          .related(write->span, "the classic builder drops what is written here")
          .fix(unsafe("with the classic builder the files are in the image from now on"),
               "declare the volume at the end of the stage", move_down(facts, stage, volume));
      return;
    }
  }
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Volume>& volume : facts.every<Volume>()) {
    if (volume.stage && !volume.onbuild) look_at(facts, *volume.stage, volume, report);
  }
}

extern constinit const Rule volume_then_write{
    .name = "volume-then-write",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a RUN writes below a path that is a VOLUME already",
    .why =
        "The classic builder and some others mount a fresh volume for each step, so what a RUN "
        "writes there is lost; BuildKit keeps it. The same file then makes different images.",
    .bad = R"(FROM debian:12
VOLUME /data
RUN curl -fsSo /data/seed.sql https://example.org/seed.sql
)",
    .good = R"(FROM debian:12
RUN curl -fsSo /data/seed.sql https://example.org/seed.sql
VOLUME /data
)",
    .fix_safety =
        "Unsafe: with BuildKit nothing changes, with the classic builder files that were lost are "
        "in the image.",
    .references = {"https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes"},
    .looks_at = {.keywords = {Keyword::Volume}},
    .check = check};

}  // namespace plimsoll::rules
