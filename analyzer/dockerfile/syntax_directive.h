#pragma once

#include <string>
#include <string_view>

namespace plimsoll {

// The frontend image that a file asks for, as BuildKit finds it: `# syntax=` at the top (a first
// line
// `#!...` is skipped), else `// syntax=`, else the member `syntax` of a file that is a JSON object.
// Only the value's first word; "" when there is none.
[[nodiscard]] std::string detect_syntax(std::string_view file);

}  // namespace plimsoll
