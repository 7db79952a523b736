// Checkstyle and JUnit, as XML 1.0.

#include <fmt/format.h>

#include "analyzer/source/utf8.h"
#include "app/report/locator.h"
#include "app/report/printable.h"
#include "app/report/tally.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

class CheckstyleReport final : public ReportWriter {
 public:
  explicit CheckstyleReport(Sink sink) : sink_(std::move(sink)) {
    sink_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
  }

  void add(const FileReport& file) override {
    std::string out = fmt::format("<file name=\"{}\">\n", markup_text(file.source->path()));
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      const Region region = locator.find(finding.primary.where);
      const bool here = region.source == file.source;
      // Style is not a level of Checkstyle's.
      const std::string_view level =
          finding.severity == Severity::Style ? "info" : to_string(finding.severity);
      std::string message = message_with_place(finding);
      if (!here) message = region.source->path() + ": " + message;
      out += fmt::format(
          "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" "
          "source=\"plimsoll.{}\"/>\n",
          here ? region.begin.line : 1, here ? region.begin.column : 1, level, markup_text(message),
          markup_text(finding.rule));
    }
    sink_(out + "</file>\n");
  }

  void finish(const RunEnd& /*end*/) override { sink_("</checkstyle>\n"); }

 private:
  Sink sink_;
};

class JunitReport final : public ReportWriter {
 public:
  explicit JunitReport(Sink sink) : sink_(std::move(sink)) {}

  void add(const FileReport& file) override {
    const std::string path = markup_text(file.source->path());
    const std::size_t failures = file.findings.size();
    tests_ += failures == 0 ? 1 : failures;
    failures_ += failures;
    suites_ += fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", path,
                           failures == 0 ? 1 : failures, failures);
    if (failures == 0) {
      suites_ += fmt::format("<testcase classname=\"{}\" name=\"no findings\"/>\n", path);
    }
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      const Region region = locator.find(finding.primary.where);
      const std::string place = fmt::format("{}:{}:{}", markup_text(region.source->path()),
                                            region.begin.line, region.begin.column);
      const std::string message = markup_text(message_with_place(finding));
      const auto* layer = std::get_if<InLayer>(&finding.primary.where);
      suites_ += fmt::format(
          "<testcase classname=\"{}\" name=\"{} {}\">"
          "<failure type=\"{}\" message=\"{}\">{}: {}</failure></testcase>\n",
          path, markup_text(finding.rule), layer == nullptr ? place : markup_text(words_of(*layer)),
          to_string(finding.severity), message, place, message);
    }
    suites_ += "</testsuite>\n";
  }

  void finish(const RunEnd& end) override {
    std::string errors;
    for (const Notice& notice : end.notices) {
      errors += fmt::format(
          "<testcase classname=\"{}\" name=\"linted\"><error message=\"{}\"/></testcase>\n",
          markup_text(notice.path), markup_text(notice.message));
    }
    const std::size_t count = end.notices.size();
    if (count > 0) {
      errors =
          fmt::format("<testsuite name=\"plimsoll\" tests=\"{}\" errors=\"{}\">\n", count, count) +
          errors + "</testsuite>\n";
    }
    sink_(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites name=\"plimsoll\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                    tests_ + count, failures_, count));
    sink_(suites_ + errors + "</testsuites>\n");
  }

 private:
  Sink sink_;
  std::string suites_;  // the counts in front of them are known last
  std::size_t tests_ = 0;
  std::size_t failures_ = 0;
};

}  // namespace

std::unique_ptr<ReportWriter> make_checkstyle_report(const ReportOptions& /*options*/, Sink sink) {
  return std::make_unique<CheckstyleReport>(std::move(sink));
}

std::unique_ptr<ReportWriter> make_junit_report(const ReportOptions& /*options*/, Sink sink) {
  return std::make_unique<JunitReport>(std::move(sink));
}

}  // namespace plimsoll::app
