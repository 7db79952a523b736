#pragma once

#include <string_view>

namespace plimsoll::lowered {

// Whether STOPSIGNAL takes it: a number other than 0, or a name of Linux with or without SIG, in
// any case of letters.
[[nodiscard]] bool is_signal(std::string_view text);

}  // namespace plimsoll::lowered
