#include <algorithm>
#include <cstddef>
#include <cstring>
#include <unordered_set>

#include "analyzer/base/check.h"
#include "builder/layer/index_format.h"

namespace plimsoll::builder {
namespace {

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Directories that have entries below but none of their own, in path order.
std::vector<std::string_view> missing_parents(const std::vector<Indexed>& entries) {
  std::unordered_set<std::string_view> known;
  std::vector<std::string_view> missing;
  std::string_view last;
  for (const auto& [entry, offset] : entries) {
    // Siblings mostly follow each other.
    for (std::string_view parent = parent_of(entry->path); !parent.empty() && parent != last;
         parent = parent_of(parent)) {
      if (!known.insert(parent).second) break;
      missing.push_back(parent);
    }
    last = parent_of(entry->path);
    if (entry->kind == EntryKind::Directory) known.insert(entry->path);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

// The first of these paths that is there, but no directory.
const Entry* no_directory(const std::vector<Indexed>& entries,
                          const std::vector<std::string_view>& paths) {
  for (const std::string_view path : paths) {
    auto found = std::lower_bound(entries.begin(), entries.end(), path,
                                  [](const Indexed& indexed, std::string_view wanted) {
                                    return indexed.entry->path < wanted;
                                  });
    for (; found != entries.end() && found->entry->path == path; ++found) {
      const EntryKind kind = found->entry->kind;
      if (kind != EntryKind::Whiteout && kind != EntryKind::Opaque) return found->entry;
    }
  }
  return nullptr;
}

class IndexMaker {
 public:
  explicit IndexMaker(std::size_t entries) {
    records_.reserve(entries);
    strings_.reserve(entries * 40);
  }

  void add_implied(std::string_view path) {
    IndexRecord record;
    place(path, record.path, record.path_bytes);
    record.kind = static_cast<std::uint8_t>(EntryKind::Directory);
    record.mode = 0755;
    record.implied = 1;
    push(record);
    ++implied_;
  }

  void add(const Entry& entry, std::uint64_t offset) {
    IndexRecord record;
    place(entry.path, record.path, record.path_bytes);
    record.kind = static_cast<std::uint8_t>(entry.kind);
    // Markers have no attributes.
    if (entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque) return push(record);
    // In a layer only these two lead anywhere; a File out of a tree may name its group.
    if (entry.kind == EntryKind::Symlink || entry.kind == EntryKind::Hardlink) {
      place(entry.link, record.link, record.link_bytes);
    }
    place_xattrs(entry, record);
    record.mode = static_cast<std::uint16_t>(mode_in_layer(entry));
    record.uid = entry.uid;
    record.gid = entry.gid;
    record.device_major = entry.device_major;
    record.device_minor = entry.device_minor;
    record.mtime_s = entry.mtime_s;
    if (entry.kind == EntryKind::File) {
      record.size = entry.size;
      record.offset = offset;
      if (entry.content_digest.size() == record.digest.size()) {
        std::memcpy(record.digest.data(), entry.content_digest.data(), record.digest.size());
      }
    }
    push(record);
  }

  Result<std::string> finish(std::uint64_t blob_bytes) {
    if (strings_.size() > UINT32_MAX || records_.size() > UINT32_MAX) {
      return failure("the layer has more names than an index can hold (4 GiB of them)");
    }
    join_links();
    IndexHeader header;
    header.magic = index_magic;
    header.version = index_version;
    header.record_bytes = sizeof(IndexRecord);
    header.count = records_.size();
    header.strings_bytes = strings_.size();
    header.blob_bytes = blob_bytes;
    header.implied = implied_;
    header.check = check_of(header);
    const std::size_t records_bytes = records_.size() * sizeof(IndexRecord);
    std::string bytes;
    bytes.reserve(sizeof header + records_bytes + strings_.size());
    bytes.append(reinterpret_cast<const char*>(&header), sizeof header);
    bytes.append(reinterpret_cast<const char*>(records_.data()), records_bytes);
    bytes += strings_;
    return bytes;
  }

 private:
  // Places beyond 4 GiB are cut off here and refused by finish.
  void place(std::string_view text, std::uint32_t& at, std::uint32_t& size) {
    at = static_cast<std::uint32_t>(strings_.size());
    size = static_cast<std::uint32_t>(text.size());
    strings_ += text;
  }

  void place_xattrs(const Entry& entry, IndexRecord& record) {
    if (entry.xattrs.empty()) return;
    std::string packed;
    for (const auto& [name, value] : entry.xattrs) {
      const std::uint32_t sizes[2] = {static_cast<std::uint32_t>(name.size()),
                                      static_cast<std::uint32_t>(value.size())};
      packed.append(reinterpret_cast<const char*>(sizes), sizeof sizes);
      packed += name;
      packed += value;
    }
    place(packed, record.xattrs, record.xattrs_bytes);
  }

  void push(IndexRecord record) {
    record.next_link = static_cast<std::uint32_t>(records_.size());
    records_.push_back(record);
  }

  std::string_view path_of(const IndexRecord& record) const {
    return std::string_view(strings_).substr(record.path, record.path_bytes);
  }

  // Makes a circle of each hardlink group, in path order from its File.
  void join_links() {
    std::vector<std::uint32_t> last;  // the last member so far, by the File's position
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
      IndexRecord& record = records_[i];
      if (record.kind != static_cast<std::uint8_t>(EntryKind::Hardlink)) continue;
      const std::string_view target =
          std::string_view(strings_).substr(record.link, record.link_bytes);
      const std::size_t first = file_at(target);
      CHECK(first < records_.size());
      if (last.empty()) last.resize(records_.size());
      const std::uint32_t before =
          last[first] == 0 ? static_cast<std::uint32_t>(first) : last[first];
      record.next_link = static_cast<std::uint32_t>(first);
      records_[before].next_link = i;
      last[first] = i;
    }
  }

  std::size_t file_at(std::string_view path) const {
    auto found = std::lower_bound(records_.begin(), records_.end(), path,
                                  [&](const IndexRecord& record, std::string_view wanted) {
                                    return path_of(record) < wanted;
                                  });
    while (found != records_.end() && path_of(*found) == path &&
           found->kind != static_cast<std::uint8_t>(EntryKind::File)) {
      ++found;
    }
    if (found == records_.end() || path_of(*found) != path) return records_.size();
    return static_cast<std::size_t>(found - records_.begin());
  }

  std::vector<IndexRecord> records_;
  std::string strings_;
  std::uint64_t implied_ = 0;
};

}  // namespace

std::uint64_t check_of(const IndexHeader& header) {
  // FNV-1a over the other fields: told apart are a whole header and one that is none.
  std::array<unsigned char, sizeof(IndexHeader)> bytes{};
  std::memcpy(bytes.data(), &header, sizeof header);
  std::uint64_t hash = 14695981039346656037U;
  for (std::size_t i = 0; i < offsetof(IndexHeader, check); ++i) {
    hash = (hash ^ bytes[i]) * 1099511628211U;
  }
  return hash;
}

Result<std::string> make_index(const std::vector<Indexed>& entries, std::uint64_t blob_bytes) {
  const std::vector<std::string_view> missing = missing_parents(entries);
  if (const Entry* entry = no_directory(entries, missing)) {
    return failure(entry->path + ": the layer has entries below it, but it is no directory");
  }
  IndexMaker maker(entries.size() + missing.size());
  auto implied = missing.begin();
  for (const auto& [entry, offset] : entries) {
    // A whiteout of the same path stands before the implied directory, as it would before a real
    // one.
    while (implied != missing.end() && *implied < entry->path) maker.add_implied(*implied++);
    maker.add(*entry, offset);
  }
  while (implied != missing.end()) maker.add_implied(*implied++);
  return maker.finish(blob_bytes);
}

}  // namespace plimsoll::builder
