#include "analyzer/image_uses.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// The repository's name tells the release: `distroless/static-debian12`, `ubi9/ubi`.
static bool release_in_name(const ImageReference& image) {
  return image.repository.find("-debian1") != std::string::npos ||
         !lookup_base(image).release.empty();
}

static void check(const Facts& facts, Reporter& report) {
  for (const ImageUse& use : images_used(facts)) {
    if (use.by == ImageUse::By::Syntax) continue;  // the frontend keeps its promises by major
    if (!is_no(use.has_tag()) || !is_no(use.has_digest())) continue;
    FindingBuilder finding = report.at(
        use.where, quoted(use.text.display()) + " has no tag: it is whatever `latest` is today");
    finding.help("name the version that you have tested, or pin the image by digest");
    if (use.image && release_in_name(*use.image)) finding.severity(Severity::Info);
  }
}

extern constinit const Rule base_image_untagged{
    .name = "base-image-untagged",
    .aliases = {"DL3006", "DS-0001", "CKV_DOCKER_7", "9efb0b2d", "missing_tag",
                "missing-image-version", "DF001"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "an image without tag or digest",
    .why =
        "Without a tag the builder takes `latest`. Tomorrow that is another major version, and a "
        "build that nobody has changed breaks, or worse, does not.",
    .bad = R"(FROM debian
CMD ["bash"]
)",
    .good = R"(FROM debian:12
CMD ["bash"]
)",
    .references =
        {"https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::From}},
    .check = check};

}  // namespace plimsoll::rules
