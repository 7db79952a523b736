// The file is a header and records of one size, sorted by inode: loading maps it, looking up is a
// binary search, and nothing is parsed. A hash table would save a few steps a look-up and cost a
// layout to explain; a text would cost a parser on the way to every build.
//
// A checksum guards against a damaged disk, not against an enemy: who can write the store can
// change the layers in it as well. The records are those of one machine (its byte order, its inode
// numbers), so no other machine need understand them.

#include "builder/context/digest_memory.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <tuple>
#include <type_traits>

#include "analyzer/base/paths.h"

namespace plimsoll::builder {

namespace {

constexpr std::uint64_t magic = 0x31'30'74'78'65'74'6E'6F;  // the layout's version is in it
constexpr std::size_t forgotten_factor = 4;    // files not seen this time, at most so many times
constexpr std::size_t forgotten_least = 1000;  // those that were; but these may always stay

struct Header {
  std::uint64_t magic = 0;
  std::uint64_t count = 0;
  std::uint64_t checksum = 0;
  std::uint64_t reserved = 0;
  digest::Sha256 directory = {};  // of its path
};
static_assert(sizeof(Header) == 64 && sizeof(Remembered) == 80);
static_assert(std::is_trivially_copyable_v<Remembered>);

std::uint64_t checksum_of(const Remembered* records, std::size_t count) {
  std::uint64_t sums[5] = {1, 2, 3, 4, 5};
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t words[10];
    std::memcpy(words, records + i, sizeof words);
    for (std::size_t lane = 0; lane < 5; ++lane) {
      sums[lane] = (sums[lane] ^ words[lane]) * 0x9E37'79B9'7F4A'7C15ULL;
      sums[lane] = (sums[lane] ^ words[lane + 5]) * 0xC2B2'AE3D'27D4'EB4FULL;
      sums[lane] ^= sums[lane] >> 29;
    }
  }
  std::uint64_t sum = count;
  for (const std::uint64_t lane : sums) sum = (sum ^ lane) * 0x9E37'79B9'7F4A'7C15ULL;
  return sum;
}

bool less(const FileStamp& a, const FileStamp& b) {
  return std::tie(a.inode, a.device) < std::tie(b.inode, b.device);
}

}  // namespace

DigestMemory DigestMemory::load(const std::string& file, const std::string& directory) {
  DigestMemory memory;
  auto mapped = MappedFile::open(file);
  if (!mapped) return memory;
  const std::string_view bytes = mapped->bytes();
  Header header;
  if (bytes.size() < sizeof header) return memory;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != magic || header.directory != digest::sha256(directory)) return memory;
  if ((bytes.size() - sizeof header) / sizeof(Remembered) != header.count ||
      (bytes.size() - sizeof header) % sizeof(Remembered) != 0) {
    return memory;
  }
  const auto* records = reinterpret_cast<const Remembered*>(bytes.data() + sizeof header);
  if (checksum_of(records, header.count) != header.checksum) return memory;
  memory.mapped_ = std::move(*mapped);
  memory.records_ = records;
  memory.count_ = header.count;
  return memory;
}

const digest::Sha256* DigestMemory::find(const FileStamp& stamp) const {
  const Remembered* end = records_ + count_;
  const Remembered* at = std::lower_bound(
      records_, end, stamp,
      [](const Remembered& record, const FileStamp& wanted) { return less(record.stamp, wanted); });
  return at != end && at->stamp == stamp ? &at->digest : nullptr;
}

Result<void> DigestMemory::save(const std::string& file, const std::string& directory,
                                std::vector<Remembered> seen) const {
  const auto by_inode = [](const Remembered& a, const Remembered& b) {
    return less(a.stamp, b.stamp);
  };
  const auto same = [](const Remembered& a, const Remembered& b) {
    return a.stamp.inode == b.stamp.inode && a.stamp.device == b.stamp.device;
  };
  std::sort(seen.begin(), seen.end(), by_inode);
  seen.erase(std::unique(seen.begin(), seen.end(), same), seen.end());
  std::vector<Remembered> all;
  std::set_difference(records_, records_ + count_, seen.begin(), seen.end(),
                      std::back_inserter(all), by_inode);
  if (all.size() > forgotten_least && all.size() / forgotten_factor > seen.size()) all.clear();
  const auto middle = static_cast<std::ptrdiff_t>(all.size());
  all.insert(all.end(), seen.begin(), seen.end());
  std::inplace_merge(all.begin(), all.begin() + middle, all.end(), by_inode);

  Header header;
  header.magic = magic;
  header.count = all.size();
  header.checksum = checksum_of(all.data(), all.size());
  header.directory = digest::sha256(directory);
  auto made = NewFile::create(parent_path(file));
  if (!made) return tl::unexpected(made.error());
  std::string bytes(sizeof header + all.size() * sizeof(Remembered), '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!all.empty()) {
    std::memcpy(bytes.data() + sizeof header, all.data(), all.size() * sizeof(Remembered));
  }
  if (auto written = write_all(made->file(), bytes); !written) return written;
  return made->commit(file);
}

}  // namespace plimsoll::builder
