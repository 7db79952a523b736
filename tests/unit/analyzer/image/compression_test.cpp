#include "analyzer/image/compression.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "analyzer/digest/sha256.h"

using namespace plimsoll;

namespace {

FileDescriptor file_of(std::string_view bytes) {
  char path[] = "/tmp/plimsoll-packed-XXXXXX";
  FileDescriptor file(::mkstemp(path));
  REQUIRE(file.valid());
  ::unlink(path);
  REQUIRE(write_all(file, bytes).has_value());
  return file;
}

std::string bytes_of(const FileDescriptor& file) {
  std::string bytes(size_of(file).value(), '\0');
  REQUIRE(read_exactly(file, 0, bytes.data(), bytes.size()).has_value());
  return bytes;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

constexpr std::uint64_t plenty = std::uint64_t{1} << 30;

// The plain bytes, or "!" and the error; the same by all three ways.
std::string unpacked(std::string_view packed, std::uint64_t limit = plenty) {
  const FileDescriptor file = file_of(packed);
  std::string pieces;
  const auto done = decompress(file, limit, [&](std::string_view bytes) -> Result<void> {
    pieces += bytes;
    return {};
  });
  const FileDescriptor into = file_of("");
  const auto written = decompress_into(file, limit, into);
  REQUIRE(done.has_value() == written.has_value());
  if (!done) {
    CHECK(done.error().message == written.error().message);
    return "!" + done.error().message;
  }
  CHECK((bytes_of(into) == pieces));
  CHECK(written->size == pieces.size());
  CHECK(written->digest == "sha256:" + digest::to_hex(digest::sha256(pieces)));

  auto reader = PlainReader::open(file, limit);
  REQUIRE(reader.has_value());
  std::string small;
  char some[7];
  for (std::size_t got = sizeof some; got == sizeof some && small.size() < 100;) {
    got = reader->read(some, sizeof some).value();
    small.append(some, got);
  }
  CHECK(pieces.substr(0, small.size()) == small);
  return pieces;
}

std::string packed(std::string_view plain, Compression compression, unsigned workers = 1) {
  const FileDescriptor into = file_of("");
  const auto done = compress_into(file_of(plain), compression, workers, into);
  if (!done) return "!" + done.error().message;
  const std::string bytes = bytes_of(into);
  CHECK(done->size == bytes.size());
  CHECK(done->digest == "sha256:" + digest::to_hex(digest::sha256(bytes)));
  return bytes;
}

// Text that packs about as well as a layer does.
std::string plausible(std::size_t size) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) {
    text += "word" + std::to_string(random() % 5000) + (random() % 9 == 0 ? "\n" : " ");
    if (random() % 50 == 0) text.append(random() % 600, '\0');
  }
  text.resize(size);
  return text;
}

const std::string text = "plain text, plain text, plain text\n";
const std::string gz = from_hex(
    "1f8b08080500000002ff6e616d652e747874002bc849cccc532849ad28d15128c0cae60200820544f123000000");
const std::string bz2 = from_hex(
    "425a6839314159265359586cac3e00000cd1800010400422254440200021b54d1a3c908069a689b4ca4cd1d21069e1"
    "461f177245385090586cac3e");
const std::string xz = from_hex(
    "fd377a585a000004e6d6b4460200210116000000742fe5a3e0002200145d00381b084782b29cfe38472a036c6c4bd2"
    "b9ce40000034008382071bd0f000013023aaf2a75d1fb6f37d010000000004595a");
const std::string zst =
    from_hex("28b52ffd04589d000068706c61696e20746578742c200a0100574a125144d755");

}  // namespace

TEST_CASE("Compression is told by the first bytes") {
  CHECK(compression_of(gz) == Compression::Gzip);
  CHECK(compression_of(bz2) == Compression::Bzip2);
  CHECK(compression_of(xz) == Compression::Xz);
  CHECK(compression_of(zst) == Compression::Zstd);
  CHECK(compression_of("\x53\x2a\x4d\x18") == Compression::Zstd);
  CHECK(compression_of("") == Compression::None);
  CHECK(compression_of("plain") == Compression::None);
}

TEST_CASE("All kinds are unpacked, several frames and padding included") {
  CHECK(unpacked("") == "");
  CHECK(unpacked(text) == text);
  for (const std::string& form : {gz, bz2, xz, zst}) {
    CHECK(unpacked(form) == text);
    CHECK(unpacked(form + form + form) == text + text + text);
    CHECK(unpacked(form + std::string(1024, '\0')) == text);
    CHECK(unpacked(form + std::string(4, '\0') + form) == text + text);
  }
  const std::string skippable("\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
  CHECK(unpacked(skippable + zst + skippable) == text);
}

TEST_CASE("Damage, a missing end and what follows it are errors") {
  for (const std::string& form : {gz, bz2, xz, zst}) {
    for (std::size_t size = 6; size < form.size(); ++size) {
      INFO(size);
      CHECK(unpacked(form.substr(0, size)).starts_with("!"));
    }
    CHECK(unpacked(form + "garbage").starts_with("!"));
    CHECK(unpacked(form + text).starts_with("!"));
    CHECK(unpacked(form + form.substr(0, form.size() / 2)).starts_with("!"));
  }
  CHECK(unpacked(gz.substr(0, gz.size() - 1)) == "!the compressed stream is cut off");
  CHECK(unpacked(gz + "x") == "!the gzip stream is damaged (no gzip header where one should be)");
  CHECK(unpacked(gz + std::string(20, 'x')) ==
        "!the gzip stream is damaged (no gzip header where one should be)");
  for (const std::size_t from_end : {1U, 5U}) {  // length, checksum
    std::string wrong = gz;
    wrong[wrong.size() - from_end] ^= 1;
    CHECK(unpacked(wrong) == "!the gzip stream is damaged (the checksum is wrong)");
  }
}

TEST_CASE("A window beyond 128 MiB is refused") {
  CHECK(unpacked(from_hex("28b52ffd04909d000068706c61696e20746578742c200a0100574a125144d755"))
            .starts_with("!the zstd stream is damaged (Frame requires too much memory"));
  CHECK(unpacked(from_hex("fd377a585a000004e6d6b44602002101200000000988a576e0002200145d00381b08478"
                          "2b29cfe38472a036c6c4bd2b9ce40000034008382071bd0f000013023aaf2a75d1fb6f3"
                          "7d010000000004595a")) ==
        "!the xz stream is damaged (it asks for a window of more than 128 MiB)");
}

TEST_CASE("A bomb ends at the limit") {
  const std::string zeros(std::size_t{20} << 20, '\0');
  for (const Compression compression : {Compression::Gzip, Compression::Zstd}) {
    const std::string bomb = packed(zeros, compression);
    CHECK(bomb.size() < zeros.size() / 100);
    CHECK(unpacked(bomb, 1 << 20) == "!unpacked it is bigger than the limit of 1048576 bytes");
    CHECK(unpacked(bomb, zeros.size()).size() == zeros.size());
  }
  CHECK(unpacked("plain", 4) == "!unpacked it is bigger than the limit of 4 bytes");
}

TEST_CASE("What is packed comes back, the same bytes for any number of workers") {
  for (const Compression compression : {Compression::None, Compression::Gzip, Compression::Zstd}) {
    for (const std::size_t size : {0U, 1U, 1000U, 1U << 20, (1U << 20) + 1, 9'000'000U}) {
      const std::string plain = plausible(size);
      const std::string one = packed(plain, compression);
      CHECK(compression_of(one) == compression);
      CHECK((unpacked(one) == plain));
      if (size < 1'000'000) continue;
      for (const unsigned workers : {2U, 3U, 8U})
        CHECK((packed(plain, compression, workers) == one));
    }
  }
  std::string noise(3'000'000, '\0');
  std::mt19937 random(1);
  for (char& byte : noise) byte = static_cast<char>(random());
  CHECK((unpacked(packed(noise, Compression::Gzip)) == noise));
  CHECK(packed("", Compression::Xz) ==
        "!while packing a layer: layers are packed with gzip or zstd, not with bzip2 or xz");
}

TEST_CASE("A gzip header tells neither time nor name nor system") {
  CHECK(packed("x", Compression::Gzip).substr(0, 10) ==
        std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
}

TEST_CASE("A sink that fails ends the unpacking, and so does a full disk") {
  const auto done = decompress(file_of(gz), plenty,
                               [](std::string_view) -> Result<void> { return failure("enough"); });
  CHECK(done.error().message == "enough");
  const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  CHECK(decompress_into(file_of(gz), plenty, full).error().message ==
        "writing: No space left on device");
  for (const Compression compression : {Compression::None, Compression::Gzip, Compression::Zstd}) {
    CHECK(compress_into(file_of(text), compression, 2, full).error().message ==
          "while packing a layer: writing: No space left on device");
  }
}
