#include <optional>

#include "analyzer/dockerfile/letter_case.h"
#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {

// `name=value` of a comment that has the shape of a directive: a known name and a likely value.
struct Shape {
  std::string name;
  std::string value;
};

}  // namespace

static std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

static bool is_likely(std::string_view name, std::string_view value) {
  if (name == "escape") return value == "\\" || value == "`";
  if (name == "check") {
    return value.starts_with("skip=") || value.starts_with("error=") ||
           value.starts_with("experimental=");
  }
  return name == "syntax" && value.find("docker") != std::string_view::npos &&
         value.find_first_of(" \t") == std::string_view::npos;
}

static std::optional<Shape> shape_of(std::string_view comment) {
  comment.remove_prefix(1);  // the `#`
  const std::size_t equals = comment.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Shape shape{lower_case(trimmed(comment.substr(0, equals))),
              std::string(trimmed(comment.substr(equals + 1)))};
  if (!is_likely(shape.name, shape.value)) return std::nullopt;
  return shape;
}

// BuildKit also reads a `check` that stands directly above an instruction.
static bool is_check_of_instruction(const Facts& facts, const Shape& shape, Span comment) {
  if (shape.name != "check") return false;
  for (const auto& instruction : facts.dockerfile.instructions) {
    for (const Span above : instruction->comments) {
      if (above == comment) return true;
    }
  }
  return false;
}

static edits::Edits moved_up(const Facts& facts, Span comment) {
  const std::string_view bytes = facts.source.bytes();
  const std::uint32_t top = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (bytes.substr(top).starts_with("#!")) return std::nullopt;
  const std::string line =
      std::string(facts.source.at(comment)) + std::string(edits::line_end(facts.source));
  return edits::all(
      {edits::insert(top, line), edits::remove(edits::whole_lines(facts.source, comment))});
}

static std::size_t next_line(const Facts& facts, std::size_t at) {
  const std::size_t newline = facts.source.bytes().find('\n', at);
  return newline == std::string_view::npos ? newline : newline + 1;
}

static void check(const Facts& facts, Reporter& report) {
  // BuildKit passes over a `#!` when it looks for `syntax` and `check`; not so for `escape`.
  const std::string_view bytes = facts.source.bytes();
  const std::size_t begin = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const bool script = bytes.substr(begin).starts_with("#!");
  std::size_t top = script ? next_line(facts, begin) : std::string_view::npos;
  for (const Comment& comment : facts.dockerfile.comments) {
    const std::optional<Shape> shape = shape_of(facts.source.at(comment.span));
    if (shape && comment.span.begin == top) {
      top = next_line(facts, comment.span.end);
      if (shape->name != "escape") continue;
    }
    if (!shape || is_check_of_instruction(facts, *shape, comment.span)) continue;
    FindingBuilder finding = report.at(
        comment.span, quoted(shape->name + "=" + shape->value) + " is a plain comment here");
    if (const Directive* first = facts.dockerfile.directive(shape->name)) {
      finding.related(first->span, "this one counts");
      continue;
    }
    finding.help("directives stand at the top, before comments, blank lines and instructions");
    // Another escape character would change what every backslash means.
    if (comment.inside || shape->name == "escape") continue;
    finding.fix(unsafe("what it asks for takes effect then"), "move it to the top",
                moved_up(facts, comment.span), Effects::none());
  }
}

extern constinit const Rule misplaced_parser_directive{
    .name = "misplaced-parser-directive",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a parser directive below the first comment, blank line or instruction",
    .why =
        "The builder looks for directives only at the very top. Below the first other line, a "
        "blank one included, it takes them for comments: the frontend, the escape character or "
        "the checks are not what the file says.",
    .bad = R"(# The image of our service.
# syntax=docker/dockerfile:1
FROM alpine:3.20
)",
    .good = R"(# syntax=docker/dockerfile:1
# The image of our service.
FROM alpine:3.20
)",
    .fix_safety = "Always unsafe: the directive takes effect, which it did not before.",
    .references = {"https://docs.docker.com/reference/dockerfile/#parser-directives"},
    .looks_at = {.words = {"syntax", "escape", "check", "SYNTAX", "ESCAPE", "CHECK", "Syntax",
                           "Escape", "Check"}},
    .check = check};

}  // namespace plimsoll::rules
