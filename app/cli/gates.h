#pragma once

// Whether an image keeps the limits that were set for it.

#include <optional>
#include <vector>

#include "analyzer/image_facts.h"
#include "app/config/image_policy.h"
#include "app/image_report/image_report.h"

namespace plimsoll::app {

// One verdict for each limit that is set, in the order of the documentation, then dive's rules.
// What the base image itself wrote and hid is nobody's here: it does not count as waste, where the
// base is known and not guessed.
[[nodiscard]] std::vector<Gate> judge(const ImagePolicy& policy,
                                      const std::optional<DiveRules>& dive, const Figures& figures,
                                      const ImageFacts& facts);

}  // namespace plimsoll::app
