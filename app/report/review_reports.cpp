// GitLab Code Quality and reviewdog's rdjson: findings as JSON for comments on a merge request.

#include "analyzer/base/paths.h"
#include "analyzer/digest/sha256.h"
#include "app/report/fingerprint.h"
#include "app/report/json_writer.h"
#include "app/report/locator.h"
#include "app/report/rule_book.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

class GitlabReport final : public ReportWriter {
 public:
  explicit GitlabReport(Sink sink) : sink_(std::move(sink)), json_(out_) { json_.begin_array(); }

  void add(const FileReport& file) override {
    Locator locator(file, ColumnUnit::CodePoint);
    fingerprints_.next_file();
    for (const Finding& finding : file.findings) {
      const Region region = locator.find(finding.primary.where);
      const std::string path = normal_path(region.source->path());
      json_.new_line().begin_object();
      json_.field("description", message_with_place(finding));
      json_.field("check_name", "plimsoll/" + std::string(finding.rule));
      // Unique in the whole report, so the path is in it.
      json_.field("fingerprint",
                  digest::to_hex(digest::sha256(path + '\n' + fingerprints_.of(finding, region))));
      json_.field("severity", level(finding.severity));
      json_.key("location").begin_object().field("path", path);
      json_.key("lines").begin_object().field("begin", region.begin.line);
      json_.field("end", region.end.line).end_object().end_object();
      json_.end_object();
    }
    sink_(out_);
    out_.clear();
  }

  void finish(const RunEnd& /*end*/) override {
    json_.new_line().end_array();
    sink_(out_ + '\n');
  }

 private:
  static std::string_view level(Severity severity) {
    switch (severity) {
      case Severity::Error:
        return "critical";
      case Severity::Warning:
        return "major";
      case Severity::Info:
        return "minor";
      case Severity::Style:
        break;
    }
    return "info";
  }

  Sink sink_;
  Fingerprints fingerprints_;
  std::string out_;
  JsonWriter json_;
};

class RdjsonReport final : public ReportWriter {
 public:
  RdjsonReport(const ReportOptions& options, Sink sink)
      : sink_(std::move(sink)), rules_(options.rules, options.rule_pages), json_(out_) {
    json_.begin_object();
    json_.key("source").begin_object().field("name", "plimsoll").end_object();
    json_.key("diagnostics").begin_array();
  }

  void add(const FileReport& file) override {
    Locator locator(file, ColumnUnit::Byte);  // as rdjson counts
    for (const Finding& finding : file.findings) {
      const Region region = locator.find(finding.primary.where);
      json_.new_line().begin_object().field("message", message_with_place(finding));
      append_place(region);
      json_.field("severity", level(finding.severity));
      json_.key("code").begin_object().field("value", finding.rule);
      if (const std::string page = rules_.page(finding.rule); !page.empty()) {
        json_.field("url", page);
      }
      json_.end_object();
      append_suggestion(locator, finding);
      json_.end_object();
    }
    sink_(out_);
    out_.clear();
  }

  void finish(const RunEnd& /*end*/) override {
    json_.new_line().end_array().end_object();
    sink_(out_ + '\n');
  }

 private:
  static std::string_view level(Severity severity) {
    return severity == Severity::Error     ? "ERROR"
           : severity == Severity::Warning ? "WARNING"
                                           : "INFO";
  }

  void append_range(const Region& region) {
    json_.key("range").begin_object();
    json_.key("start").begin_object().field("line", region.begin.line);
    json_.field("column", region.begin.column).end_object();
    json_.key("end").begin_object().field("line", region.end.line);
    json_.field("column", region.end.column).end_object();
    json_.end_object();
  }

  void append_place(const Region& region) {
    json_.key("location").begin_object().field("path", normal_path(region.source->path()));
    append_range(region);
    json_.end_object();
  }

  // One click applies one suggestion, so only a preferred fix of one edit is one.
  void append_suggestion(Locator& locator, const Finding& finding) {
    if (finding.fixes.empty() || finding.fixes.front().edits.size() != 1) return;
    const Edit& edit = finding.fixes.front().edits.front();
    json_.key("suggestions").begin_array().begin_object();
    append_range(locator.find(edit.where));
    json_.field("text", edit.text).end_object().end_array();
  }

  Sink sink_;
  RuleBook rules_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_gitlab_report(const ReportOptions& /*options*/, Sink sink) {
  return std::make_unique<GitlabReport>(std::move(sink));
}

std::unique_ptr<ReportWriter> make_rdjson_report(const ReportOptions& options, Sink sink) {
  return std::make_unique<RdjsonReport>(options, std::move(sink));
}

}  // namespace plimsoll::app
