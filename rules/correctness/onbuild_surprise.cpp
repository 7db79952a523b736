#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  const std::vector<std::string>& triggers = facts.description.config.on_build;
  if (triggers.empty()) return;
  const std::string more =
      triggers.size() > 1 ? " and " + std::to_string(triggers.size() - 1) + " more" : "";
  report
      .at(facts.place_of("ONBUILD"), quoted(triggers.front()) + more +
                                         (more.empty() ? " runs" : " run") +
                                         " in every build upon this image")
      .help("write the steps where they run; a template of a Dockerfile tells more");
}

extern constinit const Rule onbuild_surprise{
    .name = "onbuild-surprise",
    .category = Category::Correctness,
    .severity = Severity::Info,
    .summary = "the image carries instructions that run in builds upon it",
    .why =
        "Triggers of ONBUILD are not to be seen in the Dockerfile that they run in. They run "
        "behind its FROM, before anything that it says, with a context they know nothing of.",
    .bad = R"(FROM node:22
ONBUILD COPY . /app
)",
    .good = R"(FROM node:22
COPY . /app
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#onbuild"},
    .check_image = check_image};

}  // namespace plimsoll::rules
