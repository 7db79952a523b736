#include "app/report/tally.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::app {

std::optional<Safety> best_safety(const Finding& finding) {
  std::optional<Safety> best;
  for (const Fix& fix : finding.fixes) best = std::max(best.value_or(fix.safety), fix.safety);
  return best;
}

void Tally::add(const FileReport& file) {
  ++files;
  if (!file.findings.empty()) ++files_with_findings;
  findings += file.findings.size();
  suppressed += file.suppressed.size();
  for (const Finding& finding : file.findings) {
    ++by_severity[static_cast<std::size_t>(finding.severity)];
    OfRule& rule = by_rule[finding.rule];
    ++rule.findings;
    const std::optional<Safety> best = best_safety(finding);
    if (!best || *best == Safety::Suggestion) continue;
    ++rule.fixable;
    ++(*best >= Safety::Safe ? fixable : fixable_unsafe);
  }
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary_line(const Tally& tally, const RunEnd& end) {
  std::string line;
  const auto add = [&](Severity severity, const std::string& words) {
    if (tally.of(severity) == 0) return;
    if (!line.empty()) line += ", ";
    line += words;
  };
  add(Severity::Error, counted(tally.of(Severity::Error), "error"));
  add(Severity::Warning, counted(tally.of(Severity::Warning), "warning"));
  add(Severity::Info, fmt::format("{} info", tally.of(Severity::Info)));
  add(Severity::Style, fmt::format("{} style", tally.of(Severity::Style)));
  if (line.empty()) line = "no findings";
  if (tally.files > 1) line += fmt::format(" in {}", counted(tally.files, "file"));
  if (tally.fixable > 0 && tally.fixable_unsafe > 0) {
    line += fmt::format(" ({} fixable with plimsoll fix, {} more with --unsafe)", tally.fixable,
                        tally.fixable_unsafe);
  } else if (tally.fixable > 0) {
    line += fmt::format(" ({} fixable with plimsoll fix)", tally.fixable);
  } else if (tally.fixable_unsafe > 0) {
    line += fmt::format(" ({} fixable with plimsoll fix --unsafe)", tally.fixable_unsafe);
  }
  if (tally.suppressed > 0) line += fmt::format("; {} suppressed", tally.suppressed);
  if (!end.notices.empty()) {
    line += fmt::format("; not the whole answer: {}", counted(end.notices.size(), "problem"));
  }
  return line;
}

}  // namespace plimsoll::app
