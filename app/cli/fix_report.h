#pragma once

// `fix --format json`: what was done to each file and what was not, for programs
// (docs/reports.md).

#include <string>
#include <string_view>

#include "analyzer/source/source_file.h"
#include "fixers/apply/apply.h"

namespace plimsoll::app {

// One file as an object. `diff` is left out where it is empty and `with_diff` is false.
struct FixedFile {
  std::string_view path;
  const std::string& before;
  const FixResult& fixed;
  bool written = false;
  bool with_diff = false;
  std::string diff;
};
[[nodiscard]] std::string fix_report_file(const FixedFile& file);

// What stands before the first file and behind the last.
[[nodiscard]] std::string fix_report_begin(std::string_view version);
[[nodiscard]] std::string fix_report_end(std::size_t fixes, std::size_t remaining);

}  // namespace plimsoll::app
