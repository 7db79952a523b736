#include "builder/store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "analyzer/base/check.h"
#include "analyzer/base/paths.h"
#include "analyzer/digest/sha256.h"
#include "builder/store/file_digest.h"
#include "builder/store/impl.h"
#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

constexpr std::string_view layout_text = "{\"imageLayoutVersion\":\"1.0.0\"}\n";
constexpr std::string_view empty_index =
    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
    "\"manifests\":[]}\n";
constexpr const char* folders[] = {"blobs",    "blobs/sha256", "layers", "trees",
                                   "contexts", "steps",        "caches", "tmp"};
constexpr int max_index_depth = 4;  // an index in an index in an index

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

Error cannot_use(const std::string& directory, Error error) {
  if (error.code == EACCES || error.code == EPERM || error.code == EROFS) {
    error.message = fmt::format(
        "the store {} cannot be written ({}); name another with --store or PLIMSOLL_STORE",
        directory, error.message);
  } else {
    error.message = fmt::format("the store {}: {}", directory, error.message);
  }
  return error;
}

Result<FileDescriptor> open_lock(const std::string& directory, bool read_only) {
  const std::string path = directory + "/lock";
  const int flags = read_only ? O_RDONLY | O_CLOEXEC : O_RDWR | O_CLOEXEC;
  FileDescriptor lock(::open(path.c_str(), flags));
  if (!lock.valid()) return failure(path + ": " + std::strerror(errno), errno);
  return lock;
}

// Made last is the lock: where it is, everything else is, too.
//
// What we make is ours alone: files of contexts and images are in it whose modes keep others out,
// and in trees/ programs that give their caller root. Where the directory is there already, its
// mode is its owner's wish, but trees and caches are closed all the same.
Result<FileDescriptor> make_store(const std::string& directory) {
  Result<void> made = make_directories(parent_path(directory));
  if (made) made = make_directories(directory, 0700);
  for (const char* folder : folders) {
    const std::string_view name = folder;
    const bool closed = name == "trees" || name == "caches" || name == "tmp";
    if (made) made = make_directories(directory + "/" + folder, closed ? 0700 : 0755);
  }
  const auto put = [&](const char* name, std::string_view bytes) -> Result<void> {
    if (exists(directory + "/" + name)) return {};
    Result<NewFile> file = NewFile::create(directory + "/tmp");
    if (!file) return tl::unexpected(file.error());
    if (Result<void> written = write_all(file->file(), bytes); !written) return written;
    return file->commit(directory + "/" + name);
  };
  FileDescriptor lock;
  if (made) {
    // Two that make one store at a time take turns, so that neither empties the other's index.
    const std::string path = directory + "/index.lock";
    lock = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!lock.valid()) return failure(path + ": " + std::strerror(errno), errno);
    (void)::flock(lock.get(), LOCK_EX);
    made = put("index.json", empty_index);
  }
  if (made) made = put("oci-layout", layout_text);
  if (const auto temporary = open_directory(directory + "/tmp"); made && temporary) {
    spread_folders_of(*temporary);
  }
  if (made) made = put("lock", "");
  if (!made) return tl::unexpected(made.error());
  return open_lock(directory, false);
}

}  // namespace

void touch(const std::string& path) { (void)::utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& directory, bool read_only, Locking locking) {
  auto impl = std::make_unique<Impl>(directory, read_only);
  if (locking == Locking::None) return Store(std::move(impl));
  Result<FileDescriptor> lock = open_lock(directory, read_only);
  if (!lock && read_only) {
    if (!exists(directory + "/index.json")) {
      return failure(fmt::format("{} is no store: there is no index.json in it", directory),
                     ENOENT);
    }
  } else if (!lock) {
    lock = lock.error().code == ENOENT ? make_store(directory) : std::move(lock);
    if (!lock) return tl::unexpected(cannot_use(directory, lock.error()));
  }
  if (lock) {
    // Waits while another process prunes.
    while (::flock(lock->get(), LOCK_SH) != 0 && errno == EINTR) {
    }
    impl->in_use = std::move(*lock);
  }
  return Store(std::move(impl));
}

const std::string& Store::directory() const { return impl_->directory; }

std::string Store::Impl::path(std::string_view folder, std::string_view digest,
                              std::string_view ending) const {
  const std::string_view hex = digest.substr(digest.find(':') + 1);
  CHECK(hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos);
  return fmt::format("{}/{}/{}{}", directory, folder, hex, ending);
}

Result<void> Store::Impl::writable() const {
  if (!read_only) return {};
  return failure(fmt::format("the store {} is open for reading alone", directory), EROFS);
}

Result<void> Store::Impl::put(const std::string& path, std::string_view bytes) {
  if (Result<void> may = writable(); !may) return may;
  Result<NewFile> file = workspace.new_file();
  if (!file) return tl::unexpected(cannot_use(directory, file.error()));
  Result<void> done = write_all(file->file(), bytes);
  if (done) done = file->commit(path);
  if (!done) return tl::unexpected(cannot_use(directory, done.error()));
  return {};
}

// ---- names

Result<std::vector<NamedImage>> Store::names() const {
  const auto names = impl_->names.read();
  if (!names) return tl::unexpected(names.error());
  return **names;
}

Result<std::optional<Descriptor>> Store::find(std::string_view name) const {
  const std::optional<std::string> normal = normal_name(name);
  if (!normal) return failure(fmt::format("`{}` is no image reference", name), EINVAL);
  const auto names = impl_->names.read();
  if (!names) return tl::unexpected(names.error());
  const auto at = std::lower_bound(
      (*names)->begin(), (*names)->end(), *normal,
      [](const NamedImage& image, const std::string& wanted) { return image.name < wanted; });
  if (at != (*names)->end() && at->name == *normal) return at->descriptor;
  const std::string digest(digest_in(*normal));
  if (digest.empty() || !has_blob(digest)) return std::nullopt;
  struct stat status = {};
  if (::stat(blob_path(digest).c_str(), &status) != 0 ||
      static_cast<std::uint64_t>(status.st_size) > max_manifest_bytes) {
    return std::nullopt;  // a layer has a digest, too
  }
  const Result<std::string> bytes = read_blob(digest, max_manifest_bytes);
  if (!bytes) return tl::unexpected(bytes.error());
  Descriptor found;
  found.media_type = media_type_of(*bytes);
  if (!is_index(found.media_type) && !is_manifest(found.media_type)) return std::nullopt;
  found.digest = digest;
  found.size = bytes->size();
  return found;
}

Result<void> Store::tag(std::string_view name, const Descriptor& descriptor) {
  if (Result<void> may = impl_->writable(); !may) return may;
  const std::optional<std::string> normal = normal_name(name);
  if (!normal) return failure(fmt::format("`{}` is no image reference", name), EINVAL);
  if (!is_digest(descriptor.digest) || !has_blob(descriptor.digest)) {
    return failure(fmt::format("{} is not in the store", descriptor.digest), ENOENT);
  }
  Result<void> done = impl_->names.set(*normal, descriptor, impl_->workspace);
  if (!done) return tl::unexpected(cannot_use(directory(), done.error()));
  return done;
}

Result<bool> Store::untag(std::string_view name) {
  if (Result<void> may = impl_->writable(); !may) return tl::unexpected(may.error());
  const std::optional<std::string> normal = normal_name(name);
  if (!normal) return failure(fmt::format("`{}` is no image reference", name), EINVAL);
  Result<bool> done = impl_->names.remove(*normal, impl_->workspace);
  if (!done) return tl::unexpected(cannot_use(directory(), done.error()));
  return done;
}

Result<StoredImage> Store::image(const Descriptor& descriptor) const {
  StoredImage image;
  image.descriptor = descriptor;
  const Result<std::string> text = read_blob(descriptor.digest, max_manifest_bytes);
  if (!text) return tl::unexpected(text.error());
  Result<Manifest> manifest = parse_manifest(*text);
  if (!manifest) {
    return tl::unexpected(
        std::move(manifest.error()).while_doing("reading the manifest " + descriptor.digest));
  }
  image.manifest = std::move(*manifest);
  const Result<std::string> config = read_blob(image.manifest.config.digest, max_config_bytes);
  if (!config) return tl::unexpected(config.error());
  Result<ImageConfig> parsed = parse_image_config(*config);
  if (!parsed) {
    return tl::unexpected(
        std::move(parsed.error())
            .while_doing("reading the configuration " + image.manifest.config.digest));
  }
  image.config = std::move(*parsed);
  if (image.config.diff_ids.size() != image.manifest.layers.size()) {
    return failure(
        fmt::format("the image {} has {} layers, but its configuration names {}", descriptor.digest,
                    image.manifest.layers.size(), image.config.diff_ids.size()),
        EBADMSG);
  }
  return image;
}

Result<std::optional<StoredImage>> Store::image(std::string_view name,
                                                const Platform& platform) const {
  const Result<std::optional<Descriptor>> found = find(name);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::nullopt;
  return image(**found, platform);
}

Result<std::optional<StoredImage>> Store::image(const Descriptor& any,
                                                const Platform& platform) const {
  Descriptor descriptor = any;
  if (!has_blob(descriptor.digest)) return std::nullopt;
  for (int depth = 0; is_index(descriptor.media_type); ++depth) {
    if (depth == max_index_depth) {
      return failure(fmt::format("the index {} has indexes in it, too deep", any.digest));
    }
    const Result<std::string> text = read_blob(descriptor.digest, max_manifest_bytes);
    if (!text) return tl::unexpected(text.error());
    Result<Index> index = parse_index(*text);
    if (!index) {
      return tl::unexpected(
          std::move(index.error()).while_doing("reading the index " + descriptor.digest));
    }
    const Descriptor* chosen = choose(*index, platform);
    if (!chosen && index->manifests.size() == 1 && !index->manifests.front().platform) {
      chosen = &index->manifests.front();  // docker's archives nest an index so
    }
    if (!chosen || !has_blob(chosen->digest)) return std::nullopt;
    descriptor = Descriptor(*chosen);
  }
  Result<StoredImage> image = this->image(descriptor);
  if (!image) return tl::unexpected(image.error());
  const Platform& offered = image->config.platform;
  if (!offered.architecture.empty() && platform_match(offered, platform) == 0) return std::nullopt;
  return std::move(*image);
}

Result<StoredImage> Store::add_image(const ImageConfig& config) {
  StoredImage image;
  image.config = config;
  for (const std::string& diff_id : config.diff_ids) {
    Result<Descriptor> layer = layer_blob(diff_id, Compression::None, 1);
    if (!layer) return tl::unexpected(layer.error());
    image.manifest.layers.push_back(std::move(*layer));
  }
  const std::string text = to_json(config);
  Result<std::string> digest = add_blob(text);
  if (!digest) return tl::unexpected(digest.error());
  image.manifest.config.media_type = media_type::oci_config;
  image.manifest.config.digest = std::move(*digest);
  image.manifest.config.size = text.size();
  const std::string manifest = to_json(image.manifest);
  digest = add_blob(manifest);
  if (!digest) return tl::unexpected(digest.error());
  image.descriptor.media_type = image.manifest.media_type;
  image.descriptor.digest = std::move(*digest);
  image.descriptor.size = manifest.size();
  image.descriptor.platform = config.platform;
  return image;
}

// ---- blobs

bool Store::has_blob(std::string_view digest) const {
  return is_digest(digest) && exists(blob_path(digest));
}

std::string Store::blob_path(std::string_view digest) const {
  return impl_->path("blobs/sha256", digest);
}

tl::unexpected<Error> Store::Impl::damaged(std::string_view digest) {
  const bool removed = !read_only && ::unlink(path("blobs/sha256", digest).c_str()) == 0;
  return failure(fmt::format("the blob {} of the store {} is damaged{}; pull, load or build its "
                             "image again",
                             digest, directory, removed ? " and was removed" : ""),
                 EIO);
}

Result<void> Store::Impl::verify(std::string_view digest) {
  const Result<FileDescriptor> file = open_file(path("blobs/sha256", digest));
  if (!file) return tl::unexpected(file.error());
  const Result<Digested> found = digest_of_file(*file);
  if (!found) return tl::unexpected(found.error());
  if (found->digest != digest) return damaged(digest);
  return {};
}

Result<void> Store::verify_blob(std::string_view digest) const {
  if (!is_digest(digest)) return failure(fmt::format("`{}` is no digest", digest), EINVAL);
  return impl_->verify(digest);
}

Result<std::string> Store::read_blob(std::string_view digest, std::size_t limit) const {
  if (!is_digest(digest)) return failure(fmt::format("`{}` is no digest", digest), EINVAL);
  const Result<FileDescriptor> file = open_file(blob_path(digest));
  if (!file) {
    if (file.error().code != ENOENT) return tl::unexpected(file.error());
    return failure(fmt::format("the blob {} is not in the store {}", digest, directory()), ENOENT);
  }
  struct stat status = {};
  if (::fstat(file->get(), &status) != 0) return failure(std::strerror(errno), errno);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > limit) {
    return failure(fmt::format("the blob {} is longer than {} bytes", digest, limit), EFBIG);
  }
  std::string bytes(size, '\0');
  if (Result<void> read = read_exactly(*file, 0, bytes.data(), size); !read) {
    return tl::unexpected(std::move(read.error()).while_doing(fmt::format("reading {}", digest)));
  }
  if ("sha256:" + digest::to_hex(digest::sha256(bytes)) != digest) return impl_->damaged(digest);
  return bytes;
}

Result<std::string> Store::add_blob(std::string_view bytes) {
  std::string digest = "sha256:" + digest::to_hex(digest::sha256(bytes));
  if (has_blob(digest)) return digest;
  if (Result<void> put = impl_->put(blob_path(digest), bytes); !put) {
    return tl::unexpected(put.error());
  }
  return digest;
}

Result<NewFile> Store::new_file() const {
  if (Result<void> may = impl_->writable(); !may) return tl::unexpected(may.error());
  Result<NewFile> file = impl_->workspace.new_file();
  if (!file) return tl::unexpected(cannot_use(directory(), file.error()));
  return file;
}

Result<void> Store::add_blob(NewFile&& file, std::string_view digest) {
  if (!is_digest(digest)) return failure(fmt::format("`{}` is no digest", digest), EINVAL);
  Result<void> done = file.commit(blob_path(digest));
  if (!done) return tl::unexpected(cannot_use(directory(), done.error()));
  return {};
}

Result<std::string> Store::new_directory() const {
  if (Result<void> may = impl_->writable(); !may) return tl::unexpected(may.error());
  Result<std::string> made = impl_->workspace.new_directory();
  if (!made) return tl::unexpected(cannot_use(directory(), made.error()));
  return made;
}

Result<std::string> Store::cache_directory(std::string_view id) const {
  if (Result<void> may = impl_->writable(); !may) return tl::unexpected(may.error());
  std::string path = fmt::format("{}/caches/{}", directory(), digest::to_hex(digest::sha256(id)));
  if (Result<void> made = make_directories(path); !made) {
    return tl::unexpected(cannot_use(directory(), made.error()));
  }
  touch(path);
  return path;
}

// ---- steps

std::optional<std::string> Store::recall(std::string_view key) const {
  const std::string path = impl_->path("steps", key);
  const Result<FileDescriptor> file = open_file(path);
  if (!file) return std::nullopt;
  struct stat status = {};
  if (::fstat(file->get(), &status) != 0) return std::nullopt;
  std::string value(static_cast<std::size_t>(status.st_size), '\0');
  if (!read_exactly(*file, 0, value.data(), value.size())) return std::nullopt;
  if (!impl_->read_only) touch(path);
  return value;
}

void Store::remember(std::string_view key, std::string_view value) {
  if (recall(key) == value) return;  // a build without the cache says the same again
  (void)impl_->put(impl_->path("steps", key), value);
}

}  // namespace plimsoll::builder
