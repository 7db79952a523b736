#include "rules/engine/profile.h"

#include <algorithm>

namespace plimsoll::rules {

Profile::Profile(std::string_view bytes, const Dockerfile& dockerfile) {
  const auto bit = [](auto value) { return std::uint32_t{1} << static_cast<unsigned>(value); };
  for (const auto& instruction : dockerfile.instructions) {
    keywords_ |= bit(instruction->keyword);
    if (const OnBuild* onbuild = as<OnBuild>(instruction.get()); onbuild && onbuild->trigger) {
      keywords_ |= bit(onbuild->trigger->keyword);
    }
  }
  for (const Problem& problem : dockerfile.problems) problems_ |= bit(problem.kind);
  read_words(bytes, dockerfile.escape);
}

void Profile::read_words(std::string_view bytes, char escape) {
  const std::size_t size = bytes.size();
  for (std::size_t at = 0; at < size;) {
    const char c = bytes[at];
    if (!Word::belongs(c) || c == '-') {
      ++at;
      continue;
    }
    std::uint32_t hash = Word::seed;
    while (at < size && Word::belongs(bytes[at])) hash = Word::mix(hash, bytes[at++]);
    add(Word::finish(hash));
    // `apt-\` with `get` at the very begin of the next line is one word to the builder.
    if (at + 2 < size && bytes[at] == escape) {
      std::size_t next = at + 1;
      if (bytes[next] == '\r') ++next;
      if (next + 1 < size && bytes[next] == '\n' && Word::belongs(bytes[next + 1]))
        any_word_ = true;
    }
  }
}

bool Profile::meets(const Interest& interest) const {
  const auto any = [](const auto& few, auto is_here) {
    return few.empty() || std::any_of(few.begin(), few.end(), is_here);
  };
  const auto bit = [](auto value) { return std::uint32_t{1} << static_cast<unsigned>(value); };
  return any(interest.keywords, [&](Keyword keyword) { return (keywords_ & bit(keyword)) != 0; }) &&
         any(interest.problems, [&](Problem::Kind kind) { return (problems_ & bit(kind)) != 0; }) &&
         (any_word_ || any(interest.words, [&](Word word) {
            return ((words_[word.bucket() / 64] >> (word.bucket() % 64)) & 1) != 0;
          }));
}

}  // namespace plimsoll::rules
