#include "analyzer/base_reference.h"
#include "analyzer/label_values.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::string_view digest_label = "org.opencontainers.image.base.digest";

static void check(const Facts& facts, Reporter& report) {
  for (const LabelPair& label : labels_of(facts)) {
    if (label.key != digest_label || !label.value.known() || label.value.text().empty()) continue;
    const From* from = bottom_from(label.instruction.stage);
    if (!from) continue;
    const Value image = facts.values().expand_from(*from).value;
    if (!image.known() || image.text() == "scratch" ||
        label.value.text().find('$') != std::string::npos)
      continue;
    if (image.text().find('@') == std::string::npos) {
      report
          .at(label.value_span, "a digest of the base is claimed, but FROM names a tag that moves")
          .related(from->image.span(), "the base")
          .help("pin FROM by the digest, or take the label out");
    } else if (image.text().find(label.value.text()) == std::string::npos) {
      report.at(label.value_span, "the label claims another digest of the base than FROM names")
          .related(from->image.span(), "the base");
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto& labels = facts.description.config.labels;
  const auto& annotations = facts.description.annotations;
  const auto label = labels.find(std::string(digest_label));
  const auto annotation = annotations.find(std::string(digest_label));
  if (label == labels.end() || annotation == annotations.end()) return;
  if (label->second.empty() || label->second == annotation->second) return;
  report
      .at(facts.place_of("LABEL", digest_label),
          "the label claims another digest of the base than the manifest does")
      .help("let the builder write it: an annotation is made from what FROM has taken");
}

extern constinit const Rule label_stale_base_digest{
    .name = "label-stale-base-digest",
    .aliases = {},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "a label claims a digest of the base that FROM does not name",
    .why =
        "Scanners and bots tell from this label whether the base has been mended since. A digest "
        "that was written once and is not what FROM takes tells them something untrue.",
    .bad = R"(FROM debian:12
LABEL org.opencontainers.image.base.digest="sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
)",
    .good = R"(FROM debian:12
LABEL org.opencontainers.image.base.name="docker.io/library/debian:12"
)",
    .references = {"https://github.com/opencontainers/image-spec/blob/main/annotations.md"},
    .looks_at = {.keywords = {Keyword::Label}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
