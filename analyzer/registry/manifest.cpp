#include "analyzer/registry/manifest.h"

#include <algorithm>

#include "analyzer/digest/sha256.h"
#include "analyzer/registry/json.h"

namespace plimsoll::registry {

namespace {

constexpr std::string_view oci_manifest = "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view oci_index = "application/vnd.oci.image.index.v1+json";
constexpr std::string_view docker_manifest = "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::string_view docker_list =
    "application/vnd.docker.distribution.manifest.list.v2+json";
constexpr std::string_view digest_begin = "sha256:";
constexpr std::size_t digest_digits = 64;
constexpr std::size_t most_members = 10'000;
constexpr std::uint64_t largest_blob_bytes = 1ULL << 50;

// "application/json; charset=utf-8" -> "application/json"
std::string bare_type(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ')) content_type.remove_suffix(1);
  std::string type(content_type);
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return type;
}

bool is_schema_one(std::string_view type) {
  return type == "application/vnd.docker.distribution.manifest.v1+json" ||
         type == "application/vnd.docker.distribution.manifest.v1+prettyjws";
}

Result<Descriptor> read_descriptor(const Json& object) {
  Descriptor descriptor{text_of(object, "mediaType"), text_of(object, "digest"), 0};
  const auto size = number_of(object, "size");
  if (!is_digest(descriptor.digest)) {
    return failure("the manifest refers to something by another digest than sha256");
  }
  if (!size || *size > largest_blob_bytes) {
    return failure("the manifest does not say how large " + descriptor.digest + " is");
  }
  descriptor.size = *size;
  return descriptor;
}

bool is_attestation(const Json& entry) {
  const Json* notes = member(entry, "annotations", Json::value_t::object);
  return notes != nullptr && text_of(*notes, "vnd.docker.reference.type") == "attestation-manifest";
}

IndexEntry read_entry(const Json& object, Descriptor manifest) {
  IndexEntry entry;
  entry.manifest = std::move(manifest);
  entry.attestation = is_attestation(object);
  if (const Json* platform = member(object, "platform", Json::value_t::object)) {
    entry.os = text_of(*platform, "os");
    entry.architecture = text_of(*platform, "architecture");
    entry.variant = text_of(*platform, "variant");
    entry.os_version = text_of(*platform, "os.version");
  }
  return entry;
}

}  // namespace

bool is_index(std::string_view media_type) {
  return media_type == oci_index || media_type == docker_list;
}

bool is_image_manifest(std::string_view media_type) {
  return media_type == oci_manifest || media_type == docker_manifest;
}

bool is_digest(std::string_view text) {
  return text.size() == digest_begin.size() + digest_digits && text.starts_with(digest_begin) &&
         std::all_of(text.begin() + digest_begin.size(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string digest_of(std::string_view bytes) {
  return std::string(digest_begin) + digest::to_hex(digest::sha256(bytes));
}

// A document with both "manifests" and "layers" can be read as two different images by two readers,
// and a digest proves nothing against that; so the kinds exclude each other, and everything that
// names the kind has to agree.
Result<std::string> media_type_of(std::string_view bytes, std::string_view content_type) {
  const auto object = parse_object(bytes);
  if (!object) return tl::unexpected(object.error());
  const std::string told = bare_type(content_type);
  std::string own = text_of(*object, "mediaType");
  if (is_schema_one(told) || number_of(*object, "schemaVersion").value_or(2) == 1) {
    return failure(
        "the image is kept in docker's schema 1, which is no longer supported: push it "
        "anew");
  }
  const bool told_known = is_index(told) || is_image_manifest(told);
  if (!own.empty() && told_known && own != told) {
    return failure("the manifest calls itself " + own + ", the registry calls it " + told);
  }
  const bool members = object->contains("manifests");
  const bool layers = object->contains("layers") || object->contains("config");
  if (members && layers) return failure("the manifest is an index and an image at once");
  if (own.empty()) {
    own = told_known ? told : std::string(members ? oci_index : layers ? oci_manifest : "");
  }
  if ((is_index(own) && layers) || (is_image_manifest(own) && members)) {
    return failure("the manifest is not the " + own + " that it is said to be");
  }
  if (!is_index(own) && !is_image_manifest(own)) {
    return failure("neither an image nor an index" + (own.empty() ? "" : ": " + own));
  }
  return own;
}

Result<std::vector<IndexEntry>> read_index(std::string_view bytes) {
  const auto object = parse_object(bytes);
  if (!object) return tl::unexpected(object.error());
  const Json* members = member(*object, "manifests", Json::value_t::array);
  if (members == nullptr) return failure("the index has no list of manifests");
  if (members->size() > most_members) return failure("the index has too many members");
  std::vector<IndexEntry> entries;
  for (const Json& found : *members) {
    auto descriptor = read_descriptor(found);
    if (!descriptor) return tl::unexpected(descriptor.error());
    if (!is_index(descriptor->media_type) && !is_image_manifest(descriptor->media_type)) continue;
    entries.push_back(read_entry(found, std::move(*descriptor)));
  }
  return entries;
}

Result<Parts> read_parts(std::string_view bytes) {
  const auto object = parse_object(bytes);
  if (!object) return tl::unexpected(object.error());
  const Json* config = member(*object, "config", Json::value_t::object);
  const Json* layers = member(*object, "layers", Json::value_t::array);
  if (config == nullptr || layers == nullptr)
    return failure("the manifest has no config or layers");
  if (layers->size() > most_members) return failure("the manifest has too many layers");
  auto descriptor = read_descriptor(*config);
  if (!descriptor) return tl::unexpected(descriptor.error());
  Parts parts;
  parts.config = std::move(*descriptor);
  for (const Json& layer : *layers) {
    descriptor = read_descriptor(layer);
    if (!descriptor) return tl::unexpected(descriptor.error());
    parts.layers.push_back(std::move(*descriptor));
  }
  return parts;
}

}  // namespace plimsoll::registry
