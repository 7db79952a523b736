#pragma once

// As much of a manifest as moving images takes: what kind it is, and what it refers to (OCI image
// specification 1.1, docker's "Image Manifest V 2, Schema 2").

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll::registry {

inline constexpr std::uint64_t largest_manifest_bytes = 4ULL << 20;

struct Descriptor {
  std::string media_type;
  std::string digest;  // "sha256:" and 64 lower-case digits
  std::uint64_t size = 0;
};

struct Manifest {
  std::string media_type;
  std::string digest;  // of `bytes`
  std::string bytes;   // as the registry has them; never written anew
};

// A member of an index; what the index does not say is "".
struct IndexEntry {
  Descriptor manifest;
  std::string os;
  std::string architecture;
  std::string variant;
  std::string os_version;
  bool attestation = false;  // says something of another member; no image
};

// What an image manifest refers to.
struct Parts {
  Descriptor config;
  std::vector<Descriptor> layers;
};

[[nodiscard]] bool is_index(std::string_view media_type);
[[nodiscard]] bool is_image_manifest(std::string_view media_type);

// "sha256:" and 64 lower-case hexadecimal digits; other algorithms are not supported.
[[nodiscard]] bool is_digest(std::string_view text);
[[nodiscard]] std::string digest_of(std::string_view bytes);

// What `bytes` are: their own mediaType, which must not contradict the Content-Type, else that,
// else what their fields say. Fails for what could be read in two ways, and for schema 1.
[[nodiscard]] Result<std::string> media_type_of(std::string_view bytes,
                                                std::string_view content_type);

// Members that are no manifests are left out. Fails on what is no index.
[[nodiscard]] Result<std::vector<IndexEntry>> read_index(std::string_view bytes);
[[nodiscard]] Result<Parts> read_parts(std::string_view bytes);

}  // namespace plimsoll::registry
