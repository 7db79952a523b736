#include <algorithm>

#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_small(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

static bool is_capital(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Whether small letters are wanted: by the option, or by most of the instructions; capitals win a
// draw.
static bool wants_small(const Facts& facts, const Reporter& report) {
  const std::string style = report.text("style");
  if (style != "consistent") return style == "lower";
  std::size_t smalls = 0;
  std::size_t capitals = 0;
  for (const auto& instruction : facts.dockerfile.instructions) {
    const std::string_view keyword = facts.source.at(instruction->keyword_span);
    smalls += is_small(keyword) ? 1u : 0u;
    capitals += is_capital(keyword) ? 1u : 0u;
  }
  return smalls > capitals;
}

static void check(const Facts& facts, Reporter& report) {
  const bool small = wants_small(facts, report);
  for (const auto& instruction : facts.dockerfile.instructions) {
    if (instruction->keyword == Keyword::Unknown) continue;
    const std::string_view keyword = facts.source.at(instruction->keyword_span);
    if (small ? is_small(keyword) : is_capital(keyword)) continue;
    std::string wanted(to_string(instruction->keyword));
    if (small) {
      std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                     [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    }
    report
        .at(instruction->keyword_span,
            quoted(keyword) + " is not cased like the other instructions")
        .fix(proved(), "write " + wanted,
             edits::replace_word(facts.source, instruction->keyword_span, wanted), Effects::none());
  }
}

extern constinit const Rule instruction_casing{
    .name = "instruction-casing",
    .aliases = {"ConsistentInstructionCasing", "uppercase_commands", "CASING_INSTRUCTION"},
    .category = Category::Style,
    .severity = Severity::Style,
    .fixes = Fixability::Sometimes,
    .summary = "instruction keywords in different letter cases",
    .why =
        "Keywords may be written in any case. One case in the whole file lets the eye find the "
        "instructions; a lone `run` between capitals looks like a part of the command above.",
    .bad = R"(FROM alpine:3.20
WORKDIR /srv
run touch file
)",
    .good = R"(FROM alpine:3.20
WORKDIR /srv
RUN touch file
)",
    .fix_safety = "Always safe: the builder does not tell the cases apart.",
    .references = {"https://docs.docker.com/reference/build-checks/consistent-instruction-casing/"},
    .options = {OptionSpec{.name = "style",
                           .kind = OptionKind::Text,
                           .initial = "consistent",
                           .help = "upper, lower, or consistent: as most of the file"}},
    .check = check};

}  // namespace plimsoll::rules
