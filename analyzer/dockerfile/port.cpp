#include "analyzer/dockerfile/port.h"

#include <charconv>
#include <optional>

#include "analyzer/dockerfile/letter_case.h"

namespace plimsoll {

namespace {

// What strconv.ParseInt reads; a number beyond 64 bits is out of range.
std::optional<std::int64_t> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  return error == std::errc::result_out_of_range ? std::int64_t{-1} : number;
}

}  // namespace

PortWord cut_port(std::string_view word) {
  PortWord parts;
  const std::size_t last = word.rfind(':');
  std::string_view container = word;
  if (last != std::string_view::npos) {
    container = word.substr(last + 1);
    const std::string_view before = word.substr(0, last);
    const std::size_t middle = before.rfind(':');
    if (middle == std::string_view::npos) {
      parts.host = before;
    } else {
      parts.ip = before.substr(0, middle);
      parts.host = before.substr(middle + 1);
    }
  }
  const std::size_t slash = container.find('/');
  parts.port = container.substr(0, slash);
  if (slash != std::string_view::npos) parts.protocol = container.substr(slash + 1);
  return parts;
}

bool is_port_protocol(std::string_view protocol) {
  const std::string name = lower_case(protocol);
  return name == "tcp" || name == "udp" || name == "sctp";
}

PortRange read_ports(std::string_view port) {
  PortRange range;
  const std::size_t dash = port.find('-');
  const auto first = number_in(port.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number_in(port.substr(dash + 1));
  const auto outside = [](std::int64_t number) {
    return number < 0 || number > std::int64_t{max_port};
  };
  if (!first || !last) {
    range.problem = PortRange::Problem::NotANumber;
  } else if (outside(*first) || outside(*last)) {
    range.problem = PortRange::Problem::OutOfRange;
  } else {
    range.first = static_cast<std::uint32_t>(*first);
    range.last = static_cast<std::uint32_t>(*last);
    if (range.last < range.first) range.problem = PortRange::Problem::Reversed;
  }
  return range;
}

}  // namespace plimsoll
