#include <optional>

#include "analyzer/image/contents/byte_reader.h"
#include "analyzer/image/contents/packages.h"
#include "analyzer/image/contents/rpm_stores.h"
#include "analyzer/image/contents/sqlite_table.h"

// A header as the data base has it: two counts, an index of 16 bytes an entry (tag, type, offset,
// count; all big-endian), then the data. Strings end in a zero byte; an array of strings is one
// behind the other.

namespace plimsoll::image {

namespace {

enum Tag : std::uint32_t {
  tag_name = 1000,
  tag_version = 1001,
  tag_release = 1002,
  tag_epoch = 1003,
  tag_size = 1009,
  tag_arch = 1022,
  tag_file_digests = 1035,
  tag_dir_indexes = 1116,
  tag_base_names = 1117,
  tag_dir_names = 1118,
  tag_long_size = 5009,
  tag_digest_algorithm = 5011
};

constexpr std::size_t max_header_bytes = std::size_t{256} << 20;
constexpr std::uint32_t algorithm_md5 = 1, algorithm_sha1 = 2, algorithm_sha256 = 8;

struct Field {
  std::size_t at = 0;
  std::uint32_t count = 0;
};

class Header {
 public:
  explicit Header(std::string_view blob) : at_(blob) {
    const std::uint32_t entries = at_.u32(0);
    const std::uint32_t data = at_.u32(4);
    const std::size_t begin = 8 + std::size_t{entries} * 16;
    good_ = blob.size() >= 8 && entries <= blob.size() / 16 && data <= max_header_bytes &&
            begin + data <= blob.size();
    if (!good_) return;
    end_ = begin + data;
    bytes_ = blob.substr(0, end_);
    for (std::uint32_t i = 0; i < entries; ++i) {
      const std::size_t entry = 8 + std::size_t{i} * 16;
      const std::uint32_t offset = at_.u32(entry + 8);
      if (offset > data) continue;
      note(at_.u32(entry), {begin + offset, at_.u32(entry + 12)});
    }
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::string text(Tag tag) const {
    const Field* field = find(tag);
    return field ? std::string(string_at(field->at)) : std::string();
  }
  [[nodiscard]] std::optional<std::uint64_t> number(Tag tag, std::size_t index = 0) {
    const Field* field = find(tag);
    if (!field || index >= field->count) return {};
    if (tag == tag_long_size) {
      return (std::uint64_t{at_.u32(field->at)} << 32) | at_.u32(field->at + 4);
    }
    return at_.u32(field->at + index * 4);
  }
  [[nodiscard]] std::vector<std::string_view> texts(Tag tag) const {
    std::vector<std::string_view> list;
    const Field* field = find(tag);
    if (!field) return list;
    std::size_t at = field->at;
    for (std::uint32_t i = 0; i < field->count && at < end_; ++i) {
      list.push_back(string_at(at));
      at += list.back().size() + 1;
    }
    return list;
  }

 private:
  void note(std::uint32_t tag, Field field) {
    for (const Tag wanted : tags) {
      if (tag == wanted) fields_.emplace(tag, field);
    }
  }
  [[nodiscard]] const Field* find(Tag tag) const {
    const auto found = fields_.find(tag);
    return found == fields_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::string_view string_at(std::size_t at) const {
    const std::string_view rest = bytes_.substr(std::min(at, bytes_.size()));
    return rest.substr(0, rest.find('\0'));
  }

  static constexpr Tag tags[] = {tag_name,        tag_version,    tag_release,
                                 tag_epoch,       tag_size,       tag_arch,
                                 tag_dir_names,   tag_base_names, tag_file_digests,
                                 tag_dir_indexes, tag_long_size,  tag_digest_algorithm};
  ByteReader at_;
  std::string_view bytes_;
  std::size_t end_ = 0;
  std::map<std::uint32_t, Field> fields_;
  bool good_ = false;
};

}  // namespace

static DigestKind kind_of(std::uint64_t algorithm, std::string_view digest) {
  if (algorithm == algorithm_md5 && digest.size() == 32) return DigestKind::Md5;
  if (algorithm == algorithm_sha1 && digest.size() == 40) return DigestKind::Sha1;
  if (algorithm == algorithm_sha256 && digest.size() == 64) return DigestKind::Sha256;
  return DigestKind::None;
}

static void read_files(Header& header, std::uint32_t owner, PackageData& data) {
  const std::vector<std::string_view> names = header.texts(tag_base_names);
  const std::vector<std::string_view> directories = header.texts(tag_dir_names);
  const std::vector<std::string_view> digests = header.texts(tag_file_digests);
  const std::uint64_t algorithm = header.number(tag_digest_algorithm).value_or(algorithm_md5);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::optional<std::uint64_t> directory = header.number(tag_dir_indexes, i);
    if (!directory || *directory >= directories.size()) continue;
    const std::string_view digest = i < digests.size() ? digests[i] : std::string_view{};
    PackagedFile file{directories[*directory], names[i], owner, kind_of(algorithm, digest), {}};
    if (file.kind != DigestKind::None) file.digest = digest;
    if (!data.add(file)) return;
  }
}

static bool read_header(std::string_view blob, PackageData& data) {
  Header header(blob);
  if (!header.good()) {
    data.known = false;
    return true;
  }
  Package package;
  package.manager = PackageManager::Rpm;
  package.name = header.text(tag_name);
  // Keys of repositories are kept like packages.
  if (package.name.empty() || package.name == "gpg-pubkey") return true;
  package.version = header.text(tag_version) + "-" + header.text(tag_release);
  if (const auto epoch = header.number(tag_epoch)) {
    package.version = std::to_string(*epoch) + ":" + package.version;
  }
  package.architecture = header.text(tag_arch);
  package.installed_bytes =
      header.number(tag_long_size).value_or(header.number(tag_size).value_or(0));
  if (!data.add(std::move(package))) return false;
  read_files(header, static_cast<std::uint32_t>(data.packages.size() - 1), data);
  return data.files < max_packaged_files;
}

void read_rpm(std::string_view database, PackageData& data) {
  const auto take = [&](const std::string& blob) { return read_header(blob, data); };
  bool good = false;
  if (is_sqlite(database)) good = read_sqlite_blobs(database, "Packages", take);
  if (is_ndb(database)) good = read_ndb_blobs(database, take);
  if (is_berkeley_hash(database)) good = read_berkeley_blobs(database, take);
  if (!good) data.known = false;
}

}  // namespace plimsoll::image
