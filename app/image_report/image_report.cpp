#include "app/image_report/image_report.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "analyzer/image_facts.h"
#include "app/image_report/words.h"
#include "app/image_report/writers.h"

namespace plimsoll::app {

namespace {

// In the order of ImageFormat.
constexpr std::array<std::string_view, 11> names{"text",       "json",  "html",   "dive-json",
                                                 "sarif",      "gnu",   "github", "gitlab",
                                                 "checkstyle", "junit", "rdjson"};

// Where formats of findings are shared with lint.
Format shared_format(ImageFormat format) {
  return format_from(names[static_cast<std::size_t>(format)]).value_or(Format::Gnu);
}

void write_findings(ImageFormat format, const ImageReport& report, const ReportOptions& options,
                    const RunEnd& end, const Sink& sink) {
  std::vector<Finding> findings(report.file.findings.begin(), report.file.findings.end());
  for (const Gate& gate : report.gates) {
    if (gate.verdict == Gate::Verdict::Failed) findings.push_back(finding_of(gate, report));
  }
  FileReport file = report.file;
  file.findings = findings;
  const auto writer = make_report_writer(shared_format(format), options, sink);
  writer->add(file);
  writer->finish(end);
}

}  // namespace

std::optional<ImageFormat> image_format_from(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<ImageFormat>(i);
  }
  return std::nullopt;
}

std::span<const std::string_view> image_format_names() { return names; }

std::string_view to_string(Gate::Verdict verdict) {
  switch (verdict) {
    case Gate::Verdict::Passed:
      return "passed";
    case Gate::Verdict::Failed:
      return "failed";
    case Gate::Verdict::Off:
      break;
  }
  return "off";
}

Finding finding_of(const Gate& gate, const ImageReport& report) {
  // Names of rules have static storage; gates are few and have fixed names.
  static constexpr std::array<std::string_view, 6> known{
      "max-waste",          "max-size",         "min-efficiency",
      "highestWastedBytes", "lowestEfficiency", "highestUserWastedPercent"};
  Finding finding;
  finding.rule = "gate";
  for (const std::string_view name : known) {
    if (name == gate.name) finding.rule = name;
  }
  finding.severity = Severity::Error;
  finding.message = fmt::format("{}, {}", gate.found, gate.limit);
  finding.primary.where = InLayer{report.figures->name, InLayer::configuration, {}};
  if (!gate.layer) return finding;
  if (report.facts != nullptr) {
    finding.primary.where = report.facts->place(*gate.layer);
  } else {
    finding.primary.where = InLayer{report.figures->name, *gate.layer, {}};
  }
  finding.help = fmt::format("{} by {}", gate.share, layer_words(*report.figures, *gate.layer));
  if (*gate.layer < report.figures->layers.size()) {
    const std::string& text = report.figures->layers[*gate.layer].instruction;
    if (!text.empty()) finding.help += ": " + one_line(text, 100);
  }
  return finding;
}

void write_image_report(ImageFormat format, const ImageReport& report, const ReportOptions& options,
                        const RunEnd& end, const Sink& sink) {
  switch (format) {
    case ImageFormat::Text:
      return write_image_text(report, options, end, sink);
    case ImageFormat::Json:
      return write_image_json(report, options, end, sink);
    case ImageFormat::Html:
      return write_image_html(report, options, end, sink);
    case ImageFormat::DiveJson:
      return write_dive_json(report, sink);
    default:
      return write_findings(format, report, options, end, sink);
  }
}

}  // namespace plimsoll::app
