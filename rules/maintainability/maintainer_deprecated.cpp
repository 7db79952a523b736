#include <vector>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static constexpr std::string_view authors = "org.opencontainers.image.authors";

// The stages, by index, that have the label already.
static std::vector<bool> labelled_stages(const Facts& facts) {
  std::vector<bool> labelled(facts.stages().size());
  for (const Placed<LabelInstruction>& label : facts.every<LabelInstruction>()) {
    for (const KeyValue& pair : label->pairs) {
      if (label.stage && pair.key.str() == authors) labelled[label.stage->index] = true;
    }
  }
  return labelled;
}

// MAINTAINER takes the rest of the line as it stands; a LABEL's value would be expanded.
static edits::Edits as_label(const Facts& facts, const Maintainer& maintainer) {
  const std::string label = std::string(authors) + "=" +
                            edits::quoted_value(maintainer.value.str(), facts.dockerfile.escape);
  return edits::all({edits::rename_keyword(facts, maintainer, "LABEL"),
                     edits::replace_arguments(maintainer, label)});
}

static void check(const Facts& facts, Reporter& report) {
  const std::vector<bool> labelled = labelled_stages(facts);
  for (const Placed<Maintainer>& maintainer : facts.every<Maintainer>()) {
    FindingBuilder finding =
        report.at(maintainer->keyword_span, "MAINTAINER is deprecated in favour of a label");
    if (maintainer->broken) continue;
    Effects effects = Effects::configuring("author");
    if (maintainer.stage && labelled[maintainer.stage->index]) {
      finding.fix(unsafe("the stage has the label already, perhaps with another name in it"),
                  "remove it", edits::delete_instruction(facts, maintainer), std::move(effects));
    } else {
      effects.config.emplace_back("Labels");
      finding.fix(safe(), "say it with the label " + std::string(authors),
                  as_label(facts, maintainer), std::move(effects));
    }
  }
}

extern constinit const Rule maintainer_deprecated{
    .name = "maintainer-deprecated",
    .aliases = {"DL4000", "MaintainerDeprecated", "DS-0022", "CKV_DOCKER_6", "99614418",
                "deprecated_in_1.13", "DEPRECATED_MAINTAINER", "maintainer-is-deprecated", "DF019"},
    .category = Category::Maintainability,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "`MAINTAINER` instead of a label",
    .why =
        "MAINTAINER has been deprecated since Docker 1.13. What it sets is one field that few "
        "tools read; labels are shown by `docker inspect`, can be filtered for, and have a "
        "standard name for the authors of an image.",
    .bad = R"(FROM alpine:3.20
MAINTAINER Jo Field <jo@example.org>
)",
    .good = R"(FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jo Field <jo@example.org>"
)",
    .fix_safety =
        "Safe: the name moves from the image's author field into a label. Unsafe where the "
        "stage has that label already, because the names may differ.",
    .references = {"https://docs.docker.com/reference/build-checks/maintainer-deprecated/",
                   "https://github.com/opencontainers/image-spec/blob/main/annotations.md"},
    .looks_at = {.keywords = {Keyword::Maintainer}},
    .check = check};

}  // namespace plimsoll::rules
