#pragma once

// Manifests and indexes: OCI image-spec manifest.md and image-index.md, and Docker's schema 2,
// which differs in media types alone.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/platform.h"

namespace plimsoll {

namespace media_type {
inline constexpr std::string_view oci_index = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view oci_manifest = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view oci_config = "application/vnd.oci.image.config.v1+json";
inline constexpr std::string_view oci_layer = "application/vnd.oci.image.layer.v1.tar";
inline constexpr std::string_view oci_layer_gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
inline constexpr std::string_view oci_layer_zstd = "application/vnd.oci.image.layer.v1.tar+zstd";
inline constexpr std::string_view docker_index =
    "application/vnd.docker.distribution.manifest.list.v2+json";
inline constexpr std::string_view docker_manifest =
    "application/vnd.docker.distribution.manifest.v2+json";
inline constexpr std::string_view docker_config = "application/vnd.docker.container.image.v1+json";
inline constexpr std::string_view docker_layer_gzip =
    "application/vnd.docker.image.rootfs.diff.tar.gzip";
inline constexpr std::string_view docker_layer = "application/vnd.docker.image.rootfs.diff.tar";
}  // namespace media_type

// OCI image-spec descriptor.md.
struct Descriptor {
  std::string media_type;
  std::string digest;  // checked by the parser, see Digests
  std::uint64_t size = 0;
  std::optional<Platform> platform;  // in an index
  std::map<std::string, std::string> annotations;
  std::vector<std::string> urls;    // foreign layers
  std::optional<std::string> data;  // the blob itself, decoded: nobody has checked it
  friend bool operator==(const Descriptor&, const Descriptor&) = default;
};

struct Manifest {
  std::string media_type = std::string(media_type::oci_manifest);
  std::string artifact_type;  // "" for an image
  Descriptor config;
  std::vector<Descriptor> layers;  // bottom first
  std::map<std::string, std::string> annotations;
};

struct Index {
  std::string media_type = std::string(media_type::oci_index);
  std::vector<Descriptor> manifests;
  std::map<std::string, std::string> annotations;
};

inline constexpr std::size_t max_manifest_bytes = std::size_t{4} << 20;
inline constexpr std::size_t max_layers = 1000;
[[nodiscard]] bool is_index(std::string_view media_type);
[[nodiscard]] bool is_manifest(std::string_view media_type);
// What `json` says of itself: its mediaType, else by its members; "" when neither.
[[nodiscard]] std::string media_type_of(std::string_view json);
// Which digests a descriptor may have: what we can compute, or all that image-spec descriptor.md
// registers (sha256, sha512, blake3), so that a blob can at least be spoken of.
enum class Digests : std::uint8_t { Sha256, Registered };
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view json,
                                              Digests digests = Digests::Sha256);
[[nodiscard]] Result<Index> parse_index(std::string_view json, Digests digests = Digests::Sha256);
// Fixed key order, no blanks.
[[nodiscard]] std::string to_json(const Manifest& manifest);
[[nodiscard]] std::string to_json(const Index& index);
// The best of an index for `wanted`, the first of equals: one that names no platform only where no
// other fits, an attestation never. Null when none runs there.
[[nodiscard]] const Descriptor* choose(const Index& index, const Platform& wanted);

// "sha256:" and 64 lower-case hexadecimal digits: anything else never becomes a path.
[[nodiscard]] bool is_digest(std::string_view text);
// The same for every registered algorithm.
[[nodiscard]] bool is_registered_digest(std::string_view text);
// Says something of another image, and is none: `unknown/unknown`, or annotated so.
[[nodiscard]] bool is_attestation(const Descriptor& descriptor);

}  // namespace plimsoll
