#pragma once

// Where the base image ends, as far as a history alone lets one tell.

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/attribution/attribution.h"

namespace plimsoll::attribution {

struct BaseGuess {
  std::size_t steps = 0;  // so many of the lowest; 0 = nothing speaks for a base
  std::string name;       // as buildah has written it down
};

[[nodiscard]] BaseGuess guess_base(const std::vector<AttributedStep>& steps,
                                   const std::vector<HistoryEntry>& history);

// Whether a base image ends with step `last`, judging by it and the next one: another builder, a
// command set, buildah's word for it.
[[nodiscard]] bool looks_like_border(const std::vector<AttributedStep>& steps,
                                     const std::vector<HistoryEntry>& history, std::size_t last);

}  // namespace plimsoll::attribution
