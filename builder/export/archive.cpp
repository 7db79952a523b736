#include "builder/export/archive.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "analyzer/image/tar.h"
#include "builder/store/file_digest.h"

namespace plimsoll::builder {
namespace {

constexpr int max_links = 10;
constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr std::uint64_t max_archive_bytes = std::uint64_t{1} << 40;

class DirectorySource final : public MemberSource {
 public:
  explicit DirectorySource(FileDescriptor root) : root_(std::move(root)) {}

  [[nodiscard]] Result<std::optional<Member>> find(std::string_view name) const override {
    Result<FileDescriptor> file =
        open_in_root(root_, std::string(name), O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file) {
      if (file.error().code == ENOENT || file.error().code == ENOTDIR) return std::nullopt;
      return tl::unexpected(file.error());
    }
    struct stat status = {};
    if (::fstat(file->get(), &status) != 0) return failure(std::strerror(errno), errno);
    if (!S_ISREG(status.st_mode)) return std::nullopt;
    Member member;
    member.file = std::make_shared<const FileDescriptor>(std::move(*file));
    member.size = static_cast<std::uint64_t>(status.st_size);
    return member;
  }

 private:
  FileDescriptor root_;
};

// The names of a tar's members and where their bytes are.
class Archive final : public MemberSource, private TarReader::Visitor {
 public:
  explicit Archive(PlainFile plain) : plain_(std::move(plain)) {}

  [[nodiscard]] Result<void> scan() {
    TarReader reader(*this);
    const Result<std::uint64_t> size = size_of(*plain_.file);
    if (!size) return tl::unexpected(size.error());
    std::vector<char> piece(static_cast<std::size_t>(std::min<std::uint64_t>(*size, piece_bytes)));
    for (std::uint64_t done = 0; done < *size;) {
      const auto next =
          static_cast<std::size_t>(std::min<std::uint64_t>(*size - done, piece.size()));
      Result<void> step = read_exactly(*plain_.file, done, piece.data(), next);
      if (step) step = reader.feed({piece.data(), next});
      if (!step) return step;
      done += next;
    }
    return reader.finish();
  }

  [[nodiscard]] Result<std::optional<Member>> find(std::string_view name) const override {
    std::string at(name);
    for (int links = 0; links < max_links; ++links) {
      const auto found = members_.find(at);
      if (found == members_.end()) return std::nullopt;
      const Place& place = found->second;
      if (place.link.empty()) {
        return Member{plain_.file, place.offset, place.size};
      }
      at = place.link;
    }
    return failure(fmt::format("{}: a link to a link to a link", name), ELOOP);
  }

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string link;  // a member's name, "" = none
  };

  Result<void> entry(const TarEntry& entry) override {
    const std::optional<std::string> path = layer_path(entry.name);
    if (!path || path->empty() || entry.type == '5') return {};
    if (members_.size() == max_archive_members) {
      return failure(fmt::format("has more than {} members", max_archive_members), EFBIG);
    }
    Place place;
    if (entry.type == '0') {
      place.offset = entry.offset;
      place.size = entry.size;
    } else if (entry.type == '1' || entry.type == '2') {
      // docker links layers that are in an archive twice: ../ID/layer.tar.
      std::string target = entry.link;
      if (entry.type == '2' && target.substr(0, 1) != "/") {
        const std::size_t slash = path->rfind('/');
        if (slash != std::string::npos) target = path->substr(0, slash + 1) + target;
      }
      std::optional<std::string> clean = inside(target);
      if (!clean) return {};  // a name that nobody can mean
      place.link = std::move(*clean);
    } else {
      return {};
    }
    members_.insert_or_assign(*path, std::move(place));  // the last one counts, as everywhere
    return {};
  }
  Result<void> content(std::string_view) override { return {}; }

  // A link's target by its letters; nothing when it leaves the archive.
  static std::optional<std::string> inside(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      const std::string_view part = path.substr(0, slash);
      path.remove_prefix(std::min(slash + 1, path.size()));
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return std::nullopt;
      } else {
        parts.pop_back();
      }
    }
    if (parts.empty()) return std::nullopt;
    std::string joined;
    for (const std::string_view part : parts) {
      if (!joined.empty()) joined += '/';
      joined += part;
    }
    return joined;
  }

  PlainFile plain_;
  std::map<std::string, Place, std::less<>> members_;
};

// A pipe's bytes as a file.
Result<NewFile> spool(const Store& store, const FileDescriptor& stream) {
  Result<NewFile> copy = store.new_file();
  if (!copy) return copy;
  std::vector<char> piece(piece_bytes);
  for (std::uint64_t total = 0;;) {
    const ssize_t got = ::read(stream.get(), piece.data(), piece.size());
    if (got < 0 && (errno == EINTR)) continue;
    if (got < 0) return failure(std::strerror(errno), errno);
    if (got == 0) return copy;
    total += static_cast<std::uint64_t>(got);
    if (total > max_archive_bytes) return failure("is too long", EFBIG);
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(got));
    if (Result<void> put = write_all(copy->file(), bytes); !put) return tl::unexpected(put.error());
  }
}

Result<std::unique_ptr<MemberSource>> scanned(PlainFile plain) {
  auto archive = std::make_unique<Archive>(std::move(plain));
  if (Result<void> done = archive->scan(); !done) return tl::unexpected(done.error());
  return archive;
}

}  // namespace

Result<std::string> read_member(const Member& member, std::size_t limit) {
  if (member.size > limit) return failure(fmt::format("is longer than {} bytes", limit), EFBIG);
  std::string bytes(static_cast<std::size_t>(member.size), '\0');
  Result<void> read = read_exactly(*member.file, member.offset, bytes.data(), bytes.size());
  if (!read) return tl::unexpected(read.error());
  return bytes;
}

Result<PlainFile> open_plain(const Store& store, const std::string& path) {
  if (path == "-") {
    Result<FileDescriptor> input = standard_input();
    if (!input) return tl::unexpected(input.error());
    return open_plain(store, std::move(*input));
  }
  Result<FileDescriptor> file = open_file(path);
  if (!file) return tl::unexpected(file.error());
  // open_file asks for no waiting; here we do wait for who writes into a pipe.
  const int flags = ::fcntl(file->get(), F_GETFL);
  (void)::fcntl(file->get(), F_SETFL, flags & ~O_NONBLOCK);
  return open_plain(store, std::move(*file));
}

Result<PlainFile> open_plain(const Store& store, FileDescriptor opened) {
  Result<FileDescriptor> file = std::move(opened);
  struct stat status = {};
  if (::fstat(file->get(), &status) != 0) return failure(std::strerror(errno), errno);
  PlainFile plain;
  if (!S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) return failure("a directory", EISDIR);
    Result<NewFile> copy = spool(store, *file);
    if (!copy) return tl::unexpected(copy.error());
    plain.copy = std::move(*copy);
    file = FileDescriptor(::fcntl(plain.copy->file().get(), F_DUPFD_CLOEXEC, 3));
  }
  std::string first(16, '\0');
  const Result<std::uint64_t> size = size_of(*file);
  if (!size) return tl::unexpected(size.error());
  first.resize(static_cast<std::size_t>(std::min<std::uint64_t>(*size, first.size())));
  if (Result<void> read = read_exactly(*file, 0, first.data(), first.size()); !read) {
    return tl::unexpected(read.error());
  }
  // `docker save | gzip` of what was compressed already happens; a third time does not.
  for (int round = 0; round < 2 && compression_of(first) != Compression::None; ++round) {
    Result<NewFile> copy = store.new_file();
    if (!copy) return tl::unexpected(copy.error());
    const Result<Digested> done = decompress_into(*file, max_archive_bytes, copy->file());
    if (!done) return tl::unexpected(done.error());
    plain.copy = std::move(*copy);
    plain.was_compressed = true;
    file = FileDescriptor(::fcntl(plain.copy->file().get(), F_DUPFD_CLOEXEC, 3));
    first.resize(static_cast<std::size_t>(std::min<std::uint64_t>(done->size, 16)));
    if (Result<void> read = read_exactly(*file, 0, first.data(), first.size()); !read) {
      return tl::unexpected(read.error());
    }
  }
  plain.file = std::make_shared<const FileDescriptor>(std::move(*file));
  return plain;
}

Result<std::unique_ptr<MemberSource>> open_members(const Store& store, const std::string& path) {
  if (path != "-") {
    if (Result<FileDescriptor> directory = open_directory(path)) {
      return std::make_unique<DirectorySource>(std::move(*directory));
    }
  }
  Result<PlainFile> plain = open_plain(store, path);
  if (!plain) return tl::unexpected(plain.error());
  return scanned(std::move(*plain));
}

Result<std::unique_ptr<MemberSource>> open_members(const Store& store, FileDescriptor archive) {
  Result<PlainFile> plain = open_plain(store, std::move(archive));
  if (!plain) return tl::unexpected(plain.error());
  return scanned(std::move(*plain));
}

}  // namespace plimsoll::builder
