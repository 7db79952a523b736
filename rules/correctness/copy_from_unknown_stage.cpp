#include "analyzer/dockerfile/nearest.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// A bare word can only be the name of an image of Docker Hub's library. Whether there is one nobody
// knows offline; those that the table of bases has are surely meant.
static bool may_be_image(const std::string& text) {
  if (text.find_first_of("/:@.") != std::string::npos) return true;
  const auto image = parse_image_reference(text);
  return image && lookup_base(*image).found;
}

static std::string nearest_stage(const Facts& facts, const std::string& text) {
  std::vector<std::string_view> names;
  for (const Stage& stage : facts.stages()) {
    if (!stage.name.empty()) names.push_back(stage.name);
  }
  return std::string(nearest(text, names));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Edge& edge : facts.graph().edges()) {
    const Reference& to = edge.to;
    if (edge.in_trigger) continue;  // the names are another file's
    if (to.kind == Reference::Kind::MissingIndex) {
      const std::size_t count = facts.stages().size();
      report.at(to.where, "there is no stage " + quoted(to.text) + " in this file")
          .help(count == 1 ? "there is one stage, number 0"
                           : "stages are numbered from 0 to " + std::to_string(count - 1));
    } else if (to.kind == Reference::Kind::LaterStage && facts.graph().on_cycle().empty()) {
      report.at(to.where, "stage " + quoted(to.text) + " begins only below this one")
          .related(to.stage->from->span, "it begins here")
          .help("move that stage above the one that copies from it");
    } else if (to.kind == Reference::Kind::Image) {
      // `--from=alpine` beside a stage `alpine2` means the image.
      if (may_be_image(to.text)) continue;
      const std::string near = nearest_stage(facts, to.text);
      FindingBuilder finding =
          report.at(to.where, "no stage is called " + quoted(to.text) + "; it is read as an image");
      if (near.empty()) {
        finding.severity(Severity::Warning)
            .help(
                "write an image with its tag; a `--build-context` of that name can be told to "
                "Plimsoll as one");
      } else {
        finding.help("did you mean the stage `" + near + "`?");
      }
    }
  }
}

extern constinit const Rule copy_from_unknown_stage{
    .name = "copy-from-unknown-stage",
    .aliases = {"DL3022", "FLAG_INVALID_FROM_VALUE", "DF049"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "`--from` or a mount's `from` names no stage of the file",
    .why =
        "The builder takes a name that no stage has for an image and asks a registry for it. With "
        "luck the build fails with a message about permissions; without, somebody else's image of "
        "that name is what you copy from. A stage that begins further down is refused.",
    .bad = R"(FROM golang:1.23 AS builder
FROM alpine:3.20
COPY --from=buidler /out/app /usr/local/bin/app
)",
    .good = R"(FROM golang:1.23 AS builder
FROM alpine:3.20
COPY --from=builder /out/app /usr/local/bin/app
COPY --from=busybox:1.36 /bin/busybox /bin/busybox
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---from"},
    .looks_at = {.words = {"from"}},
    .check = check};

}  // namespace plimsoll::rules
