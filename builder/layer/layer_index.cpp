// Reading an index. Every place in the file is checked where it is used, so that opening one costs
// no more than looking at its header.

#include <algorithm>
#include <cstring>
#include <utility>
#include <variant>

#include "builder/layer/index_format.h"
#include "builder/layer/layer.h"

namespace plimsoll::builder {
namespace {

constexpr auto last_kind = static_cast<std::uint8_t>(EntryKind::Opaque);

tl::unexpected<Error> damaged(const std::string& why) {
  return failure("the index of a layer " + why + "; it has to be made anew");
}

class IndexFile final : public LayerIndex {
 public:
  using Bytes = std::variant<MappedFile, std::string>;

  IndexFile(Bytes bytes, std::shared_ptr<const FileDescriptor> blob)
      : bytes_(std::move(bytes)), blob_(std::move(blob)) {}

  Result<void> check() {
    const std::string_view whole = view();
    if (whole.size() < sizeof header_) return damaged("is cut off");
    std::memcpy(&header_, whole.data(), sizeof header_);
    if (header_.magic != index_magic || header_.version != index_version ||
        header_.record_bytes != sizeof(IndexRecord) || header_.check != check_of(header_)) {
      return damaged("is of another version, or damaged");
    }
    const std::uint64_t rest = whole.size() - sizeof header_;
    if (header_.count > rest / sizeof(IndexRecord) ||
        rest - header_.count * sizeof(IndexRecord) != header_.strings_bytes) {
      return damaged("is cut off");
    }
    const Result<std::uint64_t> blob_bytes = size_of(*blob_);
    if (!blob_bytes) return tl::unexpected(blob_bytes.error());
    if (*blob_bytes != header_.blob_bytes) return damaged("is that of another layer");
    records_ = whole.data() + sizeof header_;
    strings_ = whole.substr(sizeof header_ + header_.count * sizeof(IndexRecord));
    return {};
  }

  std::size_t size() const override { return header_.count; }

  std::string_view path_at(std::size_t position) const override {
    const char* record = records_ + position * sizeof(IndexRecord);
    std::uint32_t place[2] = {};
    std::memcpy(place, record, sizeof place);
    return text(place[0], place[1]);
  }

  EntryKind kind_at(std::size_t position) const override { return kind_of(record_at(position)); }
  bool implied_at(std::size_t position) const override { return record_at(position).implied == 1; }
  std::size_t implied_count() const override { return header_.implied; }

  std::size_t next_link_at(std::size_t position) const override {
    const std::size_t next = record_at(position).next_link;
    return next < header_.count ? next : position;
  }

  std::size_t lower_bound(std::string_view path) const override {
    std::size_t begin = 0;
    std::size_t count = header_.count;
    while (count > 0) {
      const std::size_t half = count / 2;
      if (path_at(begin + half) < path) {
        begin += half + 1;
        count -= half + 1;
      } else {
        count = half;
      }
    }
    return begin;
  }

  Entry at(std::size_t position) const override {
    const IndexRecord record = record_at(position);
    Entry entry;
    entry.path = text(record.path, record.path_bytes);
    entry.kind = kind_of(record);
    entry.mode = record.mode & 07777U;
    entry.uid = record.uid;
    entry.gid = record.gid;
    entry.mtime_s = record.mtime_s;
    entry.link = text(record.link, record.link_bytes);
    entry.device_major = record.device_major;
    entry.device_minor = record.device_minor;
    entry.xattrs = xattrs_of(text(record.xattrs, record.xattrs_bytes));
    if (entry.kind != EntryKind::File) return entry;
    entry.size = record.size;
    // Without its content, an entry whose place lies outside of the blob cannot be read.
    if (record.offset <= header_.blob_bytes && record.size <= header_.blob_bytes - record.offset) {
      entry.content = InFileAt{blob_, record.offset};
    }
    constexpr decltype(record.digest) unknown{};
    if (record.digest != unknown) {
      entry.content_digest.assign(reinterpret_cast<const char*>(record.digest.data()),
                                  record.digest.size());
    }
    return entry;
  }

 private:
  std::string_view view() const {
    if (const auto* mapped = std::get_if<MappedFile>(&bytes_)) return mapped->bytes();
    return std::get<std::string>(bytes_);
  }

  IndexRecord record_at(std::size_t position) const {
    IndexRecord record;
    std::memcpy(&record, records_ + position * sizeof record, sizeof record);
    return record;
  }

  static EntryKind kind_of(const IndexRecord& record) {
    return static_cast<EntryKind>(std::min(record.kind, last_kind));
  }

  std::string_view text(std::uint32_t place, std::uint32_t size) const {
    if (place > strings_.size() || size > strings_.size() - place) return {};
    return strings_.substr(place, size);
  }

  static std::vector<std::pair<std::string, std::string>> xattrs_of(std::string_view packed) {
    std::vector<std::pair<std::string, std::string>> xattrs;
    std::uint32_t sizes[2] = {};
    while (packed.size() >= sizeof sizes) {
      std::memcpy(sizes, packed.data(), sizeof sizes);
      packed.remove_prefix(sizeof sizes);
      if (sizes[0] > packed.size() || sizes[1] > packed.size() - sizes[0]) break;
      xattrs.emplace_back(packed.substr(0, sizes[0]), packed.substr(sizes[0], sizes[1]));
      packed.remove_prefix(std::size_t{sizes[0]} + sizes[1]);
    }
    return xattrs;
  }

  Bytes bytes_;
  std::shared_ptr<const FileDescriptor> blob_;
  IndexHeader header_;
  const char* records_ = nullptr;
  std::string_view strings_;
};

Result<std::shared_ptr<const LayerIndex>> checked(IndexFile::Bytes bytes,
                                                  std::shared_ptr<const FileDescriptor> blob) {
  auto index = std::make_shared<IndexFile>(std::move(bytes), std::move(blob));
  if (auto fine = index->check(); !fine) return tl::unexpected(std::move(fine).error());
  return std::shared_ptr<const LayerIndex>(std::move(index));
}

}  // namespace

Result<std::shared_ptr<const LayerIndex>> open_layer_index(
    const std::string& index_path, std::shared_ptr<const FileDescriptor> blob) {
  Result<MappedFile> mapped = MappedFile::open(index_path);
  if (!mapped) return tl::unexpected(std::move(mapped).error());
  Result<std::shared_ptr<const LayerIndex>> index = checked(std::move(*mapped), std::move(blob));
  if (!index) return tl::unexpected(std::move(index).error().while_doing("opening " + index_path));
  return index;
}

Result<std::shared_ptr<const LayerIndex>> layer_index_of(
    std::string index, std::shared_ptr<const FileDescriptor> blob) {
  return checked(std::move(index), std::move(blob));
}

}  // namespace plimsoll::builder
