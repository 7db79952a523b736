#pragma once

// What a history entry says, whoever wrote it: BuildKit, classic docker, buildah, kaniko, and those
// (jib, ko, bazel, nix, apko) that say little.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/config.h"

namespace plimsoll {

enum class HistoryMaker : std::uint8_t { Unknown, Classic, BuildKit, Buildah, Kaniko, Other };

struct HistoryStep {
  HistoryMaker maker = HistoryMaker::Unknown;
  std::string keyword;    // "RUN", "COPY", ... upper case; empty where none can be told
  std::string arguments;  // behind it, as the builder recorded them: shell and markers taken off
  std::vector<std::pair<std::string, std::string>> build_arguments;  // "|2 A=1 B=2": a leak
};

[[nodiscard]] HistoryStep read_history(const HistoryEntry& entry);
// For a table: "RUN apt-get update && ...", one line, at most `columns` characters.
[[nodiscard]] std::string shown(const HistoryStep& step, std::size_t columns);

}  // namespace plimsoll
