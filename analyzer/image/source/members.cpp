// Directories and tars behind one interface.
//
// A tar's names are read once, from header to header, and kept with the place of their bytes.
// Layers that an archive of docker's has twice are links from one member to another ("ID/layer.tar"
// to
// "../OTHER/layer.tar"); they are followed by their letters, inside of the table of names: nothing
// outside of it can be meant. In a directory the kernel follows links, and stops where one leads
// out of it.

#include "analyzer/image/source/members.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <utility>

#include "analyzer/image/source/no_image.h"
#include "analyzer/image/tar.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t max_told_names = 8;
constexpr std::size_t max_name_bytes = std::size_t{32} << 20;  // of all members together

class Directory final : public MemberSource {
 public:
  explicit Directory(FileDescriptor root) : root_(std::move(root)) {}

  [[nodiscard]] Result<std::optional<FileRange>> find(std::string_view name) const override {
    Result<FileDescriptor> file = open_regular_beneath(root_, std::string(name));
    if (!file) {
      if (file.error().code == ENOENT || file.error().code == ENOTDIR) return std::nullopt;
      return tl::unexpected(std::move(file.error()));
    }
    const Result<std::uint64_t> size = size_of(*file);
    if (!size) return tl::unexpected(size.error());
    return FileRange{std::make_shared<const FileDescriptor>(std::move(*file)), 0, *size};
  }
  [[nodiscard]] bool is_directory() const override { return true; }

 private:
  FileDescriptor root_;
};

// A link's target by its letters; nothing when it leaves the archive.
std::optional<std::string> target_of(const std::string& member, const TarEntry& entry) {
  std::string target = entry.link;
  if (entry.type == '2' && !target.starts_with('/')) {
    const std::size_t slash = member.rfind('/');
    if (slash != std::string::npos) target = member.substr(0, slash + 1) + target;
  }
  std::optional<std::string> clean = layer_path(target);
  if (clean && clean->empty()) clean.reset();
  return clean;
}

class Archive final : public MemberSource, private TarReader::Visitor {
 public:
  explicit Archive(PlainFile plain) : plain_(std::move(plain)) {}

  [[nodiscard]] Result<void> scan() {
    if (Result<void> tar = check_tar(plain_); !tar) return tar;
    const Result<std::uint64_t> size = size_of(*plain_.file);
    if (!size) return tl::unexpected(size.error());
    size_ = *size;
    const Result<void> read = read_tar(*plain_.file, /*contents=*/false, *this);
    if (read) return {};
    // What came before the damage is there all the same.
    if (members_.empty() || read.error().code == EFBIG) return read;
    damage_ = read.error().message;
    return {};
  }

  [[nodiscard]] Result<std::optional<FileRange>> find(std::string_view name) const override {
    auto found = members_.find(name);
    for (int links = 0; found != members_.end(); ++links) {
      const Place& place = found->second;
      if (place.kind == Kind::File && place.size > size_ - std::min(size_, place.offset)) {
        return failure(fmt::format("{}: the archive is cut off in the middle of it", name), EIO);
      }
      if (place.kind == Kind::File) return FileRange{plain_.file, place.offset, place.size};
      if (place.kind == Kind::Other) {
        return failure(fmt::format("{}: not a regular file", name), EINVAL);
      }
      if (links == max_member_links) {
        return failure(fmt::format("{}: links that lead to links, or round", name), ELOOP);
      }
      if (place.link.empty()) {
        return failure(fmt::format("{}: a link that leads out of it", name), EXDEV);
      }
      found = members_.find(place.link);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string damage() const override { return damage_; }
  [[nodiscard]] bool is_repeated(std::string_view name) const override {
    return repeated_.contains(name);
  }
  [[nodiscard]] std::vector<std::string> some_names() const override {
    std::vector<std::string> names;
    for (const auto& [name, place] : members_) {
      if (names.size() == max_told_names) break;
      names.push_back(name);
    }
    return names;
  }

 private:
  enum class Kind : std::uint8_t { File, Link, Other };
  struct Place {
    Kind kind = Kind::File;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string link{};  // a member's name; "" = it leads out
  };

  Result<void> entry(const TarEntry& entry) override {
    std::optional<std::string> path = layer_path(entry.name);
    if (!path || path->empty() || path->size() > max_member_name_bytes) return {};
    if (entry.type == '5') return {};
    Place place;
    if (entry.type == '0') {
      place.offset = entry.offset;
      place.size = entry.size;
    } else if (entry.type == '1' || entry.type == '2') {
      place.kind = Kind::Link;
      place.link = target_of(*path, entry).value_or("");
      if (place.link.size() > max_member_name_bytes) place.link.clear();
    } else {
      place.kind = Kind::Other;
    }
    name_bytes_ += path->size() + place.link.size();
    if (members_.size() == max_archive_members || name_bytes_ > max_name_bytes) {
      return failure(fmt::format("has more than {} members", members_.size()), EFBIG);
    }
    const auto [at, is_new] = members_.insert_or_assign(std::move(*path), std::move(place));
    if (!is_new) repeated_.insert(at->first);
    return {};
  }
  Result<void> content(std::string_view) override { return {}; }

  PlainFile plain_;
  std::uint64_t size_ = 0;
  std::map<std::string, Place, std::less<>> members_;
  std::uint64_t name_bytes_ = 0;
  std::set<std::string_view> repeated_;
  std::string damage_;
};

}  // namespace

Result<std::unique_ptr<MemberSource>> open_members(const Spool& spool, const std::string& path) {
  Result<Input> input = open_input(path);
  if (!input) return tl::unexpected(std::move(input.error()));
  return open_members(spool, std::move(*input));
}

Result<std::unique_ptr<MemberSource>> open_members(const Spool& spool, Input input) {
  if (input.kind == FileKind::Directory) return std::make_unique<Directory>(std::move(input.file));
  Result<PlainFile> plain = open_plain(spool, std::move(input));
  if (!plain) return tl::unexpected(std::move(plain.error()));
  auto archive = std::make_unique<Archive>(std::move(*plain));
  if (Result<void> done = archive->scan(); !done) return tl::unexpected(std::move(done.error()));
  return archive;
}

}  // namespace plimsoll::image
