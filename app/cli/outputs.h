#pragma once

// Where the report of a run goes: one format to standard output, and any number to files.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/session.h"
#include "app/report/masks.h"
#include "app/report/report.h"

namespace plimsoll::app {

struct AskedReport {
  std::string format;  // one of the names
  std::string file;    // empty: standard output
};

// Reads --format and --output, whose formats are `names`, the first where none is said. A wrong
// value is said, and nothing comes back.
[[nodiscard]] std::optional<std::vector<AskedReport>> asked_reports(
    Session& session, std::span<const std::string_view> names);
// For a report in that place.
[[nodiscard]] ReportOptions report_options(const Session& session, const AskedReport& asked);

class Outputs {
 public:
  // Reads --format and --output. A wrong value is said, and makes ready() false.
  explicit Outputs(Session& session);
  Outputs(const Outputs&) = delete;
  Outputs& operator=(const Outputs&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  // Secrets that stand in the file are masked in what is told of it, or those of `masks`.
  void add(const FileReport& file);
  void add(const FileReport& file, const Masks& masks);
  // Ends every report, and writes the files: each is whole, or as it was.
  void finish();

 private:
  struct Target {
    Format format = Format::Text;
    std::string file;  // empty: standard output
    std::string text;
    std::unique_ptr<ReportWriter> writer;
  };
  void open(const AskedReport& asked);

  Session& session_;
  std::vector<std::unique_ptr<Target>> targets_;
  std::unique_ptr<SecretScanner> scanner_;  // of what is quoted
  std::size_t files_ = 0;
  bool ready_ = true;
};

}  // namespace plimsoll::app
