// Formats of one line a finding: GNU's, and GitHub's workflow commands.

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/base/paths.h"
#include "app/report/locator.h"
#include "app/report/printable.h"
#include "app/report/tally.h"
#include "app/report/writers.h"

namespace plimsoll::app {

namespace {

class GnuReport final : public ReportWriter {
 public:
  explicit GnuReport(Sink sink) : sink_(std::move(sink)) {}

  void add(const FileReport& file) override {
    std::string out;
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      const Region region = locator.find(finding.primary.where);
      out += fmt::format("{}:{}:{}: {}: {} [{}]\n", printable(region.source->path()),
                         region.begin.line, region.begin.column, to_string(finding.severity),
                         printable(message_with_place(finding)), finding.rule);
    }
    if (!out.empty()) sink_(out);
  }

  void finish(const RunEnd& /*end*/) override {}

 private:
  Sink sink_;
};

// Percent-encodes what would end a command, or a property of one.
std::string command_text(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool ends = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    if (ends) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string path_property(std::string_view path) {
  return command_text(printable(normal_path(path)), true);
}

// GitHub shows ten annotations of each level in a step and drops the rest in silence. So they are
// held until the end, the worst first, and one notice says what is not shown.
class GithubReport final : public ReportWriter {
 public:
  explicit GithubReport(Sink sink) : sink_(std::move(sink)) {}

  void add(const FileReport& file) override {
    Locator locator(file, ColumnUnit::CodePoint);
    for (const Finding& finding : file.findings) {
      ++all_;
      const std::size_t level = level_of(finding.severity);
      if (commands_[level].size() >= shown_of_a_level) continue;
      const Region region = locator.find(finding.primary.where);
      std::string place =
          fmt::format("file={},line={},endLine={},", path_property(region.source->path()),
                      region.begin.line, region.end.line);
      // Columns are for ranges within a line; GitHub drops an annotation whose end is before its
      // start.
      if (region.begin.line == region.end.line) {
        place += fmt::format("col={},endColumn={},", region.begin.column,
                             std::max(region.end.column, region.begin.column));
      }
      if (file.is_image && !region.in_text) place.clear();  // it is no file of the repository
      std::string message = printable(message_with_place(finding));
      if (!finding.help.empty()) message += "\n" + printable(finding.help);
      commands_[level].push_back(fmt::format("::{} {}title={}::{}\n", level_names[level], place,
                                             command_text(finding.rule, true),
                                             command_text(message, false)));
    }
  }

  void finish(const RunEnd& end) override {
    std::string out;
    std::size_t shown = 0;
    for (const auto& commands : commands_) {
      for (const std::string& command : commands) out += command;
      shown += commands.size();
    }
    for (const Notice& notice : end.notices) {
      out +=
          fmt::format("::{} file={}::{}\n", notice.error ? "error" : "warning",
                      path_property(notice.path), command_text(printable(notice.message), false));
    }
    if (all_ > shown) {
      out += fmt::format("::notice::{} not shown here: GitHub shows {} annotations of a level\n",
                         counted(all_ - shown, "more finding"), shown_of_a_level);
    }
    if (!out.empty()) sink_(out);
  }

 private:
  static constexpr std::size_t shown_of_a_level = 10;
  static constexpr std::string_view level_names[] = {"error", "warning", "notice"};

  static std::size_t level_of(Severity severity) {
    return severity == Severity::Error ? 0 : severity == Severity::Warning ? 1 : 2;
  }

  Sink sink_;
  std::vector<std::string> commands_[3];
  std::size_t all_ = 0;
};

}  // namespace

std::unique_ptr<ReportWriter> make_gnu_report(const ReportOptions& /*options*/, Sink sink) {
  return std::make_unique<GnuReport>(std::move(sink));
}

std::unique_ptr<ReportWriter> make_github_report(const ReportOptions& /*options*/, Sink sink) {
  return std::make_unique<GithubReport>(std::move(sink));
}

}  // namespace plimsoll::app
