#pragma once

// A unified diff of two texts, as `diff -u` prints it and `patch` and `git apply` read it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll {

struct DiffLine {
  enum class Kind : std::uint8_t { Same, Removed, Added };
  Kind kind = Kind::Same;
  std::string_view text;  // of the old or new text, with its line end where it has one
};

// Consecutive lines with what stands around them. Lines count from 1; a side without any line has
// the number of the line before it, as `diff` has it.
struct Hunk {
  std::uint32_t old_begin = 0;
  std::uint32_t old_count = 0;
  std::uint32_t new_begin = 0;
  std::uint32_t new_count = 0;
  std::vector<DiffLine> lines;
};

// The smallest edit script by lines; beyond `max_diff_edits` changed lines the changed middle is
// one block. The result refers to both texts.
inline constexpr std::uint32_t max_diff_edits = 2000;
[[nodiscard]] std::vector<Hunk> diff_lines(std::string_view before, std::string_view after,
                                           std::uint32_t context = 3);

// "" when the texts are equal. The names stand behind `--- ` and `+++ `.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after,
                                       std::string_view old_name, std::string_view new_name,
                                       std::uint32_t context = 3);

}  // namespace plimsoll
