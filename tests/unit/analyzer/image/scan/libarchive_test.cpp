// libarchive as a second opinion. On archives that are in order it sees what we see; where it sees
// something else, we have said that readers disagree.

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <clocale>
#include <cstdio>
#include <random>
#include <sstream>
#include <vector>

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
  bool odd = false;                     // somebody has something to say about it
  std::vector<std::string_view> kinds;  // what we said
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
    if (e.name.ends_with('/') && e.type == '0') say("slash-on-file");
    if (e.link.empty() && e.type == '1') say("empty-link");
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
    if (odd.kind != "sparse" && odd.kind != "missing-end") say(odd.kind);
    return {};
  }
  void say(std::string_view kind) {
    list.odd = true;
    list.kinds.emplace_back(kind);
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

// Some bytes of headers are others; the sums are right again.
std::string changed(std::mt19937& random, std::string tar) {
  for (int i = 0; i < 3; ++i) {
    const std::size_t block = random() % (tar.size() / 512) * 512;
    tar[block + random() % 512] =
        static_cast<char>(random() % 3 == 0 ? random() : '0' + random() % 10);
  }
  for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
    if (tar.compare(at + 257, 5, "ustar") != 0) continue;
    unsigned sum = 8 * ' ';
    for (std::size_t i = 0; i < 512; ++i) {
      if (i < 148 || i >= 156) sum += static_cast<unsigned char>(tar[at + i]);
    }
    char digits[9];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    tar.replace(at + 148, 6, digits, 6);
    tar.replace(at + 154, 2, std::string("\0 ", 2));
  }
  return tar;
}

std::string without_last(std::string text) {
  bool entry = false;
  while (!text.empty() && !entry) {
    text.pop_back();
    const std::size_t line = text.rfind('\n') + 1;
    entry = text.compare(line, 2, "  ") != 0;
    text.resize(line);
  }
  return text;
}

struct Explained {
  std::string_view kind;
  std::string_view libarchive;  // what 3.6 does there; we do as Go does
};

constexpr std::array<Explained, 7> explained{{
    {"bad-header", "takes what it can read of a number, and goes on; Go ends the archive"},
    {"bad-sparse-map", "shows a file with holes whose pieces do not fit it; Go ends the archive"},
    {"empty-link", "takes a hardlink to nothing for a file"},
    {"misplaced-prefix", "takes a prefix only where the mark is that of ustar"},
    {"odd-magic", "takes what is nearly a mark for the mark: names have their prefix"},
    {"sparse-version", "guesses how a file with holes is written; to Go it is a plain file"},
    {"unknown-type", "takes an unknown kind for a file, or for what its name's end says"},
}};

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

TEST_CASE("Where libarchive sees something else, a note says that readers disagree") {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  std::mt19937 random(2);
  int same = 0;
  std::array<int, explained.size()> seen{};
  for (int round = 0; round < 20'000; ++round) {
    const std::string tar = changed(random, made_up(random, formats[round % 4]));
    const Listing mine = ours(tar);
    const Listing other = theirs(tar);
    // Where it gives up it says so itself, and what it saw last may be half of it.
    const std::string text = other.odd ? without_last(other.text) : other.text;
    if (mine.text.substr(0, other.odd ? text.size() : std::string::npos) == text) {
      ++same;
      continue;
    }
    INFO(round << "\n" << mine.text << "\nlibarchive:\n" << other.text);
    bool told = false;
    for (std::size_t i = 0; i < explained.size(); ++i) {
      const auto& kinds = mine.kinds;
      if (std::find(kinds.begin(), kinds.end(), explained[i].kind) == kinds.end()) continue;
      ++seen[i];
      told = true;
    }
    REQUIRE(told);
  }
  CHECK(same > 15'000);
  for (std::size_t i = 0; i < explained.size(); ++i) {
    INFO(explained[i].kind << ": " << explained[i].libarchive);
    CHECK(seen[i] > 0);
  }
}
#endif
