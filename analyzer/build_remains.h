#pragma once

// What builds leave beside their sources for the next build, where that is known to be much.

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/facts.h"

namespace plimsoll {

struct BuildRemains {
  const Command* command = nullptr;  // that left them
  std::string path;                  // the directory, absolute
};

// At the end of a stage, at or below `folder` (absolute): of cargo, swift, stack or cabal, told by
// their default places. Nothing where they were moved, lie in a mount, or may have been removed.
[[nodiscard]] std::optional<BuildRemains> build_remains(const Facts& facts, const Stage& stage,
                                                        std::string_view folder);

}  // namespace plimsoll
