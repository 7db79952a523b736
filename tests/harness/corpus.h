#pragma once

// The shared corpus of real Dockerfiles, where PLIMSOLL_CORPUS says that it is.

#include <optional>
#include <string>
#include <vector>

namespace plimsoll::harness {

struct CorpusFile {
  std::string id;
  std::string text;
};

// All files; nothing when there is no corpus, which is a failure under CI=true (`absent_is_fine`
// says which).
[[nodiscard]] std::optional<std::vector<CorpusFile>> read_corpus();
[[nodiscard]] bool absent_is_fine();

}  // namespace plimsoll::harness
