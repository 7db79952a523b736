#pragma once

// How far away an address is. Private to the folder, and to its tests.

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::http {

// The nearer, the more there is to be found there that was never meant for whoever is further away.
enum class Reach : std::uint8_t {
  Public,
  Private,   // of a network of one's own: RFC 1918, RFC 6598, RFC 4193
  Loopback,  // this machine
  Nowhere    // no server's: link-local (clouds keep credentials there), unspecified, multicast
};

// By RFC 6890 and its successors; an IPv4 address in IPv6 (mapped, NAT64, SIIT, 6to4) is what it
// stands for, and of NAT64 with a prefix of one's own (RFC 8215) never public.
[[nodiscard]] Reach reach_of(const sockaddr& address);
// Of a URL's host that is an address or a name of this machine; nothing for other names.
[[nodiscard]] std::optional<Reach> reach_of_host(std::string_view host);

// Whether a server at `from` may send us to one at `to`: never nearer than it is itself.
[[nodiscard]] bool may_lead(Reach from, Reach to);

// "10.0.0.1 (private)".
[[nodiscard]] std::string described(const sockaddr& address);
[[nodiscard]] std::string_view to_string(Reach reach);

}  // namespace plimsoll::http
