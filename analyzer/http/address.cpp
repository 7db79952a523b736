#include "analyzer/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>

#include "analyzer/http/url.h"

namespace plimsoll::http {

namespace {

struct Network {
  std::uint32_t address;
  unsigned bits;
  Reach reach;
};

constexpr std::uint32_t ip(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array<Network, 9> networks{{{ip(0, 0, 0, 0), 8, Reach::Nowhere},
                                           {ip(10, 0, 0, 0), 8, Reach::Private},
                                           {ip(100, 64, 0, 0), 10, Reach::Private},
                                           {ip(127, 0, 0, 0), 8, Reach::Loopback},
                                           {ip(169, 254, 0, 0), 16, Reach::Nowhere},
                                           {ip(172, 16, 0, 0), 12, Reach::Private},
                                           {ip(192, 168, 0, 0), 16, Reach::Private},
                                           {ip(198, 18, 0, 0), 15, Reach::Private},
                                           // Multicast, reserved, broadcast.
                                           {ip(224, 0, 0, 0), 3, Reach::Nowhere}}};

Reach reach_of_v4(std::uint32_t address) {
  for (const Network& network : networks) {
    if ((address ^ network.address) >> (32U - network.bits) == 0) return network.reach;
  }
  return Reach::Public;
}

using Bytes = std::array<std::uint8_t, 16>;

std::uint32_t v4_at(const Bytes& bytes, std::size_t at) {
  return ip(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool begins(const Bytes& bytes, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

// 64:ff9b:1::/48 (RFC 8215): how long the prefix is that a network chose of it, and so where the
// IPv4 address stands (RFC 6052, 2.2), only that network knows. The nearest of what it may be, and
// never further than that network itself.
Reach reach_of_local_nat64(const Bytes& bytes) {
  Reach nearest = Reach::Private;
  const std::uint32_t after_48 = ip(bytes[6], bytes[7], bytes[9], bytes[10]);
  const std::uint32_t after_56 = ip(bytes[7], bytes[9], bytes[10], bytes[11]);
  for (const std::uint32_t v4 : {after_48, after_56, v4_at(bytes, 9), v4_at(bytes, 12)}) {
    // "This network" is what the zeros of a longer or a shorter prefix look like.
    if (v4 >> 24U != 0) nearest = std::max(nearest, reach_of_v4(v4));
  }
  return nearest;
}

Reach reach_of_v6(const Bytes& bytes) {
  if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {
    return reach_of_v4(v4_at(bytes, 12));
  }
  if (begins(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {
    return reach_of_v4(v4_at(bytes, 12));
  }
  // ::ffff:0:a.b.c.d (SIIT, RFC 2765).
  if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0})) {
    return reach_of_v4(v4_at(bytes, 12));
  }
  if (begins(bytes, {0, 0x64, 0xff, 0x9b, 0, 1})) return reach_of_local_nat64(bytes);
  if (begins(bytes, {0x20, 0x02})) return reach_of_v4(v4_at(bytes, 2));
  if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {
    // ::, ::1, and the abandoned form of an IPv4 address.
    return v4_at(bytes, 12) == 1 ? Reach::Loopback : reach_of_v4(v4_at(bytes, 12));
  }
  if ((bytes[0] & 0xfe) == 0xfc) return Reach::Private;
  if (bytes[0] == 0xfe) return (bytes[1] & 0xc0) == 0xc0 ? Reach::Private : Reach::Nowhere;
  return bytes[0] == 0xff ? Reach::Nowhere : Reach::Public;
}

}  // namespace

Reach reach_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return reach_of_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return Reach::Nowhere;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  Bytes bytes{};
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return reach_of_v6(bytes);
}

std::optional<Reach> reach_of_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    Bytes bytes{};
    const std::string inside(host.substr(1, host.size() - 2));
    if (::inet_pton(AF_INET6, inside.c_str(), bytes.data()) != 1) return std::nullopt;
    return reach_of_v6(bytes);
  }
  in_addr v4{};
  // Also "127.1" and "2130706433", as resolvers do.
  if (::inet_aton(std::string(host).c_str(), &v4) != 0) return reach_of_v4(ntohl(v4.s_addr));
  return is_loopback(host) ? std::optional(Reach::Loopback) : std::nullopt;
}

bool may_lead(Reach from, Reach to) {
  if (to == Reach::Nowhere) return false;
  return to <= (from == Reach::Nowhere ? Reach::Private : from);
}

std::string described(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* of = nullptr;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (address.sa_family == AF_INET) {
    std::memcpy(&v4, &address, sizeof v4);
    of = &v4.sin_addr;
  } else if (address.sa_family == AF_INET6) {
    std::memcpy(&v6, &address, sizeof v6);
    of = &v6.sin6_addr;
  }
  if (of == nullptr || ::inet_ntop(address.sa_family, of, text.data(), text.size()) == nullptr) {
    return "an unknown kind of address";
  }
  return std::string(text.data()) + " (" + std::string(to_string(reach_of(address))) + ")";
}

std::string_view to_string(Reach reach) {
  switch (reach) {
    case Reach::Public:
      return "public";
    case Reach::Private:
      return "private";
    case Reach::Loopback:
      return "this machine's";
    case Reach::Nowhere:
      break;
  }
  return "link-local, unspecified or multicast";
}

}  // namespace plimsoll::http
