#pragma once

// What a word of EXPOSE says, cut and read as BuildKit does.

#include <cstdint>
#include <string_view>

namespace plimsoll {

// `[[ip:]host:]port[/protocol]`; views into the word, empty where a part is not written.
struct PortWord {
  std::string_view ip;
  std::string_view host;
  std::string_view port;  // a number, or two with a dash between
  std::string_view protocol;

  [[nodiscard]] bool maps() const { return !ip.empty() || !host.empty(); }
};
[[nodiscard]] PortWord cut_port(std::string_view word);

// `tcp`, `udp` or `sctp`, in any case of letters.
[[nodiscard]] bool is_port_protocol(std::string_view protocol);

struct PortRange {
  enum class Problem : std::uint8_t { None, NotANumber, OutOfRange, Reversed };
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  Problem problem = Problem::None;  // for which the builder refuses it
};
inline constexpr std::uint32_t max_port = 65535;
// `80` or `8000-8010`. Port 0 is a port to the builder.
[[nodiscard]] PortRange read_ports(std::string_view port);

}  // namespace plimsoll
