#include "rules/engine/history_rules.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/facts.h"
#include "analyzer/history_file.h"
#include "analyzer/image_facts.h"
#include "rules/engine/profile.h"
#include "rules/reporter.h"
#include "rules/table.h"

namespace plimsoll::rules {

namespace {

class HistoryRules {
 public:
  explicit HistoryRules(const ImageFacts& image)
      : image_(image),
        file_(history_file(image.attribution, image.description.config)),
        source_("history", file_.text),
        dockerfile_(parse_dockerfile(source_)),
        facts_(source_, dockerfile_, image.settings) {}

  std::vector<Raised> run(const Selection& selection) {
    if (file_.pieces.empty()) return {};
    const Profile profile(source_.bytes(), dockerfile_);
    const std::span<const Rule* const> table = all_rules();
    std::vector<Raised> raised;
    for (RuleIndex i = 0; i < table.size(); ++i) {
      const Rule& rule = *table[i];
      if (!rule.also_in_history || !selection.states[i].on || !profile.meets(rule.looks_at)) {
        continue;
      }
      std::vector<Finding> said;
      Reporter reporter(rule, selection.states[i].settings, said);
      rule.check(facts_, reporter);
      for (Finding& finding : said) {
        if (moved(finding)) raised.push_back({std::move(finding), i, true});
      }
    }
    return raised;
  }

 private:
  // Where the bytes of a place come from in the image; nothing for what history does not tell.
  [[nodiscard]] std::optional<Location> place_of(const Location& where) const {
    const InFile* in_file = std::get_if<InFile>(&where);
    const HistoryFile::Piece* piece =
        in_file && in_file->file == 0 ? file_.at(in_file->span.begin) : nullptr;
    if (!piece) return std::nullopt;
    const AttributedStep& step = image_.attribution.steps[piece->step];
    if (step.layer) return InLayer{image_.description.shown, *step.layer, {}};
    return image_.place_of(step.step.keyword);
  }

  bool moved(Finding& finding) const {
    const std::optional<Location> where = place_of(finding.primary.where);
    if (!where) return false;
    // The words themselves, since nobody can look them up by line and column.
    const Span span = std::get<InFile>(finding.primary.where).span;
    if (finding.primary.text.empty()) finding.primary.text = quoted(source_.at(span));
    finding.primary.where = *where;
    std::vector<Label> related;
    for (Label& label : finding.related) {
      const std::optional<Location> place = place_of(label.where);
      if (place && *place != *where) related.push_back({*place, std::move(label.text)});
    }
    finding.related = std::move(related);
    finding.fixes.clear();
    return true;
  }

  const ImageFacts& image_;
  const HistoryFile file_;
  const SourceFile source_;
  const Dockerfile dockerfile_;
  const Facts facts_;
};

}  // namespace

std::vector<Raised> history_findings(const ImageFacts& facts, const Selection& selection) {
  return HistoryRules(facts).run(selection);
}

}  // namespace plimsoll::rules
