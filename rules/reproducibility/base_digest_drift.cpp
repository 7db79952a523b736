#include <algorithm>
#include <map>

#include "analyzer/base_reference.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::string_view name_key = "org.opencontainers.image.base.name";

static std::optional<ImageReference> reference_of(const Facts& facts, const From& from) {
  const Value image = facts.values().expand_from(from).value;
  return image.known() ? parse_image_reference(image.text()) : std::nullopt;
}

// `FROM base-$TARGETARCH`: the stages above are alternatives, each with the digest of its platform.
static bool chooses_by_platform(const Facts& facts) {
  return std::any_of(facts.stages().begin(), facts.stages().end(), [](const Stage& stage) {
    const std::string_view image = stage.from ? stage.from->image.str() : std::string_view();
    const bool named = image.find("ARCH") != std::string_view::npos ||
                       image.find("PLATFORM") != std::string_view::npos ||
                       image.find("VARIANT") != std::string_view::npos;
    return named && image.find('$') != std::string_view::npos;
  });
}

// One name that two lines of a file pin to two images: one of them is what it once meant.
static void check(const Facts& facts, Reporter& report) {
  if (chooses_by_platform(facts)) return;
  std::map<std::string, std::pair<const From*, std::string>> pinned;
  for (const Stage& stage : facts.stages()) {
    if (!stage.from || stage.from->platform() || stage.base.kind != Reference::Kind::Image)
      continue;
    const auto image = reference_of(facts, *stage.from);
    if (!image || image->digest.empty() || image->tag.empty()) continue;
    const std::string name = image->registry + "/" + image->repository + ":" + image->tag;
    const auto [first, added] = pinned.try_emplace(name, stage.from, image->digest);
    if (added || first->second.second == image->digest) continue;
    report
        .at(stage.from->image.span(),
            quoted(image->familiar() + ":" + image->tag) + " is pinned to another digest above")
        .related(first->second.first->image.span(), "here")
        .help("one of them is what the tag meant before: pin both to the newer one");
  }
}

// What the image says it was built from: the builder's word, else a label's.
static std::optional<ImageReference> told_base(const ImageFacts& facts) {
  for (const auto* texts : {&facts.description.annotations, &facts.description.config.labels}) {
    const auto found = texts->find(std::string(name_key));
    if (found != texts->end()) return parse_image_reference(found->second);
  }
  return std::nullopt;
}

static bool is_below(const std::vector<std::string>& base, const std::vector<std::string>& image) {
  return base.size() <= image.size() && std::equal(base.begin(), base.end(), image.begin());
}

// Where FROM is, else the lowest layer.
static Location place_of_base(const ImageFacts& facts) {
  const From* from = facts.dockerfile ? bottom_from(facts.dockerfile->target()) : nullptr;
  if (from) return InFile{from->image.span(), 0};
  return place_in(facts, 0, {});
}

// Layers themselves, where the base is at hand. False where they say nothing.
static bool judge_layers(const ImageFacts& facts, Reporter& report) {
  const auto& layers = facts.description.config.diff_ids;
  if (!facts.base || layers.empty() || facts.description.layers.size() != layers.size()) {
    return false;
  }
  if (is_below(facts.base->diff_ids, layers)) return true;
  // A squashed image, or one of another builder, has no layer of any base.
  if (facts.attribution.base_layers == 0) return false;
  FindingBuilder finding =
      report.at(place_of_base(facts),
                "the image is not built upon what " + quoted(facts.base->name) + " is here now");
  if (!facts.base->digest.empty()) finding.label(facts.base->digest);
  finding.help("build it anew, to have what was mended in the base since");
  return true;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  if (judge_layers(facts, report)) return;
  const From* from = facts.dockerfile ? bottom_from(facts.dockerfile->target()) : nullptr;
  const auto image = from ? reference_of(*facts.dockerfile, *from) : std::nullopt;
  const auto told = told_base(facts);
  // Another repository may be a mirror. The annotation's own digest is no help: it may be that of
  // the manifest, where FROM pins the index that it is in.
  if (!image || !told || told->familiar() != image->familiar()) return;
  const bool other_tag = !told->tag.empty() && !image->tag.empty() && told->tag != image->tag;
  const bool other_digest =
      !told->digest.empty() && !image->digest.empty() && told->digest != image->digest;
  if (!other_tag && !other_digest) return;
  const std::string other = told->familiar() + (other_tag ? ":" + told->tag : "@" + told->digest);
  report.at(from->image.span(), "built from " + quoted(other) + ", not from what FROM names")
      .help("build it anew, or look at the commit that it was built from");
}

extern constinit const Rule base_digest_drift{
    .name = "base-digest-drift",
    .aliases = {},
    .category = Category::Reproducibility,
    .severity = Severity::Info,
    .summary = "an image or a pin is upon an older base than the name means",
    .why =
        "A tag moves with each mended release; what was built before stays upon the old one until "
        "somebody builds it anew. Reported is one name that a file pins to two digests; an image "
        "whose annotation or label names another tag or digest of its base than FROM; and an image "
        "whose lowest layers are not those of its base: of `--base`, or of what our own store has "
        "under the name that FROM or the manifest gives. No registry is asked for that, unless "
        "`--base` names an image there. A label that disagrees with FROM or with the manifest is "
        "label-stale-base-digest's.",
    .bad =
        R"(FROM debian:12@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS build
RUN make

FROM debian:12@sha256:731dd1380d6a8d170a695dbeb17fe0eade0e1c29f654cf0a3a07f372191c3f4b
COPY --from=build /app /app
)",
    .good =
        R"(FROM debian:12@sha256:731dd1380d6a8d170a695dbeb17fe0eade0e1c29f654cf0a3a07f372191c3f4b AS build
RUN make

FROM debian:12@sha256:731dd1380d6a8d170a695dbeb17fe0eade0e1c29f654cf0a3a07f372191c3f4b
COPY --from=build /app /app
)",
    .references = {"https://github.com/opencontainers/image-spec/blob/main/annotations.md"},
    .looks_at = {.words = {"sha256"}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
