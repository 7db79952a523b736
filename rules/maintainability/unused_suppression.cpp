#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"
#include "rules/suppression/pragmas.h"
#include "rules/table.h"

namespace plimsoll::rules {

// Whether it is certain that the id keeps nothing silent: all that it names has run, in vain.
static bool is_unused(const Pragmas& pragmas, const PragmaId& id) {
  return id.hits == 0 && !id.rules.empty() &&
         std::all_of(id.rules.begin(), id.rules.end(),
                     [&](const Rule* rule) { return pragmas.ran(*rule); });
}

// Whether the line below would become a parser directive if the comment went away.
static bool guards_directive(const Facts& facts, const Pragma& pragma) {
  const SourceFile& source = facts.source;
  const Dockerfile& dockerfile = facts.dockerfile;
  const bool is_directive =
      std::any_of(dockerfile.directives.begin(), dockerfile.directives.end(),
                  [&](const Directive& directive) { return directive.span == pragma.comment; });
  const bool above_all = dockerfile.instructions.empty() ||
                         pragma.comment.begin < dockerfile.instructions.front()->span.begin;
  if (is_directive || !above_all) return false;
  const std::uint32_t below = source.lines().line_of(pragma.comment.begin) + 1;
  if (below > source.lines().line_count()) return false;
  const std::string_view line = source.at(source.lines().line_span(below));
  return line.starts_with('#') && line.find('=') != std::string_view::npos;
}

static edits::Edits without_comment(const Facts& facts, const Pragmas& pragmas,
                                    const Pragma& pragma) {
  const auto& all = pragmas.all();
  const auto shares = [&](const Pragma& other) { return other.comment == pragma.comment; };
  if (std::count_if(all.begin(), all.end(), shares) > 1) return std::nullopt;
  if (guards_directive(facts, pragma)) {
    return edits::replace_word(facts.source, pragma.comment, "#");
  }
  return edits::remove(edits::whole_lines(facts.source, pragma.comment));
}

// Takes ids out of the list with one comma each.
static edits::Edits without_ids(const Pragma& pragma, const std::vector<const PragmaId*>& unused) {
  std::vector<edits::Edits> parts;
  const auto& ids = pragma.ids;
  bool kept_before = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (std::find(unused.begin(), unused.end(), &ids[i]) == unused.end()) {
      kept_before = true;
    } else if (kept_before) {
      parts.push_back(edits::remove({ids[i - 1].span.end, ids[i].span.end}));
    } else {
      parts.push_back(edits::remove({ids[i].span.begin, ids[i + 1].span.begin}));
    }
  }
  return edits::all(std::move(parts));
}

static void check_unused(const Facts& facts, const Pragmas& pragmas, const Pragma& pragma,
                         Reporter& report) {
  std::vector<const PragmaId*> unused;
  for (const PragmaId& id : pragma.ids) {
    if (!is_unused(pragmas, id)) continue;
    unused.push_back(&id);
  }
  if (unused.empty()) return;
  const std::string names = unused.size() == 1 ? quoted(unused.front()->text)
                                               : std::to_string(unused.size()) + " of these rules";
  const bool own = pragma.dialect == Dialect::Plimsoll;
  const Claim claim =
      own ? safe() : unsafe("the tool that the comment is for may still report something here");
  const bool whole = unused.size() == pragma.ids.size();
  report
      .at(unused.front()->span.join(unused.back()->span), "nothing is left to ignore for " + names)
      .fix(claim, whole ? "remove the comment" : "remove " + names,
           whole ? without_comment(facts, pragmas, pragma) : without_ids(pragma, unused),
           Effects::none());
}

static void check_names(const Pragma& pragma, Reporter& report) {
  if (pragma.dialect != Dialect::Plimsoll) return;
  for (const PragmaId& id : pragma.ids) {
    if (!id.rules.empty()) continue;
    FindingBuilder finding = report.at(id.span, "no rule is called " + quoted(id.text));
    if (const auto nearest = nearest_name(id.text))
      finding.help("did you mean `" + *nearest + "`?");
  }
}

static void check(const Facts& facts, const Pragmas& pragmas, Reporter& report) {
  for (const Pragma& pragma : pragmas.all()) {
    if (!pragma.malformed.empty()) {
      report.at(pragma.comment, "this comment ignores nothing: " + pragma.malformed)
          .severity(Severity::Warning);
      continue;
    }
    check_names(pragma, report);
    if (!pragmas.honoured() || !pragma.ignores || pragma.all_but_ids) continue;
    if (pragma.expired) {
      report.at(pragma.comment, "this ignore has expired and hides nothing any more")
          .severity(pragma.dialect == Dialect::Plimsoll ? Severity::Error : Severity::Info);
      continue;
    }
    check_unused(facts, pragmas, pragma, report);
  }
}

extern constinit const Rule unused_suppression{
    .name = "unused-suppression",
    .category = Category::Maintainability,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "an inline ignore that ignores nothing",
    .why =
        "What was wrong has been mended, the rule's name is misspelt, or the day after which the "
        "ignore should end has come. A comment that stays behind hides the next mistake of that "
        "kind from everybody.",
    .bad = R"(FROM alpine:3.20
# plimsoll: ignore=multiple-cmd -- both are needed
CMD ["serve"]
)",
    .good = R"(FROM alpine:3.20
CMD ["serve"]
)",
    .fix_safety =
        "Safe for Plimsoll's own comments; unsafe for those of another tool, which may find "
        "something there that Plimsoll does not.",
    .check_pragmas = check};

}  // namespace plimsoll::rules
