#include "analyzer/dockerfile/loose_array.h"
#include "fixers/edits/array_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static std::string words_for(LooseArray::Flaw flaw) {
  using Flaw = LooseArray::Flaw;
  switch (flaw) {
    case Flaw::SingleQuotes:
      return "strings need double quotes";
    case Flaw::CurlyQuotes:
      return "these quotes are typographic";
    case Flaw::Unquoted:
      return "its words need double quotes";
    case Flaw::BadEscape:
      return "a backslash has to be doubled";
    case Flaw::MissingComma:
      return "a comma is missing";
    case Flaw::ExtraComma:
      return "a comma is too many";
    case Flaw::NotClosed:
      return "its `]` is missing";
    case Flaw::TextBehind:
      return "something stands behind its `]`";
    case Flaw::UnclosedString:
      break;
  }
  return "a string is not closed";
}

// What may have been meant as an array: of the command, or all behind the flags.
static const Text* candidate(const Instruction& instruction) {
  if (instruction.json || !instruction.heredocs.empty()) return nullptr;
  const Text* text = &instruction.rest;
  if (const Healthcheck* healthcheck = as<Healthcheck>(instruction)) {
    text = &healthcheck->command.shell;
  }
  return text->str().starts_with('[') ? text : nullptr;
}

// A pattern such as `[a-z]*` is a good source of COPY: there has to be a quote or a comma.
static bool is_pattern(const Instruction& instruction, const LooseArray& array,
                       const std::string& text) {
  if (!as<Copy>(instruction)) return false;
  const char first = text[array.elements.front().begin];
  const bool quoted = first == '"' || first == '\'' || static_cast<unsigned char>(first) >= 0x80;
  return !quoted && !(array.elements.front().comma && array.closed);
}

// It is JSON, with a number in it: json-element-not-string.
static bool is_other_json(const Facts& facts, const Text& text) {
  for (const Problem& problem : facts.dockerfile.problems) {
    if (problem.kind == Problem::Kind::JsonElement && problem.where.overlaps(text.span())) {
      return true;
    }
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed.instruction;
    const Text* text = candidate(instruction);
    if (!text) continue;
    const bool list = as<Copy>(instruction) || as<Volume>(instruction);
    const bool command = as<Run>(instruction) || as<Cmd>(instruction) ||
                         as<Entrypoint>(instruction) || as<Healthcheck>(instruction);
    if (!list && !command) continue;
    const std::optional<LooseArray> array = read_loose_array(text->str());
    if (!array || is_pattern(instruction, *array, text->str())) continue;
    if (is_other_json(facts, *text)) continue;
    FindingBuilder finding =
        report.at(text->span(), std::string("this is no JSON, hence ") +
                                    (list ? "words with brackets" : "a command for the shell") +
                                    ": " + words_for(array->flaw));
    if (command && text->str().find('$') != std::string::npos) continue;  // needs the shell
    finding.fix(
        unsafe(list ? "other files or paths are meant then" : "no shell takes part any more"),
        "make it JSON", edits::mend_array(facts, instruction, *text, *array), Effects::none());
  }
}

extern constinit const Rule exec_form_malformed_json{
    .name = "exec-form-malformed-json",
    .aliases = {"34945ae8", "JSON_IN_SINGLE_QUOTES"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "an array that is not JSON and is taken for shell text or plain words",
    .why =
        "The builder does not complain: what is not JSON to the letter is the other form. A "
        "command then runs as `/bin/sh -c \"[ ...\"` and fails when the container starts; COPY "
        "and VOLUME take brackets and commas for parts of paths.",
    .bad = R"(FROM alpine:3.20
CMD ['sleep', '60']
)",
    .good = R"(FROM alpine:3.20
CMD ["sleep", "60"]
)",
    .fix_safety =
        "Always unsafe: the command is then run without a shell, or other paths are meant.",
    .references = {"https://docs.docker.com/reference/dockerfile/#exec-form"},
    .looks_at = {.keywords = {Keyword::Run, Keyword::Cmd, Keyword::Entrypoint, Keyword::Healthcheck,
                              Keyword::Volume, Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
