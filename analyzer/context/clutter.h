#pragma once

// Files of a build context that hardly any image needs: history, installed dependencies, caches,
// what editors leave, keys.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/context/context.h"

namespace plimsoll {

struct Clutter {
  std::string name;  // what a .dockerignore would say: ".git", "**/node_modules", "*.log"
  std::size_t files = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const Clutter&, const Clutter&) = default;
};

// Grouped by name, the largest first.
[[nodiscard]] std::vector<Clutter> clutter_among(const std::vector<const ContextFile*>& files);

// A pattern that names clutter wherever it lies, so that it is surely meant for all directories.
[[nodiscard]] bool names_clutter(std::string_view pattern);

}  // namespace plimsoll
