#pragma once

// A docker daemon by its socket (Engine API 1.24 or later): what it has under a name, and the
// archive that `docker save` would write.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/http/http.h"
#include "analyzer/image/platform.h"

namespace plimsoll::image {

// Whether a name or an id ("sha256:...", a beginning of one) may stand in a path of the API.
[[nodiscard]] bool is_daemon_name(std::string_view name);

// GET /images/NAME/json: the platform of what it has; nothing when it has no such image.
[[nodiscard]] Result<std::optional<Platform>> daemon_image(http::Client& http,
                                                           const std::string& socket,
                                                           const std::string& name);
// GET /images/NAME/get, to `sink`; false when it has no such image.
[[nodiscard]] Result<bool> save_from_daemon(
    http::Client& http, const std::string& socket, const std::string& name,
    std::uint64_t limit_bytes, const std::function<Result<void>(std::string_view)>& sink);

}  // namespace plimsoll::image
