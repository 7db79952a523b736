#pragma once

// What an instruction may read like in a history, and what an entry of a history may have read like
// in a Dockerfile: a few hashes of either, so that comparing a pair takes no time.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/attribution/attribution.h"

namespace plimsoll::attribution {

// Ordered.
enum class Likeness : std::uint8_t {
  None,       // cannot be the same
  Different,  // the same keyword, no more
  Related,    // a good part of the words
  Similar,    // most of the words: an edited line
  Partial,    // all that the builder has recorded
  Same
};

struct Forms {
  Keyword keyword = Keyword::Unknown;
  std::vector<std::uint64_t> same;     // the whole text, in the spellings of all builders
  std::vector<std::uint64_t> partial;  // what is left where a builder leaves something out
  static constexpr std::size_t sketch_size = 24;
  std::array<std::uint32_t, sketch_size> sketch{};  // MinHash of the words
  std::optional<Value> pattern;  // of an instruction with a variable that nobody knows
  std::string text;              // of an entry: what the pattern has to be
};

[[nodiscard]] Forms forms_of(const HistoryStep& step);
[[nodiscard]] Forms forms_of(const Instruction& instruction, const AttributedFile& file);

[[nodiscard]] Likeness compare(const Forms& step, const Forms& instruction);

// RUN, COPY and ADD: what surely is meant to change files.
[[nodiscard]] bool changes_files(Keyword keyword);
[[nodiscard]] Keyword keyword_from(std::string_view name);

}  // namespace plimsoll::attribution
