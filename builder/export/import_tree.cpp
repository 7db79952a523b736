#include <fmt/format.h>

#include <cerrno>
#include <ctime>

#include "analyzer/base/paths.h"
#include "analyzer/image/source/plain_file.h"
#include "builder/export/export.h"
#include "builder/export/spool.h"
#include "builder/store/file_digest.h"

namespace plimsoll::builder {
namespace {

// 0 is "1970-01-01T00:00:00Z".
std::string rfc3339(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts = {};
  if (!::gmtime_r(&time, &parts)) return {};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

Result<Descriptor> import_tree(Store& store, const std::string& path, const ImageConfig& config,
                               std::int64_t epoch_s) {
  const std::string called = path == "-" ? "standard input" : path;
  const auto failed = [&](Error error) {
    return tl::unexpected(std::move(error).while_doing("importing " + called));
  };
  Result<image::PlainFile> plain = image::open_plain(spool_of(store), path);
  if (!plain) return failed(std::move(plain.error()));
  const Result<std::uint64_t> size = size_of(*plain->file);
  if (!size) return failed(Error(size.error()));
  if (*size == 0) return failed({"is empty", EINVAL});
  if (*size > max_layer_bytes) return failed({"is too long", EFBIG});
  Result<std::string> index = index_of_tar(*plain->file);
  if (!index) return failed(std::move(index.error()));

  Result<NewFile> blob = store.new_file();
  if (!blob) return tl::unexpected(blob.error());
  Result<Digested> copied = copy_digested(*plain->file, 0, *size, blob->file());
  if (!copied) return failed(std::move(copied.error()));
  const WrittenLayer written{copied->digest, copied->size, std::move(*index)};
  Result<StoredLayer> layer = store.add_layer(std::move(*blob), written);
  if (!layer) return tl::unexpected(layer.error());

  ImageConfig made = config;
  made.created = rfc3339(epoch_s);
  made.diff_ids = {written.diff_id};
  made.history = {
      HistoryEntry{made.created, "", "", "Imported from " + std::string(file_name(called)), false}};
  const Result<StoredImage> image = store.add_image(made);
  if (!image) return tl::unexpected(image.error());
  return image->descriptor;
}

}  // namespace plimsoll::builder
