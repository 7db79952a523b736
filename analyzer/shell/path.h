#pragma once

#include <string>
#include <string_view>

namespace plimsoll {

// `path` as seen from `directory`: joined unless absolute, `.` and `..` and double slashes resolved
// as `cd` does, no slash at the end. A relative path may keep leading `..`.
[[nodiscard]] std::string path_from(std::string_view directory, std::string_view path);

// Whether a removal of `removed` (a path, perhaps with globs) leaves nothing at or below `path` but
// perhaps the empty directory itself. Both are absolute. `recursive`: `rm -r`.
[[nodiscard]] bool covers(std::string_view removed, bool recursive, std::string_view path);

// The same text as a shell pattern (`*`, `?`, `[...]`, no `/` crossed)? Linear in practice, and
// never worse than the product of both lengths.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace plimsoll
