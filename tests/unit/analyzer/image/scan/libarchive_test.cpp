// libarchive as a second opinion: on archives that are in order it sees what we see.

#include <catch2/catch.hpp>
#include <clocale>
#include <cstdio>
#include <random>
#include <sstream>

#include "analyzer/image/tar.h"
#include "tests/unit/analyzer/image/scan/scanning.h"

#ifdef PLIMSOLL_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>

using namespace plimsoll;
using namespace plimsoll::testing;

namespace {

struct Listing {
  std::string text;
  bool odd = false;  // somebody has something to say about it
};

std::string trimmed(std::string name) {
  while (name.ends_with('/')) name.pop_back();
  return name;
}

void add(Listing& list, const std::string& name, char type, std::uint64_t size, std::int64_t mtime,
         std::uint64_t uid, std::uint64_t gid, unsigned mode, const std::string& link) {
  std::ostringstream line;
  line << trimmed(name) << ' ' << type << ' ' << size << ' ' << mtime << ' ' << uid << ':' << gid
       << ' ' << std::oct << mode << ' ' << link << '\n';
  list.text += line.str();
}

// As the scanner sees it.
struct Ours final : TarReader::Visitor {
  Listing list;
  std::size_t content_bytes = 0;
  std::uint32_t sum = 0;
  Result<void> entry(const TarEntry& e) override {
    end();
    // What the scanner notes when it looks at names.
    if (e.name.ends_with('/') && e.type == '0') list.odd = true;
    if (e.link.empty() && e.type == '1') list.odd = true;
    add(list, e.name, e.type == 'S' ? '0' : e.type, e.sparse ? e.real_size : e.size, e.mtime_s,
        e.uid, e.gid, e.mode, e.type == '1' || e.type == '2' ? e.link : "");
    sparse = e.sparse;
    return {};
  }
  Result<void> content(std::string_view bytes) override {
    if (sparse) return {};
    for (const char c : bytes) sum = sum * 31 + static_cast<unsigned char>(c);
    content_bytes += bytes.size();
    return {};
  }
  Result<void> oddity(const TarOddity& odd) override {
    if (odd.kind != "sparse" && odd.kind != "missing-end") list.odd = true;
    return {};
  }
  void end() {
    if (content_bytes > 0) list.text += "  " + std::to_string(sum) + "\n";
    content_bytes = 0;
    sum = 0;
  }
  bool sparse = false;
};

Listing ours(const std::string& tar) {
  Ours visitor;
  TarReader reader(visitor);
  const auto fed = reader.feed(tar);
  if (!fed || !reader.finish()) visitor.list.odd = true;
  visitor.end();
  return visitor.list;
}

char type_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry)) return '1';
  switch (archive_entry_filetype(entry)) {
    case AE_IFLNK:
      return '2';
    case AE_IFCHR:
      return '3';
    case AE_IFBLK:
      return '4';
    case AE_IFDIR:
      return '5';
    case AE_IFIFO:
      return '6';
    default:
      return '0';
  }
}

std::string or_empty(const char* text) { return text ? text : ""; }

std::uint64_t read_data(archive* reader, std::uint32_t& sum) {
  std::uint64_t bytes = 0;
  char block[1000];
  for (la_ssize_t got; (got = archive_read_data(reader, block, sizeof block)) > 0;) {
    for (la_ssize_t i = 0; i < got; ++i) sum = sum * 31 + static_cast<unsigned char>(block[i]);
    bytes += static_cast<std::uint64_t>(got);
  }
  return bytes;
}

Listing theirs(const std::string& tar) {
  Listing list;
  archive* reader = archive_read_new();
  archive_read_support_format_tar(reader);
  if (archive_read_open_memory(reader, tar.data(), tar.size()) != ARCHIVE_OK) list.odd = true;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  while ((status = archive_read_next_header(reader, &entry)) == ARCHIVE_OK) {
    const char type = type_of(entry);
    const std::string link = type == '1' ? or_empty(archive_entry_hardlink(entry))
                                         : or_empty(archive_entry_symlink(entry));
    const bool sparse = archive_entry_sparse_count(entry) > 0;
    std::uint64_t size = sparse ? static_cast<std::uint64_t>(archive_entry_size(entry)) : 0;
    std::uint32_t sum = 0;
    if (!sparse && type == '0') size = read_data(reader, sum);
    add(list, or_empty(archive_entry_pathname(entry)), type, size, archive_entry_mtime(entry),
        static_cast<std::uint64_t>(archive_entry_uid(entry)),
        static_cast<std::uint64_t>(archive_entry_gid(entry)),
        static_cast<unsigned>(archive_entry_perm(entry)) & 07777U, link);
    if (!sparse && size > 0) list.text += "  " + std::to_string(sum) + "\n";
  }
  if (status != ARCHIVE_EOF) list.odd = true;
  archive_read_free(reader);
  return list;
}

// What libarchive itself writes, of anything.
std::string made_up(std::mt19937& random, int format) {
  std::string tar(1 << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format(writer, format);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open_memory(writer, tar.data(), tar.size(), &used);
  const auto pick = [&](std::uint64_t below) { return random() % below; };
  const auto name = [&] {
    std::string text = "d" + std::to_string(pick(3));
    for (auto parts = pick(4); parts > 0; --parts) text += "/" + std::string(1 + pick(60), 'n');
    return text + "/" + std::to_string(pick(1000));
  };
  for (int i = 0; i < 12; ++i) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name().c_str());
    constexpr unsigned kinds[] = {AE_IFREG, AE_IFREG, AE_IFDIR, AE_IFLNK, AE_IFIFO, AE_IFCHR};
    const unsigned kind = kinds[pick(6)];
    std::string bytes;
    if (kind == AE_IFREG && pick(6) == 0) {
      archive_entry_set_hardlink(entry, name().c_str());
    } else if (kind == AE_IFREG) {
      bytes.assign(pick(3000), static_cast<char>('a' + i));
    }
    archive_entry_set_filetype(entry, kind);
    archive_entry_set_perm(entry, static_cast<unsigned>(pick(010000)));
    if (kind == AE_IFLNK) archive_entry_set_symlink(entry, name().c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_mtime(entry, static_cast<time_t>(pick(2'000'000'000)),
                            pick(2) == 0 ? 0 : 500'000'000);
    const bool big = format != ARCHIVE_FORMAT_TAR_USTAR && pick(4) == 0;
    archive_entry_set_uid(entry, big ? 3'000'000'000 : static_cast<la_int64_t>(pick(65'536)));
    archive_entry_set_gid(entry, static_cast<la_int64_t>(pick(65'536)));
    if (format == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE && pick(4) == 0) {
      archive_entry_xattr_add_entry(entry, "user.x", "y\0z", 3);
    }
    if (bytes.size() > 2000 && pick(2) == 0) {
      archive_entry_sparse_add_entry(entry, 512, 600);
    }
    if (archive_write_header(writer, entry) == ARCHIVE_OK) {
      archive_write_data(writer, bytes.data(), bytes.size());
    }
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  tar.resize(used);
  return tar;
}

constexpr int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
                           ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FORMAT_TAR_GNUTAR};

}  // namespace

TEST_CASE("libarchive sees the same in archives that are in order") {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  std::mt19937 random(1);
  for (int round = 0; round < 400; ++round) {
    const std::string tar = made_up(random, formats[round % 4]);
    const Listing mine = ours(tar);
    INFO(round);
    CHECK_FALSE(mine.odd);
    REQUIRE(mine.text == theirs(tar).text);
  }
}
#endif
