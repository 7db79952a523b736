#pragma once

// The two other data bases in which rpm has kept its headers: ndb (SUSE) and the hash of Berkeley
// DB (before 2020).

#include <functional>
#include <string>
#include <string_view>

namespace plimsoll::image {

// As read_sqlite_blobs.
using TakeBlob = std::function<bool(std::string blob)>;
[[nodiscard]] bool is_ndb(std::string_view file);
[[nodiscard]] bool read_ndb_blobs(std::string_view file, const TakeBlob& take);
[[nodiscard]] bool is_berkeley_hash(std::string_view file);
[[nodiscard]] bool read_berkeley_blobs(std::string_view file, const TakeBlob& take);

}  // namespace plimsoll::image
