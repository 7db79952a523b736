#pragma once

// Packages that were installed for development, by the lists that package managers of languages
// leave beside what they installed.

#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::image {

inline constexpr std::size_t max_package_list_bytes = std::size_t{4} << 20;

// Of node_modules/.package-lock.json (npm 7 and newer): directories relative to that which holds
// node_modules. What is needed otherwise, too, is not among them. Empty for what is no such list.
[[nodiscard]] std::vector<std::string> npm_dev_packages(std::string_view list);
// Of vendor/composer/installed.json (composer 2): relative to vendor/composer.
[[nodiscard]] std::vector<std::string> composer_dev_packages(std::string_view list);

}  // namespace plimsoll::image
