#pragma once

// A Dockerfile, read as BuildKit reads it: instructions, directives, comments, and the problems for
// which BuildKit would refuse the file. Reading never fails: what is wrong with one instruction is
// a Problem, and the rest is still there.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/dockerfile/instruction.h"
#include "analyzer/source/source_file.h"

namespace plimsoll {

// What BuildKit refuses. One kind is one rule (rules/correctness), so that the words live there.
struct Problem {
  enum class Kind : std::uint8_t {
    EmptyFile,    // no instruction at all
    LineTooLong,  // a physical line of 64 KiB or more
    HeredocUnterminated,
    DirectiveDuplicate,  // the same parser directive twice
    EscapeInvalid,       // `# escape=` other than backslash or backtick
    JsonElement,         // a JSON array with an element that is not a string
    InstructionUnknown,
    BeforeFrom,  // an instruction other than ARG before the first FROM
    NoStage,     // only ARGs
    Arity,       // too few or too many arguments
    FlagUnknown,
    FlagDuplicate,
    FlagValue,        // lacks its value, or not a Boolean / duration / number / known word
    MountInvalid,     // `--mount` that is not a CSV record, unknown key, wrong value
    StageName,        // does not match [a-z][a-z0-9-_.]*
    KeyValueSyntax,   // ENV, LABEL or ARG pair without `=` or without a name
    HealthcheckType,  // neither CMD nor NONE, or CMD alone (then `detail` is set)
    ShellNotJson,
    OnBuildTrigger,      // ONBUILD ONBUILD / FROM / MAINTAINER
    HeredocDestination,  // COPY <<A <<B
    Other,
  };
  Kind kind = Kind::Other;
  Span where;              // the narrow thing that is wrong
  std::string subject;     // the word it is about: the flag, the keyword, the name
  std::string detail;      // what was expected or what is allowed, in our words; may be empty
  std::string hint;        // the nearest known word, where one is near; else empty
  std::uint32_t line = 0;  // the line that BuildKit names (the instruction's first, usually)
  bool refused_in_parser = false;  // BuildKit's parser stops here (else its instruction package)
  bool in_arithmetic = false;      // HeredocUnterminated: the `<<` stands within `((` of the shell
  bool refused_at_build = false;   // BuildKit stops only when the build comes to it: no refusal()
  const Instruction* instruction = nullptr;
};

struct Directive {
  std::string name;  // lower case: syntax, escape, check
  std::string value;
  Span span;
  Span name_span;
  Span value_span;
};

struct Comment {
  Span span;                            // `#` to the line's end
  const Instruction* inside = nullptr;  // the instruction whose continuation it stands in
};

struct Dockerfile {
  std::vector<std::unique_ptr<Instruction>> instructions;
  std::vector<Directive> directives;
  std::vector<Comment> comments;          // all of them, in file order, without directives
  std::vector<Problem> problems;          // in file order
  std::vector<Span> empty_continuations;  // the blank lines inside continued instructions
  char escape = '\\';
  bool unread = false;  // a limit was hit: the file, or the rest of it, is not here
  std::string syntax;   // the frontend image of `# syntax=`, its first word; or ""

  // The problem at which BuildKit stops, or null: the first of its parser, else the first of its
  // instruction package.
  [[nodiscard]] const Problem* refusal() const;
  [[nodiscard]] const Directive* directive(std::string_view name) const;
  [[nodiscard]] std::vector<const Problem*> problems_of(Problem::Kind kind) const;
  // Whether `# syntax=` asks for an image that is not Docker's own: it may know more instructions
  // and flags than BuildKit's.
  [[nodiscard]] bool foreign_frontend() const;

  // Every instruction of type T (ADD counts as Copy), in order; triggers of ONBUILD are not seen.
  template <class T>
  [[nodiscard]] std::vector<const T*> all() const {
    std::vector<const T*> found;
    for (const auto& instruction : instructions) {
      if (const T* typed = as<T>(instruction.get())) found.push_back(typed);
    }
    return found;
  }
};

// Reads `source`. The result refers to nothing of it. Never fails, bounded in time and memory.
[[nodiscard]] Dockerfile parse_dockerfile(const SourceFile& source);

}  // namespace plimsoll
