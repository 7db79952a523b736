#pragma once

#include <string>
#include <string_view>

namespace plimsoll::image {

// A name or text of an image for messages: printable ASCII as it is, other bytes as \xNN, cut where
// it is longer than a line.
[[nodiscard]] std::string readable(std::string_view text);

}  // namespace plimsoll::image
