#include <algorithm>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool is_name(const std::string& name) {
  const char c = name.empty() ? '?' : name.front();
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool compares(std::string_view test) {
  for (const std::string_view sign :
       {" = ", " == ", " != ", " -eq ", " -ne ", " -lt ", " -gt ", " -le ", " -ge "}) {
    if (test.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

// The text of the `[ ... ]` or `test ...` around the bytes at `where`, on its line; "" elsewhere.
static std::string_view test_around(std::string_view bytes, Span where) {
  constexpr std::string_view ends = ";&|\n(){}`";
  std::uint32_t begin = where.begin;
  while (begin > 0 && ends.find(bytes[begin - 1]) == std::string_view::npos) --begin;
  std::size_t end = std::min(bytes.find_first_of(ends, where.end), bytes.size());
  const std::string_view before = bytes.substr(begin, where.begin - begin);
  const std::size_t bracket = before.rfind("[ ");
  if (bracket != std::string_view::npos && (bracket == 0 || before[bracket - 1] == ' ')) {
    const std::size_t close = bytes.find(" ]", where.end);
    if (close == std::string_view::npos || close > end) return {};
    return bytes.substr(begin + bracket, close - begin - bracket);
  }
  const std::size_t word = before.rfind("test ");
  if (word == std::string_view::npos || (word > 0 && before[word - 1] != ' ')) return {};
  return bytes.substr(begin + word, end - begin - word);
}

// An unquoted variable that is a word by itself: without a value it is no word at all.
static bool is_bare_word(std::string_view bytes, const VariableUse& use) {
  if (!use.plain || use.quoted || !is_name(use.name)) return false;
  const std::uint32_t begin = use.span.begin;
  return begin > 0 && use.span.end < bytes.size() && bytes[begin - 1] == ' ' &&
         bytes[use.span.end] == ' ';
}

static bool may_be_empty(const Facts& facts, const Run& run, const CommandList& list,
                         const std::string& name) {
  if (std::find(list.assigned.begin(), list.assigned.end(), name) != list.assigned.end()) {
    return false;
  }
  const State state = facts.before(run);
  const Variable* variable = state.env.find(name);
  if (!variable) return is_no(state.env.defined(name));
  return variable->origin == Variable::Origin::UnsetArg || is_yes(variable->value.empty());
}

static void check(const Facts& facts, Reporter& report) {
  const std::string_view bytes = facts.source.bytes();
  for (const Placed<Run>& run : facts.runs()) {
    if (run->command.form != Form::Shell) continue;
    const CommandList& list = facts.commands(run);
    if (list.is_opaque()) continue;
    for (const VariableUse& use : list.variables) {
      if (!is_bare_word(bytes, use) || !compares(test_around(bytes, use.span))) continue;
      if (!may_be_empty(facts, run, list, use.name)) continue;
      report.at(use.span, "without a value of " + quoted(use.name) + " this test is an error")
          .fix(safe(), "quote it",
               edits::replace_word(facts.source, use.span,
                                   '"' + std::string(facts.source.at(use.span)) + '"'));
    }
  }
}

extern constinit const Rule unquoted_test_operand{
    .name = "unquoted-test-operand",
    .aliases = {"SC2086"},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::Sometimes,
    .summary = "an unquoted variable in `[ ... ]` that may be empty",
    .why =
        "`[ $MODE = dev ]` is `[ = dev ]` when MODE is empty: the shell complains, and the test "
        "counts as false, or as true behind a `!`. Of the unquoted variables the rule speaks of "
        "these alone; a list of packages in a variable is meant to be split.",
    .bad = R"(FROM debian:12
ARG MODE
RUN if [ $MODE = dev ]; then echo dev; fi
)",
    .good = R"(FROM debian:12
ARG MODE
RUN if [ "$MODE" = dev ]; then echo dev; fi
)",
    .fix_safety = "Safe: a value of one word means the same with quotes.",
    .references = {"https://www.shellcheck.net/wiki/SC2086"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
