// Unpacking without a disk: every member becomes an entry of the target, with its bytes left where
// they are in the (plain) archive.
//
// Names are cleaned; one that climbs out with `..` is refused, a leading slash is dropped. Links in
// the way (members of the archive or of the image) are followed within the destination directory,
// as if it were the root: an absolute link begins there, a relative one that climbs out is refused.
// The last component is not followed: a member replaces a link, a file, or a directory unless it is
// a directory itself. The archive's own root (`./`) changes nothing. Whiteout names mean nothing
// here.

#include "builder/steps/archive.h"

#include <algorithm>
#include <cerrno>
#include <map>

#include "analyzer/digest/sha256.h"
#include "analyzer/image/compression.h"
#include "analyzer/image/tar.h"

namespace plimsoll::builder {

namespace {

constexpr int stopped = ECANCELED;  // the first member was seen, nobody asked for more

struct FirstMember final : TarReader::Visitor {
  [[nodiscard]] Result<void> entry(const TarEntry&) override {
    seen = true;
    return failure("", stopped);
  }
  [[nodiscard]] Result<void> content(std::string_view) override { return failure("", stopped); }
  bool seen = false;
};

tl::unexpected<Error> in_archive(const std::string& name, const std::string& what) {
  return failure("the archive's member \"" + name + "\" " + what);
}

class Unpacker final : public TarReader::Visitor {
 public:
  Unpacker(std::shared_ptr<const FileDescriptor> plain, const std::string& to,
           const std::optional<Owner>& owner, Target& target)
      : plain_(std::move(plain)), to_(to), owner_(owner), target_(target) {}

  [[nodiscard]] Result<void> entry(const TarEntry& member) override;
  [[nodiscard]] Result<void> content(std::string_view bytes) override;
  // After the last member: times of directories, digests.
  void finish();

 private:
  [[nodiscard]] Result<std::string> place(const TarEntry& member, const std::string& path);
  [[nodiscard]] Result<void> put_hardlink(const TarEntry& member, const std::string& path);
  [[nodiscard]] Entry made_of(const TarEntry& member, const std::string& path) const;
  void finish_file();
  [[nodiscard]] std::string below(const std::string& path) const {
    if (to_.empty()) return path;
    return path.empty() ? to_ : to_ + "/" + path;
  }

  std::shared_ptr<const FileDescriptor> plain_;
  std::string to_;
  std::optional<Owner> owner_;
  Target& target_;
  std::string open_file_;  // whose content comes; "" = none
  digest::Sha256Stream digest_;
  std::map<std::string, std::int64_t> directory_times_;
  std::size_t groups_ = 0;
};

// Where a member goes, relative to the destination, with the links in its parents followed.
Result<std::string> Unpacker::place(const TarEntry& member, const std::string& path) {
  std::string resolved;
  std::string rest = path;
  int followed = 0;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string component = rest.substr(0, slash);
    rest = slash == std::string::npos ? "" : rest.substr(slash + 1);
    if (component.empty() || component == ".") {
      if (rest.empty()) return resolved;
      continue;
    }
    if (component == "..") {
      if (resolved.empty()) {
        return in_archive(member.name, "goes through a link that leaves the destination");
      }
      const std::size_t last = resolved.rfind('/');
      resolved.resize(last == std::string::npos ? 0 : last);
      if (rest.empty()) return resolved;
      continue;
    }
    std::string here = resolved.empty() ? component : resolved + "/" + component;
    if (rest.empty()) return here;
    const auto there = target_.find(below(here));
    if (!there) return tl::unexpected(there.error());
    if (!*there || (*there)->kind != EntryKind::Symlink) {
      resolved = std::move(here);
      continue;
    }
    if (++followed > max_links_followed || (*there)->link.size() + rest.size() > max_path_bytes) {
      return in_archive(member.name, "goes through too many links");
    }
    if ((*there)->link.starts_with('/')) resolved.clear();
    rest = (*there)->link + "/" + rest;
  }
}

Entry Unpacker::made_of(const TarEntry& member, const std::string& path) const {
  Entry made;
  made.path = below(path);
  made.mode = member.mode & 07777U;
  made.uid = owner_ ? owner_->uid : static_cast<std::uint32_t>(member.uid);
  made.gid = owner_ ? owner_->gid : static_cast<std::uint32_t>(member.gid);
  made.mtime_s = std::max<std::int64_t>(member.mtime_s, 0);
  for (const auto& attribute : member.xattrs) {
    if (attribute.first == "security.capability") made.xattrs.push_back(attribute);
  }
  return made;
}

Result<void> Unpacker::put_hardlink(const TarEntry& member, const std::string& path) {
  const auto cleaned = layer_path(member.link);
  if (!cleaned || cleaned->empty()) {
    return in_archive(member.name, "is a hard link to \"" + member.link + "\", outside of it");
  }
  const auto target = place(member, *cleaned);
  if (!target) return tl::unexpected(target.error());
  const std::string to = below(*target);
  auto there = target_.find(to);
  if (!there) return tl::unexpected(there.error());
  if (!*there || (*there)->kind == EntryKind::Directory) {
    return in_archive(member.name, "is a hard link to \"" + member.link + "\", which is not there");
  }
  if (to == below(path)) return {};
  Entry linked = std::move(**there);
  const bool file = linked.kind == EntryKind::File;
  if (file && (linked.link.empty() || !target_.written(to))) {
    linked.link = to_ + "\nhard\n" + std::to_string(groups_++);
    target_.put(linked);
  }
  const Entry made = made_of(member, path);
  if (file) {  // one inode: the target sees to it that what is said here holds for all names
    linked.mode = made.mode;
    linked.mtime_s = made.mtime_s;
  }
  linked.uid = made.uid;
  linked.gid = made.gid;
  linked.path = made.path;
  target_.put(std::move(linked));
  return {};
}

Result<void> Unpacker::entry(const TarEntry& member) {
  finish_file();
  const auto cleaned = layer_path(member.name);
  if (!cleaned) return in_archive(member.name, "lies outside of the destination");
  if (cleaned->empty()) return {};
  const auto path = place(member, *cleaned);
  if (!path) return tl::unexpected(path.error());
  if (path->empty()) return {};
  const std::string to = below(*path);
  const std::size_t slash = to.rfind('/');
  if (slash != std::string::npos) {
    auto parents = target_.make_directories(std::string_view(to).substr(0, slash), 0755, {});
    if (!parents) return parents;
  }
  const bool directory = member.type == '5';
  const auto there = target_.find(to);
  if (!there) return tl::unexpected(there.error());
  const bool was_directory = *there && (*there)->kind == EntryKind::Directory;
  if (was_directory && !directory) target_.remove(to);
  if (!owner_ && (member.uid >= UINT32_MAX || member.gid >= UINT32_MAX)) {
    return in_archive(member.name, "has an owner with a number that no system has");
  }
  Entry made = made_of(member, *path);
  switch (member.type) {
    case '0':
      made.size = member.size;
      made.content = InFileAt{plain_, member.offset};
      open_file_ = to;
      break;
    case '1':
      return put_hardlink(member, *path);
    case '2':
      made.kind = EntryKind::Symlink;
      made.mode = 0777;
      made.link = member.link;
      break;
    case '3':
    case '4':
      made.kind = member.type == '3' ? EntryKind::CharDevice : EntryKind::BlockDevice;
      made.device_major = member.device_major;
      made.device_minor = member.device_minor;
      break;
    case '5':
      made.kind = EntryKind::Directory;
      directory_times_[to] = made.mtime_s;
      if (!*there) {
        if (auto fresh = target_.make_directories(to, made.mode, {}); !fresh) return fresh;
      }
      if (*there && !was_directory) break;
      target_.change_directory(std::move(made));
      return {};
    case '6':
      made.kind = EntryKind::Fifo;
      break;
    default:
      return in_archive(member.name, std::string("is of the unknown type '") + member.type + "'");
  }
  target_.put(std::move(made));
  return {};
}

Result<void> Unpacker::content(std::string_view bytes) {
  if (!open_file_.empty()) digest_.update(bytes);
  return {};
}

void Unpacker::finish_file() {
  if (open_file_.empty()) return;
  const digest::Sha256 digest = digest_.finish();
  if (Entry* written = target_.written(open_file_)) {
    written->content_digest.assign(reinterpret_cast<const char*>(digest.data()), digest.size());
  }
  open_file_.clear();
}

void Unpacker::finish() {
  finish_file();
  for (const auto& [path, mtime_s] : directory_times_) {
    Entry* written = target_.written(path);
    if (written && written->kind == EntryKind::Directory) written->mtime_s = mtime_s;
  }
}

}  // namespace

Result<bool> is_archive(const FileDescriptor& file) {
  FirstMember first;
  TarReader reader(first);
  // A failure is not the world's: whatever cannot be read as an archive is copied as it is.
  (void)decompress(file, max_unpacked_bytes,
                   [&](std::string_view bytes) { return reader.feed(bytes); });
  return first.seen;
}

Result<void> unpack(std::shared_ptr<const FileDescriptor> file, const std::string& scratch,
                    const std::string& to, const std::optional<Owner>& owner, Target& target) {
  char head[8] = {};
  const auto got = read_at(*file, 0, head, sizeof head);
  if (!got) return tl::unexpected(got.error());
  if (compression_of({head, *got}) != Compression::None) {
    auto plain = NewFile::create(scratch);
    if (!plain) return tl::unexpected(plain.error());
    auto done = decompress_into(*file, max_unpacked_bytes, plain->file());
    if (!done) return tl::unexpected(done.error());
    file = std::make_shared<const FileDescriptor>(plain->keep_unnamed());
  }
  Unpacker unpacker(file, to, owner, target);
  TarReader reader(unpacker);
  auto read = decompress(*file, max_unpacked_bytes,
                         [&](std::string_view bytes) { return reader.feed(bytes); });
  if (!read) return read;
  if (auto finished = reader.finish(); !finished) return finished;
  unpacker.finish();
  return {};
}

}  // namespace plimsoll::builder
