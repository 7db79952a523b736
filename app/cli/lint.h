#pragma once

// One Dockerfile, from its bytes to its findings.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/dockerfile/parse.h"
#include "analyzer/source/source_file.h"
#include "app/cli/inputs.h"
#include "app/report/report.h"
#include "rules/engine/lint.h"

namespace plimsoll::app {

// What one text gave. It owns what its findings point into.
struct Linted {
  std::unique_ptr<SourceFile> source;
  std::unique_ptr<SourceFile> ignore_file;  // FileId 1; null where none is in use
  rules::LintResult result;
  std::vector<Problem> problems;  // for which the builder would refuse the text
  bool lacks_target = false;      // no stage is the one that the build asks for
};

// `context_root` is the build context's directory, null where it is not known. Pure but for what
// it reads through `host`; safe on several threads, each with a parser of its own. Never fails:
// what is wrong with the text is a finding.
[[nodiscard]] Linted lint(const Host& host, syntax::Parser& parser,
                          std::unique_ptr<SourceFile> source, const Configuration& configuration,
                          const std::string* context_root);

// For a report; it borrows from `linted`.
[[nodiscard]] FileReport report_of(const Linted& linted);

[[nodiscard]] bool reaches(const std::vector<Finding>& findings, std::optional<Severity> level);

}  // namespace plimsoll::app
