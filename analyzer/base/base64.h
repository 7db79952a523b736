#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

// RFC 4648 section 4, padded.
[[nodiscard]] std::string base64_encoded(std::string_view bytes);

// Padding may be missing; line ends and anything else that is no digit make it nothing.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

}  // namespace plimsoll
