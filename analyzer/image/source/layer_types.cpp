#include "analyzer/image/source/layer_types.h"

#include <fmt/format.h>

#include "analyzer/image/manifest.h"
#include "analyzer/image/source/readable.h"

namespace plimsoll::image {
namespace {

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

LayerType layer_type(std::string_view media_type) {
  LayerType type;
  std::string_view rest = media_type;
  type.encrypted = take_suffix(rest, "+encrypted");
  // Docker's separator is a dot, OCI's a plus.
  if (take_suffix(rest, "+gzip") || take_suffix(rest, ".gzip")) {
    type.compression = Compression::Gzip;
  } else if (take_suffix(rest, "+zstd") || take_suffix(rest, ".zstd")) {
    type.compression = Compression::Zstd;
  }
  type.foreign = rest == "application/vnd.oci.image.layer.nondistributable.v1.tar" ||
                 rest == "application/vnd.docker.image.rootfs.foreign.diff.tar";
  type.is_layer = type.foreign || rest == media_type::oci_layer || rest == media_type::docker_layer;
  return type;
}

bool is_image_config(std::string_view media_type) {
  return media_type == media_type::oci_config || media_type == media_type::docker_config;
}

std::optional<std::string> disagreement(std::string_view media_type, Compression found) {
  const LayerType type = layer_type(media_type);
  if (!type.is_layer || type.encrypted || found == type.compression) return std::nullopt;
  return fmt::format("its bytes are {}, its media type is {}",
                     found == Compression::None ? "not compressed" : to_string(found),
                     readable(media_type));
}

}  // namespace plimsoll::image
