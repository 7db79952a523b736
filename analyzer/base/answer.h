#pragma once

// Unknown is a value: what the facts cannot decide they do not guess.

#include <cstdint>

namespace plimsoll {

enum class Answer : std::uint8_t { No, Yes, Unknown };

[[nodiscard]] constexpr Answer answer(bool yes) { return yes ? Answer::Yes : Answer::No; }
[[nodiscard]] constexpr bool is_yes(Answer a) { return a == Answer::Yes; }
[[nodiscard]] constexpr bool is_no(Answer a) { return a == Answer::No; }
[[nodiscard]] constexpr bool is_unknown(Answer a) { return a == Answer::Unknown; }

}  // namespace plimsoll
