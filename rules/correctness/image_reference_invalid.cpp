#include <algorithm>

#include "analyzer/reference/image_reference.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string reason(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
  const std::string_view repository = name.substr(0, name.find_last_of(":@"));
  if (name.find_first_of(" \t") != std::string_view::npos) return "a blank is in it";
  if (name.find("://") != std::string_view::npos) return "a scheme does not belong to it";
  if (last.ends_with(':')) return "the tag behind the colon is missing";
  if (last.find('@') != std::string_view::npos) {
    return "a digest is `sha256:` and 64 hexadecimal digits";
  }
  if (std::any_of(repository.begin(), repository.end(),
                  [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return "a repository is in small letters";
  }
  return "";
}

// `%%NAME%%`, `@NAME@`, `{{name}}`, `<name>`, `ARG_FROM`: something else writes the image in before
// the file is built.
static bool is_placeholder(std::string_view name) {
  if (name.find_first_of("%{}<>#") != std::string_view::npos || name.starts_with('@')) return true;
  if (name.find(":@") != std::string_view::npos || name.find("__") == 0) return true;
  const bool constant = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return constant && name.find('_') != std::string_view::npos;
}

static void accuse(const Reference& reference, Reporter& report) {
  if (reference.kind != Reference::Kind::Image || reference.text.empty()) return;
  if (parse_image_reference(reference.text) || is_placeholder(reference.text)) return;
  FindingBuilder finding =
      report.at(reference.where, quoted(reference.text) + " cannot be the name of an image");
  if (std::string because = reason(reference.text); !because.empty())
    finding.help(std::move(because));
}

// A variable that no ARG declares is what is wrong there, and another rule's.
static bool uses_undeclared(const Facts& facts, const From& from) {
  for (const ExpandedWord& word : facts.expansions(from)) {
    for (const VariableRef& use : word.expansion.uses) {
      if (!facts.values().globals().find(use.name)) return true;
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Stage& stage : facts.stages()) {
    if (stage.from->broken || uses_undeclared(facts, *stage.from)) continue;
    accuse(stage.base, report);
  }
  for (const Edge& edge : facts.graph().edges()) {
    if (!edge.instruction->broken) accuse(edge.to, report);
  }
}

extern constinit const Rule image_reference_invalid{
    .name = "image-reference-invalid",
    .aliases = {"INVALID_REFERENCE_FORMAT"},
    .category = Category::Correctness,
    .severity = Severity::Error,
    .fixes = Fixability::None,
    .summary = "`FROM` or `--from` with a name that no image can have",
    .why =
        "The builder stops before it asks any registry. Names of repositories are in small "
        "letters; a tag is a word behind a colon; a digest is an algorithm and hexadecimal "
        "digits.",
    .bad = R"(FROM registry.example.org/Team/App:1.0
)",
    .good = R"(FROM registry.example.org/team/app:1.0
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#from"},
    .looks_at = {.keywords = {Keyword::From, Keyword::Copy, Keyword::Run}},
    .check = check};

}  // namespace plimsoll::rules
