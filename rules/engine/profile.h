#pragma once

// What a file has, in a few bits per kind, so that rules with nothing to look for are not run.

#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/dockerfile/dockerfile.h"
#include "rules/descriptor.h"

namespace plimsoll::rules {

class Profile {
 public:
  // One pass over the bytes and one over the instructions.
  Profile(std::string_view bytes, const Dockerfile& dockerfile);

  // False only if a rule with this interest cannot have a finding in the file.
  [[nodiscard]] bool meets(const Interest& interest) const;

 private:
  void read_words(std::string_view bytes, char escape);
  void add(std::uint16_t bucket) { words_[bucket / 64] |= std::uint64_t{1} << (bucket % 64); }

  std::uint32_t keywords_ = 0;
  std::uint32_t problems_ = 0;
  bool any_word_ = false;  // a word goes on behind a continuation: all words count as there
  std::array<std::uint64_t, Word::buckets / 64> words_{};
};

}  // namespace plimsoll::rules
