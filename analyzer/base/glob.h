#pragma once

#include <string_view>

namespace plimsoll {

// Path patterns of configurations and effects, as .gitignore writes them: `*` and `?` stop at a
// slash, `[a-z]` is one letter, `**` is any number of folders. A pattern without a slash (but at
// its end) matches at any depth; one with a slash begins at the folder that paths are relative to.
// A pattern that matches a folder matches what is in it; one that ends in a slash matches folders
// alone. `path` is relative, without "." and "..". Time: the product of the two lengths at most.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path, bool is_directory);

}  // namespace plimsoll
