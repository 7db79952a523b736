#include "analyzer/secrets/hints.h"

#include <algorithm>

#include "analyzer/secrets/class_table.h"
#include "analyzer/secrets/letters.h"

namespace plimsoll::secrets {

namespace {

// Of a text of two bytes or more, in small letters.
std::uint16_t start_of(const char* at) {
  const auto first = static_cast<unsigned char>(to_lower(at[0]));
  const auto second = static_cast<unsigned char>(to_lower(at[1]));
  return static_cast<std::uint16_t>(first << 8 | second);
}

bool stands_at(std::string_view word, std::string_view text, std::size_t at) {
  return text.size() - at >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return a == to_lower(b); });
}

}  // namespace

Hints::Hints() : starts_{} {
  const auto add = [&](std::string_view written) {
    std::string text(written);
    for (char& c : text) c = c == '\t' ? ' ' : to_lower(c);
    const std::uint16_t start = start_of(text.data());
    starts_[start >> 6] |= std::uint64_t{1} << (start & 63);
    words_.push_back({start, std::move(text)});
  };
  for (const auto& table : class_tables()) {
    for (const ClassRow& row : table) each_word(row.literals, add);
  }
  each_word(assignment_words, add);
  std::sort(words_.begin(), words_.end(),
            [](const Word& a, const Word& b) { return a.start < b.start; });
}

bool Hints::in(std::string_view text) const {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::uint16_t start = start_of(text.data() + at);
    if ((starts_[start >> 6] >> (start & 63) & 1) == 0) continue;
    auto word = std::lower_bound(words_.begin(), words_.end(), start,
                                 [](const Word& a, std::uint16_t b) { return a.start < b; });
    for (; word != words_.end() && word->start == start; ++word) {
      if (stands_at(word->text, text, at)) return true;
    }
  }
  return false;
}

}  // namespace plimsoll::secrets
