#include <algorithm>

#include "rules/rule.h"

namespace plimsoll::rules {

// The elements of the array at `where` that are numbers or bare words; none where an array or an
// object is among them.
static std::vector<Span> bare_elements(const SourceFile& source, Span where) {
  const std::string_view text = source.at(where);
  std::vector<Span> bare;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || (c == '[' && i > 0)) {
      return {};
    } else if ((c >= '0' && c <= '9') || c == '-' || (c >= 'a' && c <= 'z')) {
      const std::size_t end = std::min(text.find_first_of(",] \t\r\n", i), text.size());
      bare.push_back({where.begin + static_cast<std::uint32_t>(i),
                      where.begin + static_cast<std::uint32_t>(end)});
      i = end - 1;
    }
  }
  return bare;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Problem* problem : facts.dockerfile.problems_of(Problem::Kind::JsonElement)) {
    const std::vector<Span> bare = bare_elements(facts.source, problem->where);
    if (bare.empty()) {
      report.at(problem->where, "an element of this array is no string");
      continue;
    }
    std::vector<Edit> quotes;
    for (const Span element : bare) {
      quotes.push_back({{element.begin, element.begin}, "\""});
      quotes.push_back({{element.end, element.end}, "\""});
    }
    report.at(bare.front(), quoted(facts.source.at(bare.front())) + " is no string")
        .fix(unsafe("the file could not be built before"), "put it in quotes", std::move(quotes),
             Effects::none());
  }
}

extern constinit const Rule json_element_not_string{
    .name = "json-element-not-string",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::Sometimes,
    .summary = "an array with an element that is not a string",
    .why =
        "The builder reads the array as JSON and stops at a number, `true`, `null` or an array "
        "inside it: every element is one word of a command line, hence a string.",
    .bad = R"(FROM alpine:3.20
CMD ["sleep", 60]
)",
    .good = R"(FROM alpine:3.20
CMD ["sleep", "60"]
)",
    .fix_safety = "Always unsafe: a file that could not be built builds something then.",
    .references = {"https://docs.docker.com/reference/dockerfile/#exec-form"},
    .looks_at = {.problems = {Problem::Kind::JsonElement}},
    .check = check};

}  // namespace plimsoll::rules
