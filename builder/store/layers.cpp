// Layers of the store: the plain blob under its diffID, the index beside it, the compressed forms.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <thread>

#include "analyzer/digest/sha256.h"
#include "builder/store/file_digest.h"
#include "builder/store/impl.h"
#include "builder/store/unpack.h"

namespace plimsoll::builder {
namespace {

std::string_view ending_of(Compression compression) {
  return compression == Compression::Gzip ? ".gzip" : ".zstd";
}

std::string_view layer_type(Compression compression) {
  switch (compression) {
    case Compression::Gzip:
      return media_type::oci_layer_gzip;
    case Compression::Zstd:
      return media_type::oci_layer_zstd;
    default:
      return media_type::oci_layer;
  }
}

Error in_layer(Error error, std::string_view digest) {
  return std::move(error).while_doing(fmt::format("unpacking the layer {}", digest));
}

tl::unexpected<Error> no_digest(std::string_view diff_id) {
  return failure(fmt::format("`{}` is no digest of a layer", diff_id), EINVAL);
}

tl::unexpected<Error> missing_layer(const Descriptor& layer, const std::string& store) {
  std::string where;
  if (!layer.urls.empty()) where = "; it is distributed apart, at " + layer.urls.front();
  return failure(fmt::format("the layer {} is not in the store {}{}", layer.digest, store, where),
                 ENOENT);
}

}  // namespace

std::shared_ptr<std::mutex> Store::Impl::maker_of(std::string_view diff_id) {
  const std::lock_guard guard(mutex);
  std::shared_ptr<std::mutex>& maker = making[std::string(diff_id)];
  if (!maker) maker = std::make_shared<std::mutex>();
  return maker;
}

std::shared_ptr<const LayerIndex> Store::Impl::opened(std::string_view diff_id) {
  const std::lock_guard guard(mutex);
  const auto at = layers.find(diff_id);
  return at == layers.end() ? nullptr : at->second;
}

Result<std::optional<StoredLayer>> Store::Impl::open_layer(std::string_view diff_id) {
  if (auto index = opened(diff_id)) return StoredLayer{std::string(diff_id), std::move(index)};
  const std::string index_path = path("layers", diff_id, ".index");
  Result<FileDescriptor> blob = open_file(path("blobs/sha256", diff_id));
  if (!blob) {
    if (blob.error().code == ENOENT) return std::nullopt;
    return tl::unexpected(blob.error());
  }
  if (::access(index_path.c_str(), F_OK) != 0) return std::nullopt;
  Result<std::shared_ptr<const LayerIndex>> index =
      open_layer_index(index_path, std::make_shared<const FileDescriptor>(std::move(*blob)));
  if (!index) {
    // A damaged index, or one of another version, is made again from the blob.
    if (!read_only) (void)::unlink(index_path.c_str());
    return std::nullopt;
  }
  if (!read_only) touch(index_path);
  const std::lock_guard guard(mutex);
  return StoredLayer{std::string(diff_id),
                     layers.emplace(diff_id, std::move(*index)).first->second};
}

Result<void> Store::Impl::make_index(std::string_view diff_id) {
  const Result<FileDescriptor> blob = open_file(path("blobs/sha256", diff_id));
  if (!blob) return tl::unexpected(blob.error());
  // Bytes are believed once: what the index says later is not checked again.
  if (Result<void> right = verify(diff_id); !right) return right;
  Result<std::string> index = index_of_tar(*blob);
  if (!index) return tl::unexpected(in_layer(std::move(index.error()), diff_id));
  return put(path("layers", diff_id, ".index"), *index);
}

void Store::Impl::note_compressed(std::string_view diff_id, Compression compression,
                                  const std::string& digest, std::uint64_t size) {
  if (compression != Compression::Gzip && compression != Compression::Zstd) return;
  const std::string note = path("layers", diff_id, ending_of(compression));
  if (::access(note.c_str(), F_OK) == 0) return;
  (void)put(note, fmt::format("{} {}\n", digest, size));  // best effort: it can be made again
}

// The compressed bytes are digested by a second thread while this one inflates them: neither waits
// for the other, and a blob that is damaged where the decoder does not look is found, too.
Result<void> Store::Impl::unpack_blob(const Descriptor& descriptor, std::string_view diff_id) {
  const Result<FileDescriptor> packed = open_file(path("blobs/sha256", descriptor.digest));
  if (!packed) return tl::unexpected(packed.error());
  if (Result<void> may = writable(); !may) return may;
  Result<NewFile> file = workspace.new_file();
  if (!file) return tl::unexpected(file.error());

  std::string first(16, '\0');
  const Result<std::uint64_t> size = size_of(*packed);
  if (!size) return tl::unexpected(size.error());
  if (*size < first.size()) first.resize(static_cast<std::size_t>(*size));
  if (Result<void> read = read_exactly(*packed, 0, first.data(), first.size()); !read) return read;

  Result<Digested> of_packed;
  std::thread checking([&] { of_packed = digest_of_file(*packed); });
  const Result<Digested> plain = decompress_into(*packed, max_layer_bytes, file->file());
  checking.join();
  if (!of_packed) return tl::unexpected(of_packed.error());
  if (of_packed->digest != descriptor.digest) return damaged(descriptor.digest);
  if (!plain) return tl::unexpected(in_layer(Error(plain.error()), descriptor.digest));
  if (plain->digest != diff_id) {
    return failure(
        fmt::format("the layer {} is {} when unpacked, but the image's configuration "
                    "says {}",
                    descriptor.digest, plain->digest, diff_id));
  }
  Result<std::string> index = index_of_tar(file->file());
  if (!index) return tl::unexpected(in_layer(std::move(index.error()), descriptor.digest));
  if (Result<void> done = file->commit(path("blobs/sha256", diff_id)); !done) return done;
  note_compressed(diff_id, compression_of(first), descriptor.digest, *size);
  return put(path("layers", diff_id, ".index"), *index);
}

Result<StoredLayer> Store::layer(const Descriptor& descriptor, std::string_view diff_id) {
  if (!is_digest(diff_id)) return no_digest(diff_id);
  if (auto index = impl_->opened(diff_id)) return StoredLayer{std::string(diff_id), index};
  const std::shared_ptr<std::mutex> maker = impl_->maker_of(diff_id);
  const std::lock_guard making(*maker);
  Result<std::optional<StoredLayer>> there = impl_->open_layer(diff_id);
  if (!there) return tl::unexpected(there.error());
  if (*there) return std::move(**there);

  Result<void> made;
  const bool plain = has_blob(diff_id);
  if (plain) made = impl_->make_index(diff_id);
  // Of a plain blob that was damaged, the compressed one is the second copy.
  if (!plain || (!made && !has_blob(diff_id))) {
    if (has_blob(descriptor.digest)) {
      made = impl_->unpack_blob(descriptor, diff_id);
    } else if (!plain) {
      made = missing_layer(descriptor, directory());
    }
  }
  if (!made) return tl::unexpected(made.error());
  there = impl_->open_layer(diff_id);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return failure(fmt::format("the index of the layer {} cannot be read", diff_id));
  return std::move(**there);
}

Result<std::optional<StoredLayer>> Store::layer(std::string_view diff_id) const {
  if (!is_digest(diff_id)) return no_digest(diff_id);
  if (auto index = impl_->opened(diff_id)) return StoredLayer{std::string(diff_id), index};
  const std::shared_ptr<std::mutex> maker = impl_->maker_of(diff_id);
  const std::lock_guard making(*maker);
  Result<std::optional<StoredLayer>> there = impl_->open_layer(diff_id);
  if (!there || *there || impl_->read_only || !has_blob(diff_id)) return there;
  if (Result<void> made = impl_->make_index(diff_id); !made) {
    // Damaged, and removed: as good as not there.
    if (!has_blob(diff_id)) return std::nullopt;
    return tl::unexpected(made.error());
  }
  return impl_->open_layer(diff_id);
}

Result<StoredLayer> Store::add_layer(NewFile&& blob, const WrittenLayer& written) {
  if (!is_digest(written.diff_id)) return no_digest(written.diff_id);
  const std::shared_ptr<std::mutex> maker = impl_->maker_of(written.diff_id);
  const std::lock_guard making(*maker);
  Result<std::optional<StoredLayer>> there = impl_->open_layer(written.diff_id);
  if (there && *there) return std::move(**there);
  if (Result<void> done = add_blob(std::move(blob), written.diff_id); !done) {
    return tl::unexpected(done.error());
  }
  const std::string index = impl_->path("layers", written.diff_id, ".index");
  if (Result<void> done = impl_->put(index, written.index); !done) {
    return tl::unexpected(done.error());
  }
  there = impl_->open_layer(written.diff_id);
  if (!there) return tl::unexpected(there.error());
  if (!*there) {
    return failure(fmt::format("the index of the layer {} cannot be read", written.diff_id));
  }
  return std::move(**there);
}

Result<Descriptor> Store::layer_blob(std::string_view diff_id, Compression compression,
                                     unsigned workers) {
  if (!is_digest(diff_id)) return no_digest(diff_id);
  const Result<FileDescriptor> plain = open_file(blob_path(diff_id));
  if (!plain) return tl::unexpected(plain.error());
  const Result<std::uint64_t> size = size_of(*plain);
  if (!size) return tl::unexpected(size.error());
  Descriptor blob;
  blob.media_type = layer_type(compression);
  if (compression == Compression::None) {
    blob.digest = diff_id;
    blob.size = *size;
    return blob;
  }
  if (compression != Compression::Gzip && compression != Compression::Zstd) {
    return failure("layers are compressed with gzip or zstd", EINVAL);
  }
  const std::string note = impl_->path("layers", diff_id, ending_of(compression));
  if (const Result<MappedFile> noted = MappedFile::open(note); noted) {
    const std::string_view text = noted->bytes();
    const std::size_t blank = text.find(' ');
    blob.digest = text.substr(0, blank);
    const bool sized =
        blank != std::string_view::npos &&
        std::from_chars(text.data() + blank + 1, text.data() + text.size(), blob.size).ec ==
            std::errc();
    if (sized && has_blob(blob.digest)) return blob;
    (void)::unlink(note.c_str());
  }
  Result<NewFile> file = new_file();
  if (!file) return tl::unexpected(file.error());
  // Damage is to be found before it gets a digest of its own.
  Result<void> right;
  std::thread checking([&] { right = impl_->verify(diff_id); });
  Result<Digested> packed = compress_into(*plain, compression, workers, file->file());
  checking.join();
  if (!right) return tl::unexpected(right.error());
  if (!packed) {
    return tl::unexpected(
        std::move(packed.error()).while_doing(fmt::format("compressing {}", diff_id)));
  }
  if (Result<void> done = add_blob(std::move(*file), packed->digest); !done) {
    return tl::unexpected(done.error());
  }
  impl_->note_compressed(diff_id, compression, packed->digest, packed->size);
  blob.digest = packed->digest;
  blob.size = packed->size;
  return blob;
}

Result<std::string> Store::tree(std::string_view diff_id, unsigned workers) {
  if (!is_digest(diff_id)) return no_digest(diff_id);
  const std::string path = impl_->path("trees", diff_id);
  if (::access(path.c_str(), F_OK) == 0) return path;
  Result<std::optional<StoredLayer>> layer = this->layer(diff_id);
  if (!layer) return tl::unexpected(layer.error());
  if (!*layer) {
    return failure(fmt::format("the layer {} is not in the store {}", diff_id, directory()),
                   ENOENT);
  }
  const std::shared_ptr<std::mutex> maker = impl_->maker_of(diff_id);
  const std::lock_guard making(*maker);
  if (::access(path.c_str(), F_OK) == 0) return path;
  Result<std::string> made = new_directory();
  if (!made) return made;
  Result<void> done = unpack_layer(*(*layer)->index, *made, workers);
  if (!done) {
    (void)remove_all(*made);
    return tl::unexpected(in_layer(std::move(done.error()), diff_id));
  }
  if (Result<void> moved = adopt_tree(*made, diff_id); !moved) {
    return tl::unexpected(moved.error());
  }
  return path;
}

Result<std::optional<std::string>> Store::implied_tree(
    const std::vector<StoredLayer>& bottom_first) {
  std::vector<std::shared_ptr<const LayerIndex>> indexes;
  std::string chain = "implied directories of";
  for (const StoredLayer& layer : bottom_first) {
    indexes.push_back(layer.index);
    chain += " " + layer.diff_id;
  }
  if (bottom_first.size() < 2) return std::nullopt;
  Result<std::vector<Entry>> implied = implied_directories(indexes);
  if (!implied) return tl::unexpected(implied.error());
  if (implied->empty()) return std::nullopt;
  const std::string name = "sha256:" + digest::to_hex(digest::sha256(chain));
  std::string path = impl_->path("trees", name);
  if (::access(path.c_str(), F_OK) == 0) return path;
  const Result<std::string> made = new_directory();
  if (!made) return tl::unexpected(made.error());
  Result<void> done = unpack_layer(*index_of_entries(std::move(*implied)), *made, 1);
  if (done) done = adopt_tree(*made, name);
  if (!done) return tl::unexpected(done.error());
  return path;
}

Result<void> Store::adopt_tree(const std::string& directory, std::string_view diff_id) {
  if (!is_digest(diff_id)) return no_digest(diff_id);
  if (Result<void> may = impl_->writable(); !may) return may;
  const std::string path = impl_->path("trees", diff_id);
  if (::rename(directory.c_str(), path.c_str()) == 0) return {};
  const int code = errno;
  // Another process was quicker: its tree is as good as ours.
  if (code == ENOTEMPTY || code == EEXIST) return remove_all(directory);
  return failure(fmt::format("{}: {}", path, std::strerror(code)), code);
}

}  // namespace plimsoll::builder
