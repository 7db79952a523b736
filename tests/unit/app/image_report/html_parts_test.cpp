#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/image/isal_library.h"
#include "app/image_report/html/deflate.h"
#include "app/image_report/html/huffman.h"
#include "app/image_report/html/markup.h"
#include "app/report/printable.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

std::string packed(std::string_view plain, std::size_t piece) {
  std::string out;
  Deflater deflater([&](std::string_view bytes) { out += bytes; });
  for (std::size_t at = 0; at < plain.size(); at += piece) deflater.write(plain.substr(at, piece));
  deflater.finish();
  return out;
}

// As ISA-L reads it; empty where it does not like it or something follows the end.
std::string unpacked(std::string stream, std::size_t size) {
  const Result<const image::IsalLibrary*> isal = image::isal_library();
  REQUIRE(isal);
  std::string out(size + 1, '\0');
  inflate_state state;
  (*isal)->inflate_init(&state);
  state.crc_flag = ISAL_DEFLATE;
  state.next_in = reinterpret_cast<std::uint8_t*>(stream.data());
  state.avail_in = static_cast<std::uint32_t>(stream.size());
  state.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  state.avail_out = static_cast<std::uint32_t>(out.size());
  if ((*isal)->inflate(&state) != ISAL_DECOMP_OK || state.block_state != ISAL_BLOCK_FINISH) {
    return "not a stream";
  }
  if (state.avail_in != 0) return "something behind the end";
  out.resize(state.total_out);
  return out;
}

class Numbers {  // xorshift32
 public:
  std::uint32_t below(std::uint32_t end) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 17U;
    state_ ^= state_ << 5U;
    return state_ % end;
  }

 private:
  std::uint32_t state_ = 2463534242U;
};

std::string noise(std::size_t size, std::uint32_t letters) {
  Numbers numbers;
  std::string out;
  while (out.size() < size) out += static_cast<char>(numbers.below(letters));
  return out;
}

// Names that resemble each other, near and far.
std::string listing(std::size_t size) {
  Numbers numbers;
  std::string out;
  while (out.size() < size) {
    out += "usr/share/doc/package-" + std::to_string(numbers.below(3000)) + "/copyright\n";
  }
  return out;
}

}  // namespace

TEST_CASE("what is deflated is inflated again, whatever the pieces") {
  const std::vector<std::string> samples{
      "",
      "a",
      "layer layer",
      std::string(300000, 'x'),
      noise(1, 256),
      noise(70000, 256),
      noise(1200000, 3),
      listing(900000),
      listing(40000) + noise(40000, 256) + listing(40000),
  };
  for (const std::string& plain : samples) {
    const std::string whole = packed(plain, plain.size() + 1);
    CHECK(unpacked(whole, plain.size()) == plain);
    CHECK((packed(plain, 777) == whole));
    CHECK((packed(plain, 65536) == whole));
  }
  CHECK(packed(listing(900000), 1 << 20).size() < 120000);
}

TEST_CASE("code lengths keep to their limit and use up the code") {
  std::vector<std::uint32_t> counts;
  for (std::uint32_t i = 0, a = 1, b = 1; i < 40; ++i) {  // Fibonacci: the deepest of all trees
    counts.push_back(a);
    b += a;
    a = b - a;
  }
  for (const unsigned most : {7U, 15U}) {
    std::uint64_t used = 0;
    for (const std::uint8_t length : code_lengths(counts, most)) {
      REQUIRE(length > 0);
      REQUIRE(length <= most);
      used += std::uint64_t{1} << (most - length);
    }
    CHECK(used == std::uint64_t{1} << most);
  }
  CHECK((code_lengths(std::vector<std::uint32_t>{0, 7, 0}, 15) ==
         std::vector<std::uint8_t>{0, 1, 0}));
  CHECK((code_lengths(std::vector<std::uint32_t>{0, 0}, 15) == std::vector<std::uint8_t>{0, 0}));
  CHECK((reversed_codes(std::vector<std::uint8_t>{2, 1, 3, 3}) ==
         std::vector<std::uint16_t>{1, 0, 3, 7}));
}

TEST_CASE("names cannot leave the place where they stand") {
  CHECK(markup_text("</td><script>\"'&\x1b\n") ==
        "&lt;/td&gt;&lt;script&gt;&quot;&#39;&amp;\\x1b\\n");
  CHECK(script_text("</script>\"\\\n\xff\xc3\xa4") ==
        "\"\\u003c/script\\u003e\\u0022\\u005c\\u000a\\udcff\xc3\xa4\"");
  CHECK(script_text("\xe2\x80\xa8<!--") == "\"\\u2028\\u003c!--\"");
}
