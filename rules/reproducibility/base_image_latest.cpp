#include <algorithm>
#include <array>

#include "analyzer/image_uses.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

// `stable-slim` moves as `stable` does.
static std::string_view channel_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

// A date or version behind the channel holds it still: `nightly-2025-01-31`.
static bool is_channel(std::string_view tag) {
  if (tag.find_first_of("0123456789") != std::string_view::npos) return false;
  const std::string_view word = channel_of(tag);
  static constexpr std::array channels = {
      "stable", "edge",     "nightly", "main", "master",  "rolling", "canary",    "unstable",
      "devel",  "mainline", "testing", "head", "rawhide", "dev",     "oldstable", "latest"};
  return std::find(channels.begin(), channels.end(), word) != channels.end();
}

static constexpr const char* advice =
    "name the version that you have tested, or pin the image by digest";

// `:latest` stands at the end, whatever the name before it is.
static bool ends_in_latest(const ImageUse& use) {
  return !use.image && !use.text.known() && use.text.suffix().ends_with(":latest");
}

static void check(const Facts& facts, Reporter& report) {
  for (const ImageUse& use : images_used(facts)) {
    if (ends_in_latest(use)) {
      report.at(use.where, "the tag `latest` names another image tomorrow").help(advice);
      continue;
    }
    if (!use.image || use.image->tag.empty() || !use.image->digest.empty()) continue;
    const std::string& tag = use.image->tag;
    const bool latest = tag == "latest";
    if (!latest && !is_channel(tag)) continue;
    // Chainguard's free images have no other tag: there only a digest pins.
    const bool no_choice = use.image->registry == "cgr.dev" || use.by == ImageUse::By::Syntax;
    report.at(use.where, "the tag " + quoted(tag) + " names another image tomorrow")
        .severity(latest && !no_choice ? Severity::Warning : Severity::Info)
        .help(advice);
  }
}

static void check_base(const ImageFacts& facts, Reporter& report) {
  const std::optional<ImageReference> base = parse_image_reference(facts.attribution.base_name);
  if (!base || base->tag.empty() || !base->digest.empty() || facts.dockerfile) return;
  const bool latest = base->tag == "latest";
  if (!latest && !is_channel(base->tag)) return;
  report
      .at(facts.place_of("FROM"),
          "the base's tag " + quoted(base->tag) + " names another image tomorrow")
      .severity(latest && base->registry != "cgr.dev" ? Severity::Warning : Severity::Info)
      .help(advice);
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  check_base(facts, report);
  for (const std::string& name : facts.description.names) {
    const std::optional<ImageReference> own = parse_image_reference(name);
    if (!own || own->tag != "latest" || !own->digest.empty()) continue;
    report
        .at(InLayer{facts.description.shown, InLayer::configuration, ""},
            "the image is called " + quoted(name) + ", which will be another one tomorrow")
        .severity(Severity::Info)
        .help("give it a tag of its version, too");
    return;
  }
}

extern constinit const Rule base_image_latest{
    .name = "base-image-latest",
    .aliases = {"DL3007", "DS-0001", "CKV_DOCKER_7", "DKL-DI-0006", "f45ea400", "latest_tag",
                "avoid-latest-version", "DF024"},
    .category = Category::Reproducibility,
    .severity = Severity::Warning,
    .summary = "a tag that moves: `latest`, `stable`, `edge`, `nightly`",
    .why =
        "`latest` is a tag like any other that its publisher moves with each release. What it "
        "names today is not in the file, so yesterday's image cannot be built again and a new "
        "major version arrives unannounced.",
    .bad = R"(FROM node:latest
CMD ["node"]
)",
    .good = R"(FROM node:22
CMD ["node"]
)",
    .references =
        {"https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::From}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
