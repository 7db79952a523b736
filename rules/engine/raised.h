#pragma once

// Findings on their way from the rules to the result.

#include <vector>

#include "analyzer/finding/finding.h"
#include "rules/table.h"

namespace plimsoll::rules {

// A finding with the index of its rule, until it is sorted.
struct Raised {
  Finding finding;
  RuleIndex rule = 0;
  bool of_image = false;  // said by check_image
};

// The order of a result: places in files by file and bytes, then layers by number and path, then
// what is said of the configuration; at one place by rule, then by message.
[[nodiscard]] bool before(const Raised& a, const Raised& b);
// Sorts and drops what was said twice.
void sort_out(std::vector<Raised>& raised);

}  // namespace plimsoll::rules
