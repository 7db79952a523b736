#include "analyzer/http/address.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace plimsoll::http;

TEST_CASE("Addresses by how far away they are") {
  const auto all_are = [](Reach reach, const std::vector<std::string>& hosts) {
    for (const std::string& host : hosts) {
      INFO(host);
      REQUIRE(reach_of_host(host));
      CHECK(to_string(*reach_of_host(host)) == to_string(reach));
    }
  };
  all_are(Reach::Public,
          {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "169.253.0.1",
           "172.15.0.1", "172.32.0.1", "192.167.0.1", "192.169.0.1", "203.0.113.1",
           "223.255.255.255", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]",
           "[2002:808:808::1]", "[::ffff:0:8.8.8.8]", "[64:ff9c::1]"});
  all_are(Reach::Private,
          {"10.0.0.1", "100.64.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "198.18.0.1",
           "[fc00::1]", "[fd12::1]", "[fec0::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]",
           "[2002:a00:1::1]", "[::10.0.0.1]", "[::ffff:0:10.0.0.1]", "[64:ff9b:1::808:808]",
           "[64:ff9b:1::a00:1]", "[64:ff9b:1:808:8:800::]"});
  all_are(Reach::Loopback,
          {"127.0.0.1", "127.255.255.254", "127.1", "2130706433", "0x7f.1", "[::1]",
           "[::ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b:1::7f00:1]",
           "[64:ff9b:1:7f00:0:100::]", "[64:ff9b:1:7f:0:1::]", "[64:ff9b:1::7f:0:100:0]",
           "localhost", "x.localhost"});
  all_are(Reach::Nowhere,
          {"0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "2852039166", "224.0.0.1",
           "239.1.1.1", "240.0.0.1", "255.255.255.255", "[::]", "[fe80::1]", "[ff02::1]",
           "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
           "[::ffff:0:a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]", "[64:ff9b:1:ffff::169.254.169.254]"});
  for (const char* name : {"example.com", "10.0.0.1.example.com", "[::g]", "localhost.evil", ""}) {
    INFO(name);
    CHECK(!reach_of_host(name));
  }
}

TEST_CASE("Nobody is sent nearer than who sends him") {
  const auto told = [](Reach from) {
    std::string text;
    for (const Reach to : {Reach::Public, Reach::Private, Reach::Loopback, Reach::Nowhere}) {
      text += may_lead(from, to) ? 'y' : 'n';
    }
    return text;
  };
  CHECK(told(Reach::Public) == "ynnn");
  CHECK(told(Reach::Private) == "yynn");
  CHECK(told(Reach::Loopback) == "yyyn");
  CHECK(told(Reach::Nowhere) == "yynn");
}
