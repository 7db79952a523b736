#pragma once

// What holds for every text and every rule, without anybody asking: see tests/README.md.

#include <string>
#include <vector>

#include "tests/harness/linted.h"

namespace plimsoll::harness {

// Complaints, a line each; empty when all is well. The scene should run all rules.
[[nodiscard]] std::vector<std::string> broken_properties(const Scene& scene,
                                                         const std::string& text);

// Findings of `rule` in the text and in the same text with every instruction behind ONBUILD: the
// complaint if there are fewer of them, or "".
[[nodiscard]] std::string missed_in_onbuild(const Scene& scene, const std::string& text,
                                            std::string_view rule);

// What is wrong with the words of a finding, or "".
[[nodiscard]] std::string bad_words(const Finding& finding);

}  // namespace plimsoll::harness
