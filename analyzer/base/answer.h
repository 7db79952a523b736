#pragma once

#include <algorithm>
#include <cstdint>

namespace plimsoll {

// What the facts say to a question. Unknown is a value: what the facts cannot decide they do not
// guess, and a rule is silent on it. Ordered, so that the lesser of two answers is "both" and the
// greater "either".
enum class Answer : std::uint8_t { No, Unknown, Yes };

[[nodiscard]] constexpr Answer answer(bool yes) { return yes ? Answer::Yes : Answer::No; }
[[nodiscard]] constexpr bool is_yes(Answer a) { return a == Answer::Yes; }
[[nodiscard]] constexpr bool is_no(Answer a) { return a == Answer::No; }
[[nodiscard]] constexpr bool is_unknown(Answer a) { return a == Answer::Unknown; }

[[nodiscard]] constexpr Answer operator!(Answer a) {
  return a == Answer::Yes ? Answer::No : a == Answer::No ? Answer::Yes : Answer::Unknown;
}
[[nodiscard]] constexpr Answer both(Answer a, Answer b) { return std::min(a, b); }
[[nodiscard]] constexpr Answer either(Answer a, Answer b) { return std::max(a, b); }

}  // namespace plimsoll
