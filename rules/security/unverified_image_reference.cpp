#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::ImageDescription& image = facts.description;
  if (image.source_kind != "registry" || image.shown.find('@') != std::string::npos) return;
  const std::string digest = image.manifest_digest.empty() ? "" : "@" + image.manifest_digest;
  report
      .at(InLayer{image.shown, InLayer::configuration, ""},
          "pulled by a tag, which may name another image tomorrow")
      .help(digest.empty() ? "name its digest: NAME@sha256:..."
                           : "name its digest, and check a signature of it: " + digest);
}

extern constinit const Rule unverified_image_reference{
    .name = "unverified-image-reference",
    .aliases = {"CIS-DI-0005"},
    .category = Category::Security,
    .severity = Severity::Info,
    .on = false,
    .summary = "the image was pulled by a tag, without anything that proves which one it is",
    .why =
        "Whoever can push to the repository can move a tag. A digest names one image for ever, "
        "and is what signatures (cosign, notation) are about. Docker's own content trust, which "
        "others ask for here, is a setting of the machine that pulls and not of the image, and is "
        "being retired.",
    .bad = R"(FROM registry.example.org/app:1.0
)",
    .good =
        R"(FROM registry.example.org/app@sha256:c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff
)",
    .references = {"https://docs.sigstore.dev/cosign/verifying/verify/"},
    .check_image = check_image};

}  // namespace plimsoll::rules
