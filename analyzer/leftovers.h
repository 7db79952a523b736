#pragma once

// What package managers of distributions leave behind in a layer.

#include <initializer_list>
#include <string_view>

#include "analyzer/facts.h"

namespace plimsoll {

// The last command of `run` by one of `programs` that fills their caches (it installs, upgrades or
// refreshes an index), if none of `folders`, where the cache may be, is emptied behind it or held
// by a mount. Null otherwise, and where that is not known.
[[nodiscard]] const Command* leaves_cache(const Facts& facts, const Run& run,
                                          std::initializer_list<std::string_view> programs,
                                          std::initializer_list<std::string_view> folders);

}  // namespace plimsoll
