#pragma once

// Whether a short text is worth a closer look. Private to the folder.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::secrets {

// Every literal that a secret of a text stands behind, without regard to case. Made in some tens of
// microseconds, where a Prefilter takes a millisecond: a linter of one Dockerfile is done before
// that. For what is looked at many times over, the Prefilter is a hundred times as fast.
class Hints {
 public:
  Hints();
  // False: no class of secrets has anything to begin with in it.
  [[nodiscard]] bool in(std::string_view text) const;

 private:
  struct Word {
    std::uint16_t start;  // its first two letters
    std::string text;
  };
  std::vector<Word> words_;                 // by `start`
  std::array<std::uint64_t, 1024> starts_;  // one bit for each pair of bytes
};

}  // namespace plimsoll::secrets
