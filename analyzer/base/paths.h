#pragma once

// Paths as text: nothing here asks the file system, so a symbolic link counts as its name. Only "/"
// separates.

#include <string>
#include <string_view>

namespace plimsoll {

// `path` seen from `base`: itself when it is absolute or `base` is empty or ".".
[[nodiscard]] std::string join_path(std::string_view base, std::string_view path);

// Without ".", "..", doubled and trailing slashes. A ".." above "/" is "/"; above a relative
// path's begin it stays. The empty path is ".".
[[nodiscard]] std::string normal_path(std::string_view path);

// The part after the last slash: "a/b" -> "b", "b" -> "b".
[[nodiscard]] std::string_view file_name(std::string_view path);

// The part before the last slash: "a/b" -> "a", "b" -> ".", "/b" -> "/".
[[nodiscard]] std::string parent_path(std::string_view path);

// Whether `path` is `folder` or lies in it; slashes at the end of `folder` do not count.
[[nodiscard]] bool lies_below(std::string_view path, std::string_view folder);

}  // namespace plimsoll
