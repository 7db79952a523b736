#pragma once

// ADD of a URL: fetched before anything is planned.

#include <cstddef>
#include <string>
#include <string_view>

#include "builder/steps/copy.h"
#include "builder/workbench.h"

namespace plimsoll::builder {

// Whether ADD takes a source for a URL or a git repository.
[[nodiscard]] bool is_remote(std::string_view source);

// Fetches into a file of `directory` that has `number` in its name. `checksum`: "sha256:...", or
// "" = none. Fails where the build may not use the network, and for git repositories.
[[nodiscard]] Result<Fetched> download(Workbench& bench, const std::string& url,
                                       const std::string& checksum, const std::string& directory,
                                       std::size_t number);

// "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110 5.6.7, the preferred form) as seconds since 1970.
[[nodiscard]] std::optional<std::int64_t> seconds_of_http_date(std::string_view date);

}  // namespace plimsoll::builder
