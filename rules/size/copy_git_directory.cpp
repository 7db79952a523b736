#include "analyzer/base/amounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Leftover& leftover : facts.contents.leftovers()) {
    if (leftover.kind != "git-directory") continue;
    const image::Culprit* own = nullptr;
    for (const image::Culprit& part : leftover.by_layer) {
      if (!own && !facts.of_base(part.wrote)) own = &part;
    }
    if (!own) continue;
    const std::string help =
        "leave it out by .dockerignore; for `git describe`, mount it: "
        "`RUN --mount=type=bind,source=.git,target=.git`";
    report
        .at(place_in(facts, own->wrote, leftover.path),
            quoted(leftover.path) + " is in the image: " + human_bytes(leftover.bytes.file))
        .help(help)
        .cost({.bytes = leftover.bytes.file, .measured = true});
  }
}

extern constinit const Rule copy_git_directory{
    .name = "copy-git-directory",
    .aliases = {"DD052"},
    .category = Category::Size,
    .severity = Severity::Warning,
    .summary = "the repository's history is in the image",
    .why =
        "`.git` has every version of every file, also those with a password that was taken out "
        "since, and the addresses and tokens of remotes. It changes with each commit and `git gc`, "
        "so that the layer is never found in a cache.",
    .bad = R"(FROM node:22
COPY . /app
)",
    .good = R"(FROM node:22
COPY package.json src /app/
)",
    .references = {"https://docs.docker.com/build/concepts/context/#dockerignore-files"},
    .check_image = check_image};

}  // namespace plimsoll::rules
