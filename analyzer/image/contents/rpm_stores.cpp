#include "analyzer/image/contents/rpm_stores.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/image/contents/byte_reader.h"

namespace plimsoll::image {

// --- ndb: pages of 16-byte slots, each with the place of a blob in units of 16 bytes.

static constexpr std::size_t ndb_page = 4096, ndb_slot = 16, ndb_first_slot = 2;

bool is_ndb(std::string_view file) { return file.size() >= ndb_page && file.starts_with("RpmP"); }

bool read_ndb_blobs(std::string_view file, const TakeBlob& take) {
  if (!is_ndb(file)) return false;
  ByteReader at(file, true);
  const std::uint64_t slots = std::uint64_t{at.u32(12)} * (ndb_page / ndb_slot);
  if (at.u32(4) != 0 || slots > file.size() / ndb_slot) return false;
  bool good = true;
  // Blobs do not overlap: all together are not longer than the file.
  std::uint64_t budget = file.size();
  for (std::uint64_t slot = ndb_first_slot; slot < slots; ++slot) {
    const std::size_t place = slot * ndb_slot;
    if (at.part(place, 4) != "Slot") return false;
    const std::uint32_t package = at.u32(place + 4);
    const std::size_t begin = std::size_t{at.u32(place + 8)} * ndb_slot;
    if (package == 0 && begin == 0) continue;  // free
    const std::uint32_t size = at.u32(begin + 12);
    const std::string_view blob = at.part(begin + 16, size);
    if (at.part(begin, 4) != "BlbS" || at.u32(begin + 4) != package || blob.size() != size ||
        size > budget) {
      good = false;
      continue;
    }
    budget -= size;
    if (!take(std::string(blob))) break;
  }
  return good && at.good();
}

// --- Berkeley DB: pages of the hash hold pairs of key and value; a value as long as a header lies
// in a chain of overflow pages. rpm looks packages up by number, so that every value is one.

namespace {

constexpr std::uint32_t hash_magic = 0x0006'1561;
constexpr std::uint32_t hash_page_old = 2, overflow_page = 7, hash_page = 13;
constexpr std::uint32_t item_offpage = 3;
constexpr std::size_t page_header = 26;

class Berkeley {
 public:
  Berkeley(std::string_view file, bool little) : at_(file, little) {
    page_bytes_ = at_.u32(20);
    const bool sound =
        page_bytes_ >= 512 && page_bytes_ <= 65536 && (page_bytes_ & (page_bytes_ - 1)) == 0;
    if (!sound) page_bytes_ = 0;
    pages_ = sound ? file.size() / page_bytes_ : 0;
    visited_.resize(pages_);
  }

  bool walk(const TakeBlob& take) {
    bool good = pages_ > 0;
    for (std::size_t page = 1; page < pages_; ++page) {
      const std::size_t begin = page * page_bytes_;
      const std::uint32_t kind = at_.u8(begin + 25);
      if (kind != hash_page && kind != hash_page_old) continue;
      const std::uint32_t items = at_.u16(begin + 20);
      for (std::uint32_t i = 1; i < items; i += 2) {
        const std::size_t item = at_.u16(begin + page_header + 2 * std::size_t{i});
        if (item + 12 > page_bytes_) return false;
        if (at_.u8(begin + item) != item_offpage) continue;  // too short for a header
        std::optional<std::string> blob =
            chain(at_.u32(begin + item + 4), at_.u32(begin + item + 8));
        good = good && blob.has_value();
        if (blob && !take(std::move(*blob))) return good;
      }
    }
    return good && at_.good();
  }

 private:
  std::optional<std::string> chain(std::uint32_t page, std::uint32_t size) {
    if (size > at_.size()) return {};
    std::string blob;
    while (blob.size() < size) {
      if (page == 0 || page >= pages_ || visited_[page]) return {};
      visited_[page] = true;
      const std::size_t begin = std::size_t{page} * page_bytes_;
      const std::uint32_t here = at_.u16(begin + 22);
      if (at_.u8(begin + 25) != overflow_page || here > page_bytes_ - page_header || here == 0) {
        return {};
      }
      blob += at_.part(begin + page_header, here);
      page = at_.u32(begin + 16);
    }
    return blob;
  }

  ByteReader at_;
  std::size_t page_bytes_ = 0, pages_ = 0;
  std::vector<bool> visited_;
};

}  // namespace

static std::optional<bool> little_endian_hash(std::string_view file) {
  if (file.size() < 512) return {};
  ByteReader little(file, true);
  ByteReader big(file, false);
  if (little.u32(12) == hash_magic) return true;
  if (big.u32(12) == hash_magic) return false;
  return {};
}

bool is_berkeley_hash(std::string_view file) { return little_endian_hash(file).has_value(); }

bool read_berkeley_blobs(std::string_view file, const TakeBlob& take) {
  const std::optional<bool> little = little_endian_hash(file);
  return little && Berkeley(file, *little).walk(take);
}

}  // namespace plimsoll::image
