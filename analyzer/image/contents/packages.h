#pragma once

// The data bases of package managers, as bytes: who is installed, and what was brought where with
// which digest. Every reader takes what it can read and says whether that was all.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

enum class DigestKind : std::uint8_t { None, Md5, Sha1, Sha256 };

struct PackagedFile {                // views of what is being read
  std::string_view directory, name;  // relative, as the data base has them; "usr/bin" and "cc"
  std::uint32_t owner = 0;           // index in PackageData::packages
  DigestKind kind = DigestKind::None;
  std::string_view digest;  // hexadecimal, lower case
};

// Files are handed over as they come: a data base may name more than the image has.
struct PackageData {
  std::vector<Package> packages;
  std::function<void(const PackagedFile&)> on_file;
  bool known = true;  // no: a data base is there and could not be read, or not whole
  // Of dpkg: "libc6" (the first one) and "libc6:amd64", as index in `packages`.
  std::map<std::string, std::uint32_t, std::less<>> dpkg_names;

  std::size_t files = 0;

  // False at the limit, which also makes it not known.
  bool add(std::string_view path, PackagedFile file);
  bool add(PackagedFile file);
  bool add(Package package);
};

// Both limits end the reading with known = false.
inline constexpr std::size_t max_packages = 100'000;
inline constexpr std::size_t max_packaged_files = 2'000'000;

// A status file: paragraphs of /var/lib/dpkg/status, or the one of a file in status.d (without a
// Status field: there by being there). Digests of Conffiles come along.
void read_dpkg_status(std::string_view status, PackageData& data);
// /var/lib/dpkg/info/PACKAGE[:ARCH].list and .md5sums. A package that no status names is taken by
// the name of the file.
void read_dpkg_list(std::string_view package, std::string_view list, PackageData& data);
void read_dpkg_md5sums(std::string_view package, std::string_view sums, PackageData& data);

// Lower case.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

// /lib/apk/db/installed.
void read_apk_installed(std::string_view installed, PackageData& data);

// rpmdb.sqlite, Packages.db (ndb) or Packages (Berkeley DB's hash), told by content.
void read_rpm(std::string_view database, PackageData& data);

}  // namespace plimsoll::image
