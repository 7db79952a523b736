#pragma once

// How findings reach people and programs. A writer is handed the files of a run one by one, in the
// order in which they are to appear, then once the end of the run; what it makes goes to a sink.
// Nothing here reads a clock, the environment or a file: equal input gives equal bytes.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/finding/finding.h"
#include "analyzer/source/source_file.h"
#include "app/report/links.h"
#include "rules/descriptor.h"
#include "rules/engine/lint.h"

namespace plimsoll::app {

enum class Format : std::uint8_t {
  Text,    // excerpts for people
  Gnu,     // path:line:column: severity: message [rule]
  Json,    // docs/schema/report.schema.json
  Sarif,   // SARIF 2.1.0 (OASIS), within GitHub's limits
  Github,  // workflow commands
  Gitlab,  // Code Quality
  Checkstyle,
  Junit,
  Rdjson,  // reviewdog
};

[[nodiscard]] std::string_view to_string(Format format);  // "text", "gnu", "json" ...
[[nodiscard]] std::optional<Format> format_from(std::string_view name);
[[nodiscard]] std::span<const std::string_view> format_names();  // in the order of the enum

// What one file gave. Everything is borrowed for the time of the call.
struct FileReport {
  const SourceFile* source = nullptr;     // FileId 0; never null
  bool is_image = false;                  // `source` is called as an image is, and has no text
  std::vector<const SourceFile*> others;  // FileId n is others[n - 1]
  // By FileId, what is quoted of them: of the same length, with secrets masked. Empty: themselves.
  std::vector<const SourceFile*> quoted;
  std::span<const Finding> findings;  // in the order in which they are shown
  std::span<const rules::Suppressed> suppressed;
};

// A file that could not be read, a limit that was hit: what makes the answer less than whole.
struct Notice {
  std::string path;  // may be empty
  std::string message;
  bool error = true;  // else a warning
};

struct RunEnd {
  std::vector<Notice> notices;
  int exit_code = 0;
};

// Where a relative path starts and which commit was linted, for SARIF. Empty = unknown, left out.
struct RunPlace {
  std::string directory;        // absolute
  std::string repository_root;  // absolute; `directory` is in it
  std::string repository_uri;
  std::string revision;
  std::string branch;
  std::string category;  // tells several uploads of one commit apart
};

struct ReportOptions {
  // Usually rules::all_rules(); a finding of a rule that is not here is shown with its name only.
  std::span<const rules::Rule* const> rules;
  std::string_view version;                       // of Plimsoll
  std::string_view home_page = app::home_page;    // empty = no link
  std::string_view rule_pages = app::rule_pages;  // empty = rules have no link
  RunPlace place;
  bool color = false;
  bool hyperlinks = false;  // OSC 8; for terminals only
  int columns = 120;        // of the terminal; 120 suits the logs of CI
  bool quiet = false;       // findings only: no notes, no summary
  bool verbose = false;     // `why` below every finding
  bool statistics = false;  // a table of rules at the end
  bool show_suppressed = false;
};

using Sink = std::function<void(std::string_view)>;

class ReportWriter {
 public:
  virtual ~ReportWriter() = default;
  // Files that gave nothing are to be added too: some formats count or list them.
  virtual void add(const FileReport& file) = 0;
  // Once, after the last file.
  virtual void finish(const RunEnd& end) = 0;
};

// `options.rules` and what `sink` refers to must outlive the writer.
[[nodiscard]] std::unique_ptr<ReportWriter> make_report_writer(Format format,
                                                               const ReportOptions& options,
                                                               Sink sink);

// All at once.
[[nodiscard]] std::string render(Format format, const ReportOptions& options,
                                 std::span<const FileReport> files, const RunEnd& end);

}  // namespace plimsoll::app
