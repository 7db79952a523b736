#include "analyzer/image_uses.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static void check(const Facts& facts, Reporter& report) {
  for (const ImageUse& use : images_used(facts)) {
    if (use.by == ImageUse::By::Syntax || !is_no(use.has_digest())) continue;
    report.at(use.where, quoted(use.text.display()) + " is not pinned by digest")
        .help("add `@sha256:...` of the image index behind the tag, and let a bot raise both");
  }
}

extern constinit const Rule base_image_not_digest_pinned{
    .name = "base-image-not-digest-pinned",
    .aliases = {"dockerfile-source-not-pinned"},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .on = false,
    .summary = "an image that is named by tag alone",
    .why =
        "A tag can be moved to other bytes at any time, by its owner or by whoever has taken over "
        "the account. A digest cannot; the tag before it stays readable for people and bots.",
    .bad = R"(FROM debian:12
CMD ["bash"]
)",
    .good =
        R"(FROM debian:12@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
CMD ["bash"]
)",
    .references =
        {"https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
