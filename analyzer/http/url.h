#pragma once

// URLs of the two schemes that we speak. Strict on purpose: what this reading and libcurl's could
// take for two different hosts is no URL here, so that a check of the host holds for the request.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::http {

struct Url {
  std::string scheme;    // "http" or "https"
  std::string userinfo;  // "user:password" as written, percent signs and all; mostly ""
  std::string host;      // lower case; an IPv6 address in its brackets
  std::uint16_t port = 0;
  std::string target;  // path and query: begins with "/", never empty, no fragment

  // "host", or "host:port" where the port is not the scheme's own.
  [[nodiscard]] std::string authority() const;
  // Without the userinfo: what is requested, and what may be shown.
  [[nodiscard]] std::string text() const;
};

// RFC 3986 restricted: scheme http or https, a host of letters, digits, ".", "-", "_" or a
// bracketed IPv6 address, visible ASCII only, at most 8 KiB. A fragment is dropped.
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);

// A Location or realm as a server sends it, absolute or relative to `base` (RFC 3986 5.2). Nothing
// for what is no URL, and for one with userinfo: no server has a say in our credentials.
[[nodiscard]] std::optional<Url> resolve_url(const Url& base, std::string_view reference);

// Scheme, host and port are the same: what one was told, the other may be told.
[[nodiscard]] bool same_origin(const Url& a, const Url& b);

// "localhost", a name below it, 127.0.0.0/8 or [::1].
[[nodiscard]] bool is_loopback(std::string_view host);

// As a part of a path or the value of a query: all but letters, digits and "-._~" becomes %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace plimsoll::http
