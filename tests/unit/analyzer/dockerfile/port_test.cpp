#include "analyzer/dockerfile/port.h"

#include <catch2/catch.hpp>

namespace plimsoll {

TEST_CASE("a word of EXPOSE is cut at its colons and its slash") {
  CHECK(cut_port("80").port == "80");
  CHECK_FALSE(cut_port("80").maps());
  CHECK(cut_port("80/TCP").protocol == "TCP");
  CHECK(cut_port("8080:80/udp").host == "8080");
  CHECK(cut_port("8080:80/udp").port == "80");
  CHECK(cut_port("127.0.0.1::80").ip == "127.0.0.1");
  CHECK(cut_port("127.0.0.1::80").maps());
  CHECK(cut_port("[::1]:8080:80").ip == "[::1]");
  CHECK(cut_port("").port.empty());
}

TEST_CASE("ports are numbers from 0 to 65535, or two of them that ascend") {
  using Problem = PortRange::Problem;
  CHECK(read_ports("80").first == 80);
  CHECK(read_ports("+80").last == 80);
  CHECK(read_ports("8000-8010").last == 8010);
  CHECK(read_ports("0").problem == Problem::None);
  CHECK(read_ports("65535").problem == Problem::None);
  CHECK(read_ports("65536").problem == Problem::OutOfRange);
  CHECK(read_ports("99999999999999999999").problem == Problem::OutOfRange);
  CHECK(read_ports("20-10").problem == Problem::Reversed);
  CHECK(read_ports("").problem == Problem::NotANumber);
  CHECK(read_ports("80-").problem == Problem::NotANumber);
  CHECK(read_ports("http").problem == Problem::NotANumber);
  CHECK(read_ports("80,443").problem == Problem::NotANumber);
}

TEST_CASE("protocols are known in any case of letters") {
  CHECK(is_port_protocol("tcp"));
  CHECK(is_port_protocol("SCTP"));
  CHECK_FALSE(is_port_protocol("http"));
  CHECK_FALSE(is_port_protocol(""));
}

}  // namespace plimsoll
