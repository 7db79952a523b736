#include "analyzer/image/contents/packages.h"

#include <catch2/catch.hpp>

#include "made_image.h"

namespace plimsoll::image {

static const std::string status =
    "Package: libc6\n"
    "Status: install ok installed\n"
    "Installed-Size: 12\n"
    "Architecture: amd64\n"
    "Version: 2.36-9\n"
    "Description: a library\n"
    " of many words\n"
    "\n"
    "Package: gone\n"
    "Status: deinstall ok config-files\n"
    "Version: 1\n"
    "\n"
    "Package: adduser\n"
    "Status: hold ok installed\n"
    "Version: 3.134\n"
    "Architecture: all\n"
    "Conffiles:\n"
    " /etc/adduser.conf 00112233445566778899aabbccddeeff\n"
    " /etc/old.conf 00112233445566778899aabbccddee00 obsolete\n"
    "Description: accounts\n";

TEST_CASE("dpkg's status names what is installed") {
  PackageData data;
  std::vector<std::string> files;
  data.on_file = [&](const PackagedFile& file) {
    files.push_back(std::string(file.directory) + "|" + std::string(file.name) + "|" +
                    std::string(file.digest));
  };
  read_dpkg_status(status, data);
  REQUIRE(data.packages.size() == 2);
  CHECK(data.packages[0].name == "libc6");
  CHECK(data.packages[0].installed_bytes == 12 * 1024);
  CHECK(data.packages[0].architecture == "amd64");
  CHECK(data.packages[1].name == "adduser");
  CHECK(files == std::vector<std::string>{"etc|adduser.conf|00112233445566778899aabbccddeeff",
                                          "etc|old.conf|00112233445566778899aabbccddee00"});
}

TEST_CASE("a status that is no status gives nothing, and does no harm") {
  for (const std::string text : {"", "\n\n\n", "Package", ":", "Conffiles:\n /a b\n \n", " x\n",
                                 "Status: install ok installed\n\nVersion: 1\n"}) {
    PackageData data;
    read_dpkg_status(text, data);
    CHECK(data.packages.empty());
  }
}

static const std::string installed =
    "C:Q1abc=\n"
    "P:musl\n"
    "V:1.2.4-r2\n"
    "A:x86_64\n"
    "I:622592\n"
    "F:lib\n"
    "R:ld-musl-x86_64.so.1\n"
    "a:0:0:755\n"
    "Z:Q1AAECAwQFBgcICQoLDA0ODxAREhM=\n"
    "R:libc.musl-x86_64.so.1\n"
    "F:etc\n"
    "R:x\n"
    "Z:Q9nonsense\n"
    "\n"
    "P:busybox\n"
    "V:1.36\n"
    "F:bin\n"
    "R:busybox\n";

TEST_CASE("apk's data base names packages, files and digests") {
  PackageData data;
  std::vector<std::string> files;
  data.on_file = [&](const PackagedFile& file) {
    files.push_back(std::to_string(file.owner) + "|" + std::string(file.directory) + "|" +
                    std::string(file.name) + "|" + std::string(file.digest));
  };
  read_apk_installed(installed, data);
  REQUIRE(data.packages.size() == 2);
  CHECK(data.packages[0].version == "1.2.4-r2");
  CHECK(data.packages[0].installed_bytes == 622592);
  CHECK(files == std::vector<std::string>{
                     "0|lib|ld-musl-x86_64.so.1|000102030405060708090a0b0c0d0e0f10111213",
                     "0|lib|libc.musl-x86_64.so.1|", "0|etc|x|", "1|bin|busybox|"});
}

static MadeImage debian() {
  MadeImage image;
  image.link("bin", "usr/bin");
  image.file("var/lib/dpkg/status", status);
  image.file("var/lib/dpkg/info/libc6:amd64.list", "/.\n/bin\n/bin/ldd\n/usr/share/doc/x\n");
  image.file("var/lib/dpkg/info/libc6:amd64.md5sums",
             "d41d8cd98f00b204e9800998ecf8427e  bin/ldd\n");
  return image;
}

TEST_CASE("a file belongs to its package though its directory has become a link") {
  MadeImage image = debian();
  image.file("usr/bin/ldd", "").file("usr/bin/own", "x").file("etc/adduser.conf", "y");
  const Contents contents(image.tree(), image.config);
  CHECK(contents.packages().size() == 2);
  CHECK(contents.packages()[0].name == "adduser");
  CHECK(is_yes(contents.packages_known()));
  CHECK(contents.owner("usr/bin/ldd") == "libc6");
  CHECK(contents.owner("bin/ldd") == "libc6");
  CHECK(contents.owner("etc/adduser.conf") == "adduser");
  CHECK(contents.owner("usr/bin/own").empty());
  CHECK(contents.owner("no/such/file").empty());
}

TEST_CASE("unmodified is what has the digest of the package") {
  MadeImage image = debian();
  image.file("usr/bin/ldd", "").digests("d41d8cd98f00b204e9800998ecf8427e");
  image.file("usr/bin/own", "").digests("d41d8cd98f00b204e9800998ecf8427e");
  image.file("etc/adduser.conf", "edited").digests("d41d8cd98f00b204e9800998ecf8427e");
  image.file("etc/old.conf", "not hashed");
  const Contents contents(image.tree(), image.config);
  const auto state = [&](std::string_view path) {
    return contents.owned_unmodified(image.tree().live(path));
  };
  CHECK(is_yes(state("usr/bin/ldd")));
  CHECK(is_no(state("usr/bin/own")));
  CHECK(is_no(state("etc/adduser.conf")));
  CHECK(is_unknown(state("etc/old.conf")));
}

TEST_CASE("distroless has a status for each package") {
  MadeImage image;
  image.file("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12\n");
  image.file("var/lib/dpkg/status.d/base-files.md5sums",
             "d41d8cd98f00b204e9800998ecf8427e  etc/debian_version\n");
  image.file("etc/debian_version", "");
  const Contents contents(image.tree(), image.config);
  REQUIRE(contents.packages().size() == 1);
  CHECK(contents.owner("etc/debian_version") == "base-files");
}

TEST_CASE("a data base too long to be kept makes packages unknown") {
  MadeImage image;
  image.file("var/lib/dpkg/status", std::string(17 << 20, 'x'));
  image.file("bin/x", "").digests("d41d8cd98f00b204e9800998ecf8427e");
  const Contents contents(image.tree(), image.config);
  CHECK(is_unknown(contents.packages_known()));
  CHECK(is_unknown(contents.owned_unmodified(image.tree().live("bin/x"))));
}

// --- rpm: headers and the three files that hold them, as their formats are described.

static std::string be32(std::uint32_t n) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((n >> shift) & 0xFF);
  return bytes;
}
static std::string le32(std::uint32_t n) {
  const std::string bytes = be32(n);
  return {bytes.rbegin(), bytes.rend()};
}
static std::string be16(std::size_t n) { return be32(static_cast<std::uint32_t>(n)).substr(2); }
static std::string le16(std::size_t n) { return le32(static_cast<std::uint32_t>(n)).substr(0, 2); }

namespace {
class RpmHeader {
 public:
  RpmHeader& text(std::uint32_t tag, const std::string& value) {
    return put(tag, 6, 1, value + std::string(1, '\0'));
  }
  RpmHeader& texts(std::uint32_t tag, const std::vector<std::string>& values) {
    std::string all;
    for (const std::string& each : values) all += each + std::string(1, '\0');
    return put(tag, 8, static_cast<std::uint32_t>(values.size()), all);
  }
  RpmHeader& numbers(std::uint32_t tag, const std::vector<std::uint32_t>& values) {
    while (data_.size() % 4 != 0) data_ += '\0';
    std::string all;
    for (const std::uint32_t each : values) all += be32(each);
    return put(tag, 4, static_cast<std::uint32_t>(values.size()), all);
  }
  [[nodiscard]] std::string bytes() const {
    return be32(count_) + be32(static_cast<std::uint32_t>(data_.size())) + index_ + data_;
  }

 private:
  RpmHeader& put(std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                 const std::string& value) {
    index_ += be32(tag) + be32(type) + be32(static_cast<std::uint32_t>(data_.size())) + be32(count);
    data_ += value;
    ++count_;
    return *this;
  }
  std::string index_, data_;
  std::uint32_t count_ = 0;
};
}  // namespace

static const std::string sha256(64, 'a');

static std::string bash_header() {
  return RpmHeader()
      .text(1000, "bash")
      .text(1001, "5.2")
      .text(1002, "1.el9")
      .numbers(1003, {2})
      .numbers(1009, {4096})
      .text(1022, "x86_64")
      .texts(1035, {sha256, ""})
      .numbers(1116, {0, 1})
      .texts(1117, {"bash", "bash"})
      .texts(1118, {"/usr/bin/", "/usr/share/doc/"})
      .numbers(5011, {8})
      .bytes();
}
// Long enough for chains of pages.
static std::string long_header() {
  return RpmHeader()
      .text(1000, "long")
      .text(1001, "1")
      .text(1002, "2")
      .text(4000, std::string(9000, 'x'))
      .bytes();
}

static std::string sqlite_varint(std::uint64_t n) {
  std::string bytes(1, static_cast<char>(n & 0x7F));
  while (n >>= 7) bytes.insert(bytes.begin(), static_cast<char>((n & 0x7F) | 0x80));
  return bytes;
}
static std::string sqlite_record(
    const std::vector<std::pair<std::uint64_t, std::string>>& columns) {
  std::string types, body;
  for (const auto& [type, bytes] : columns) {
    types += sqlite_varint(type);
    body += bytes;
  }
  return sqlite_varint(types.size() + 1) + types + body;
}

// Page 1: the schema; page 2: Packages, a leaf; pages from 3 on: what does not fit.
static std::string sqlite_file(const std::vector<std::string>& blobs) {
  constexpr std::size_t page = 4096;
  std::string overflow;
  const auto leaf = [&](const std::vector<std::string>& records, std::size_t header) {
    std::string bytes(page, '\0');
    std::size_t end = page, pointer = header + 8;
    bytes[header] = 13;
    bytes.replace(header + 3, 2, be16(records.size()));
    std::uint64_t row = 1;
    for (const std::string& record : records) {
      std::string cell = sqlite_varint(record.size()) + sqlite_varint(row++);
      if (record.size() <= page - 35) {
        cell += record;
      } else {
        const std::size_t least = (page - 12) * 32 / 255 - 23;
        const std::size_t fits = least + (record.size() - least) % (page - 4);
        const std::size_t local = fits <= page - 35 ? fits : least;
        cell += record.substr(0, local);
        cell += be32(static_cast<std::uint32_t>(3 + overflow.size() / page));
        for (std::size_t at = local; at < record.size(); at += page - 4) {
          const bool last = at + page - 4 >= record.size();
          std::string part =
              last ? be32(0) : be32(static_cast<std::uint32_t>(4 + overflow.size() / page));
          part += record.substr(at, page - 4);
          part.resize(page);
          overflow += part;
        }
      }
      end -= cell.size();
      bytes.replace(end, cell.size(), cell);
      bytes.replace(pointer, 2, be16(end));
      pointer += 2;
    }
    return bytes;
  };
  const std::string schema = sqlite_record({{13 + 2 * 5, "table"},
                                            {13 + 2 * 8, "Packages"},
                                            {13 + 2 * 8, "Packages"},
                                            {1, std::string(1, 2)},
                                            {13, ""}});
  std::string first = leaf({schema}, 100);
  first.replace(0, 16, std::string("SQLite format 3\0", 16));
  first.replace(16, 2, be16(page));
  std::vector<std::string> rows;
  rows.reserve(blobs.size());
  for (const std::string& blob : blobs) {
    rows.push_back(sqlite_record({{0, ""}, {12 + 2 * blob.size(), blob}}));
  }
  const std::string second = leaf(rows, 0);
  return first + second + overflow;
}

static std::string ndb_file(const std::vector<std::string>& blobs) {
  std::string slots = "RpmP" + le32(0) + le32(1) + le32(1) + le32(9) + std::string(12, '\0');
  std::string body;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    const auto block = static_cast<std::uint32_t>((4096 + body.size()) / 16);
    slots += "Slot" + le32(number) + le32(block) + le32(1);
    body += "BlbS" + le32(number) + le32(1) + le32(static_cast<std::uint32_t>(blobs[i].size()));
    body += blobs[i] + "tail........";
    body.resize((body.size() + 15) / 16 * 16);
  }
  while (slots.size() < 4096) slots += "Slot" + std::string(12, '\0');
  return slots + body;
}

static std::string berkeley_file(const std::string& blob) {
  constexpr std::size_t page = 512;
  std::string meta(page, '\0');
  meta.replace(12, 4, le32(0x061561));
  meta.replace(20, 4, le32(page));
  std::string hash(page, '\0');
  hash.replace(20, 2, le16(2));
  hash[25] = 13;
  hash.replace(26, 2, le16(500));
  hash.replace(28, 2, le16(480));
  hash[480] = 3;
  hash.replace(484, 4, le32(2));
  hash.replace(488, 4, le32(static_cast<std::uint32_t>(blob.size())));
  std::string chain;
  for (std::size_t at = 0; at < blob.size(); at += page - 26) {
    const std::string part = blob.substr(at, page - 26);
    std::string bytes(26, '\0');
    const bool last = at + part.size() == blob.size();
    const auto next = static_cast<std::uint32_t>(3 + chain.size() / page);
    bytes.replace(16, 4, le32(last ? 0 : next));
    bytes.replace(22, 2, le16(part.size()));
    bytes[25] = 7;
    bytes += part;
    bytes.resize(page);
    chain += bytes;
  }
  return meta + hash + chain;
}

TEST_CASE("rpm's headers are read from all three data bases") {
  std::vector<std::string> files;
  PackageData data;
  data.on_file = [&](const PackagedFile& file) {
    files.push_back(std::string(file.directory) + "|" + std::string(file.name) + "|" +
                    std::string(file.digest));
  };
  std::string database;
  SECTION("SQLite") { database = sqlite_file({bash_header(), long_header()}); }
  SECTION("ndb") { database = ndb_file({bash_header(), long_header()}); }
  SECTION("Berkeley DB") { database = berkeley_file(bash_header()); }
  read_rpm(database, data);
  CHECK(data.known);
  REQUIRE_FALSE(data.packages.empty());
  CHECK(data.packages[0].name == "bash");
  CHECK(data.packages[0].version == "2:5.2-1.el9");
  CHECK(data.packages[0].architecture == "x86_64");
  CHECK(data.packages[0].installed_bytes == 4096);
  CHECK(files == std::vector<std::string>{"usr/bin|bash|" + sha256, "usr/share/doc|bash|"});
  if (data.packages.size() > 1) CHECK(data.packages[1].name == "long");
}

TEST_CASE("data bases of rpm that are damaged end, and are told as not known") {
  const std::vector<std::string> whole = {sqlite_file({bash_header(), long_header()}),
                                          ndb_file({bash_header(), long_header()}),
                                          berkeley_file(bash_header())};
  std::uint32_t seed = 7;
  for (const std::string& bytes : whole) {
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
      PackageData data;
      read_rpm(std::string_view(bytes).substr(0, size), data);
    }
    for (int i = 0; i < 3000; ++i) {
      std::string changed = bytes;
      for (int k = 0; k < 3; ++k) {
        seed = seed * 1664525 + 1013904223;
        changed[(seed >> 8) % (i % 2 == 0 ? 512 : changed.size())] = static_cast<char>(seed >> 3);
      }
      PackageData data;
      read_rpm(changed, data);
      CHECK(data.packages.size() <= 2);
    }
  }
  PackageData none;
  read_rpm("not a data base", none);
  CHECK_FALSE(none.known);
}

TEST_CASE("rpm's data base in an image") {
  MadeImage image;
  image.file("usr/lib/sysimage/rpm/rpmdb.sqlite", sqlite_file({bash_header()}));
  image.link("var/lib/rpm", "../../usr/lib/sysimage/rpm");
  image.file("usr/bin/bash", "x").digests("", "", sha256);
  const Contents contents(image.tree(), image.config);
  REQUIRE(contents.packages().size() == 1);
  CHECK(to_string(contents.packages()[0].manager) == "rpm");
  CHECK(is_yes(contents.owned_unmodified(image.tree().live("usr/bin/bash"))));
}

}  // namespace plimsoll::image
