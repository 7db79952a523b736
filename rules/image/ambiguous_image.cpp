#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Disagreement {
  std::string_view kind;  // of a SourceNote
  std::string_view what;
  bool refused = false;  // by docker and containerd
};
}  // namespace

static constexpr std::array<Disagreement, 8> disagreements{{
    {"ambiguous-document", "two programs would read two different images from its documents"},
    {"ambiguous-archive", "other programs would read another copy of one of its files"},
    {"embedded-data-disagrees", "a document is not the same as the copy in its descriptor"},
    {"media-type-disagrees", "a layer is packed in another way than its media type says"},
    {"digest-mismatch", "its bytes are not what their digest says", true},
    {"size-mismatch", "its bytes are more or fewer than their descriptor says", true},
    {"diff-id-mismatch", "a layer is not the one that the configuration names", true},
    {"layer-count-differs", "its layers are more or fewer than those of its configuration", true},
}};

static void say(const ImageFacts& facts, Reporter& report, const image::SourceNote& note) {
  const auto* const found =
      std::find_if(disagreements.begin(), disagreements.end(),
                   [&](const Disagreement& each) { return each.kind == note.kind; });
  if (found == disagreements.end()) return;
  const std::uint32_t layer =
      note.layer < 0 ? InLayer::configuration : static_cast<std::uint32_t>(note.layer);
  FindingBuilder finding =
      report.at(Location(InLayer{facts.description.shown, layer, {}}), std::string(found->what));
  if (found->refused) finding.severity(Severity::Error);
  finding.help(note.what + "; make the image anew, or fetch it again from where it was made");
}

static void check(const ImageFacts& facts, Reporter& report) {
  for (const image::SourceNote& note : facts.description.notes) say(facts, report, note);
  for (const image::LayerScan& layer : facts.scan.layers) {
    for (const image::SourceNote& note : layer.notes) say(facts, report, note);
  }
}

extern constinit const Rule ambiguous_image{
    .name = "ambiguous-image",
    .category = Category::Image,
    .severity = Severity::Warning,
    .summary = "an image whose documents do not agree, so that two programs see two images",
    .why =
        "What an image is made of is said in several documents, some of them twice: index and "
        "manifest, `index.json` and `manifest.json`, names in two spellings, which Go takes for "
        "one "
        "and most others for two. Where they disagree, a scanner may look at one image while the "
        "runtime starts another (CVE-2021-41190 was of that kind). Builders write no such images: "
        "they come from damage, from home-made tools, or from somebody who hides something.",
    .bad = R"(FROM registry.example.com/made-by-hand
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
)",
    .references = {"https://github.com/opencontainers/image-spec/security/advisories/"
                   "GHSA-77vh-xpmg-72qh"},
    .check_image = check};

}  // namespace plimsoll::rules
