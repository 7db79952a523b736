#pragma once

// What a history entry says, whoever wrote it: BuildKit, classic docker, buildah, kaniko, and those
// (jib, ko, bazel, nix, apko, docker commit and import) that say little.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image/config.h"

namespace plimsoll {

// Classic also where an entry reads alike by buildah: attribute() looks at its neighbours.
enum class HistoryMaker : std::uint8_t { Unknown, Classic, BuildKit, Buildah, Kaniko, Other };

struct HistoryStep {
  HistoryMaker maker = HistoryMaker::Unknown;
  std::string keyword;    // "RUN", "COPY", ... upper case; empty where none can be told
  std::string arguments;  // behind it, as the builder recorded them: shell and markers taken off
  std::string shell;      // of RUN: "/bin/sh -c"; empty for an exec form, and where none is said
  std::vector<std::pair<std::string, std::string>> build_arguments;  // "|2 A=1 B=2": a leak
  bool whole = false;  // one layer of what several steps did (docker build --squash)
};

[[nodiscard]] HistoryStep read_history(const HistoryEntry& entry);
// For a table: "RUN apt-get update && ...", one line, at most `columns` characters. Bytes of the
// image: escape them.
[[nodiscard]] std::string shown(const HistoryStep& step, std::size_t columns);
// What ARG and the words before RUN's shell say that arguments of the build were: name and value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> recorded_arguments(
    const HistoryStep& step);

}  // namespace plimsoll
