#include "app/cli/lint.h"

#include <algorithm>

#include "analyzer/context/context.h"
#include "analyzer/facts.h"

namespace plimsoll::app {
namespace {

bool is_elsewhere(const Label& label) {
  const auto* place = std::get_if<InFile>(&label.where);
  return place != nullptr && place->file != 0;
}

bool speaks_of_another_file(const Finding& finding) {
  return is_elsewhere(finding.primary) ||
         std::any_of(finding.related.begin(), finding.related.end(), is_elsewhere);
}

}  // namespace

// bytes -> syntax tree -> typed Dockerfile -> stages, values, shell commands -> facts -> rules ->
// findings. The steps between Dockerfile and facts are taken when a rule asks for them.
Linted lint(const Host& host, syntax::Parser& parser, std::unique_ptr<SourceFile> source,
            const Configuration& configuration, const std::string* context_root) {
  Linted linted;
  Dockerfile dockerfile = parse_dockerfile(*source, parser);
  std::optional<BuildContext> context;
  if (context_root != nullptr) context.emplace(host, *context_root, source->path());
  {
    const Facts facts(*source, dockerfile, configuration.settings, context ? &*context : nullptr);
    linted.result = rules::lint(facts, configuration.selection);
    linted.lacks_target = configuration.settings.invocation.target && !facts.stages().empty() &&
                          facts.target() == nullptr;
  }
  linted.problems = std::move(dockerfile.problems);
  for (Problem& problem : linted.problems) problem.instruction = nullptr;
  const std::vector<Finding>& findings = linted.result.findings;
  if (context && std::any_of(findings.begin(), findings.end(), speaks_of_another_file)) {
    linted.ignore_file =
        std::make_unique<SourceFile>(context->ignore_path(), context->ignore_text());
  }
  linted.source = std::move(source);
  return linted;
}

FileReport report_of(const Linted& linted) {
  FileReport report;
  report.source = linted.source.get();
  if (linted.ignore_file) report.others.push_back(linted.ignore_file.get());
  report.findings = linted.result.findings;
  report.suppressed = linted.result.suppressed;
  return report;
}

bool reaches(const std::vector<Finding>& findings, std::optional<Severity> level) {
  return level && std::any_of(findings.begin(), findings.end(),
                              [&](const Finding& finding) { return finding.severity >= *level; });
}

}  // namespace plimsoll::app
