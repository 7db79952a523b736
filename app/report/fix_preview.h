#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/finding/finding.h"
#include "app/report/excerpt.h"

namespace plimsoll::app {

// A run of whole lines that a fix replaces; a line is without its line end. Lines that stay as they
// are at either end of the run have been left out.
struct ChangedLines {
  std::uint32_t first_before = 1;  // 1-based line in the text as it is
  std::uint32_t first_after = 1;   // and in the text as it will be
  std::vector<std::string> before;
  std::vector<std::string> after;
};

// `edits` are sorted and do not overlap, as those of a Fix.
[[nodiscard]] std::vector<ChangedLines> changed_lines(const SourceFile& source,
                                                      std::span<const Edit> edits);

// Appends the changed lines, with - and + in the gutter, at most a screenful of them.
void append_fix_preview(std::string& out, const std::vector<ChangedLines>& changes,
                        std::uint32_t digits, const ExcerptStyle& style);

// Digits of the highest line number that the preview shows.
[[nodiscard]] std::uint32_t gutter_digits(const std::vector<ChangedLines>& changes);

}  // namespace plimsoll::app
