#pragma once

// Text of an image within a page. What it calls its files is hostile until shown otherwise.

#include <string>
#include <string_view>

namespace plimsoll::app {

// A JSON string in its quotes, for JSON within a <script>: nothing in it can end the element. Bytes
// that are not UTF-8 are kept: 0xff as the lone surrogate U+DCFF.
[[nodiscard]] std::string script_text(std::string_view bytes);

}  // namespace plimsoll::app
