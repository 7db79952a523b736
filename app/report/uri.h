#pragma once

#include <string>
#include <string_view>

namespace plimsoll::app {

// Percent-encodes what may not stand in a path of a URI (RFC 3986); slashes stay. Any byte may
// come.
[[nodiscard]] std::string encode_path(std::string_view path);

// `path`, absolute and without ".", ".." and empty parts, as seen from absolute `directory`. Links
// are not looked at. With an empty `directory` a relative path stays relative.
[[nodiscard]] std::string absolute_path(std::string_view directory, std::string_view path);

// "file:///..." for an absolute path.
[[nodiscard]] std::string file_uri(std::string_view absolute_path);

// `path` as a relative one that begins at `root` (an absolute folder), if it is below it; else
// empty.
[[nodiscard]] std::string relative_path(std::string_view root, std::string_view absolute_path);

}  // namespace plimsoll::app
