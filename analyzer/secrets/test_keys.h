#pragma once

#include <string_view>

namespace plimsoll::secrets {

// Is the body of a key (its base64 letters alone) one that was published on purpose: with a test
// suite, a standard, a tool for throw-away machines? Known by the beginning of its SHA-256.
[[nodiscard]] bool is_test_key(std::string_view letters);

}  // namespace plimsoll::secrets
