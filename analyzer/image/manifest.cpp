#include "analyzer/image/manifest.h"

#include <algorithm>

#include "analyzer/base/base64.h"
#include "analyzer/image/json.h"

namespace plimsoll {
namespace {

using image::Json;
using image::Members;
using image::OrderedJson;

constexpr std::size_t max_index_manifests = 10'000;

Result<Descriptor> read_descriptor(const Json& json, const std::string& where, Digests digests) {
  if (!json.is_object()) return failure(where + "not an object");
  Members members(json, where);
  Descriptor descriptor;
  descriptor.media_type = members.text("mediaType");
  descriptor.digest = members.text("digest");
  if (digests == Digests::Sha256 && !is_digest(descriptor.digest)) {
    members.fail("\"digest\" is no SHA-256 digest");
  } else if (!is_registered_digest(descriptor.digest)) {
    members.fail("\"digest\" is no digest");
  }
  descriptor.size = members.size("size");
  descriptor.annotations = members.text_map("annotations");
  descriptor.urls = members.texts("urls").value_or(std::vector<std::string>());
  if (const Json* platform = members.object("platform")) {
    Members inner(*platform, where + "in \"platform\", ");
    descriptor.platform =
        Platform{inner.text("os"), inner.text("architecture"), inner.text("variant")};
    if (inner.error()) return tl::unexpected(*inner.error());
  }
  if (const std::string data = members.text("data"); !data.empty()) {
    descriptor.data = base64_decoded(data);
    if (!descriptor.data) members.fail("\"data\" is not in base 64");
  }
  if (members.error()) return tl::unexpected(*members.error());
  return descriptor;
}

Result<std::vector<Descriptor>> read_descriptors(Members& members, const char* name,
                                                 std::size_t limit, Digests digests) {
  std::vector<Descriptor> descriptors;
  const Json* array = members.array(name);
  if (!array) return descriptors;
  if (array->size() > limit) {
    return failure(members.where() + "\"" + name + "\" has more than " + std::to_string(limit) +
                   " entries");
  }
  for (const Json& json : *array) {
    Result<Descriptor> descriptor =
        read_descriptor(json, members.where() + "in \"" + name + "\", ", digests);
    if (!descriptor) return tl::unexpected(std::move(descriptor).error());
    descriptors.push_back(std::move(*descriptor));
  }
  return descriptors;
}

void put_annotations(OrderedJson& json, const std::map<std::string, std::string>& annotations) {
  if (!annotations.empty()) json["annotations"] = image::object_of(annotations);
}

OrderedJson to_ordered(const Descriptor& descriptor) {
  OrderedJson json = OrderedJson::object();
  json["mediaType"] = descriptor.media_type;
  json["digest"] = descriptor.digest;
  json["size"] = descriptor.size;
  if (!descriptor.urls.empty()) json["urls"] = descriptor.urls;
  put_annotations(json, descriptor.annotations);
  if (descriptor.platform) {
    json["platform"]["architecture"] = descriptor.platform->architecture;
    json["platform"]["os"] = descriptor.platform->os;
    if (!descriptor.platform->variant.empty()) {
      json["platform"]["variant"] = descriptor.platform->variant;
    }
  }
  return json;
}

OrderedJson document(const std::string& type) {
  OrderedJson json = OrderedJson::object();
  json["schemaVersion"] = 2;
  if (!type.empty()) json["mediaType"] = type;
  return json;
}

Result<void> check_version(Members& members) {
  const std::int64_t version = members.integer("schemaVersion");
  if (members.error()) return tl::unexpected(*members.error());
  if (version == 2) return {};
  return failure(members.where() + "\"schemaVersion\" is " + std::to_string(version) +
                 ", not 2; images of that age have to be pushed anew by a newer tool");
}

}  // namespace

bool is_index(std::string_view type) {
  return type == media_type::oci_index || type == media_type::docker_index;
}

bool is_manifest(std::string_view type) {
  return type == media_type::oci_manifest || type == media_type::docker_manifest;
}

bool is_digest(std::string_view text) {
  return text.starts_with("sha256:") && is_registered_digest(text);
}

bool is_registered_digest(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view algorithm = text.substr(0, colon);
  const std::size_t digits = algorithm == "sha256" || algorithm == "blake3" ? 64
                             : algorithm == "sha512"                        ? 128
                                                                            : 0;
  const std::string_view hex = text.substr(std::min(colon + 1, text.size()));
  return digits > 0 && hex.size() == digits && std::all_of(hex.begin(), hex.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool is_attestation(const Descriptor& descriptor) {
  if (descriptor.annotations.contains("vnd.docker.reference.type")) return true;
  const std::optional<Platform>& platform = descriptor.platform;
  return platform && (platform->os == "unknown" || platform->architecture == "unknown");
}

std::string media_type_of(std::string_view text) {
  const Result<Json> json = image::parse_object(text, max_manifest_bytes, "manifest");
  if (!json) return "";
  Members members(*json, "");
  const std::string type = members.text("mediaType");
  if (!type.empty()) return type;
  if (members.array("manifests")) return std::string(media_type::oci_index);
  if (members.object("config") && members.array("layers")) {
    return std::string(media_type::oci_manifest);
  }
  return "";
}

Result<Manifest> parse_manifest(std::string_view text, Digests digests) {
  const Result<Json> json = image::parse_object(text, max_manifest_bytes, "manifest");
  if (!json) return tl::unexpected(json.error());
  Members members(*json, "the manifest: ");
  if (auto fine = check_version(members); !fine) return tl::unexpected(fine.error());
  // One document read in two ways by two tools is how CVE-2021-41190 worked.
  if (json->contains("manifests")) return failure("the manifest: it is an index, too");
  Manifest manifest;
  manifest.media_type = members.text("mediaType");
  if (manifest.media_type.empty()) manifest.media_type = media_type::oci_manifest;
  if (!is_manifest(manifest.media_type)) {
    return failure("the manifest: its type is \"" + manifest.media_type + "\", not an image's");
  }
  const Json* config = members.object("config");
  if (members.error()) return tl::unexpected(*members.error());
  if (!config) return failure("the manifest: there is no \"config\"");
  Result<Descriptor> read = read_descriptor(*config, members.where() + "in \"config\", ", digests);
  if (!read) return tl::unexpected(std::move(read).error());
  manifest.config = std::move(*read);
  Result<std::vector<Descriptor>> layers = read_descriptors(members, "layers", max_layers, digests);
  if (!layers) return tl::unexpected(std::move(layers).error());
  manifest.layers = std::move(*layers);
  manifest.annotations = members.text_map("annotations");
  manifest.artifact_type = members.text("artifactType");
  if (members.error()) return tl::unexpected(*members.error());
  return manifest;
}

Result<Index> parse_index(std::string_view text, Digests digests) {
  const Result<Json> json = image::parse_object(text, max_manifest_bytes, "index");
  if (!json) return tl::unexpected(json.error());
  Members members(*json, "the index: ");
  if (auto fine = check_version(members); !fine) return tl::unexpected(fine.error());
  if (json->contains("layers") || json->contains("config")) {
    return failure("the index: it is a manifest, too");
  }
  Index index;
  index.media_type = members.text("mediaType");
  if (index.media_type.empty()) index.media_type = media_type::oci_index;
  if (!is_index(index.media_type)) {
    return failure("the index: its type is \"" + index.media_type + "\", not an index's");
  }
  Result<std::vector<Descriptor>> manifests =
      read_descriptors(members, "manifests", max_index_manifests, digests);
  if (!manifests) return tl::unexpected(std::move(manifests).error());
  index.manifests = std::move(*manifests);
  index.annotations = members.text_map("annotations");
  if (members.error()) return tl::unexpected(*members.error());
  return index;
}

std::string to_json(const Manifest& manifest) {
  OrderedJson json = document(manifest.media_type);
  json["config"] = to_ordered(manifest.config);
  json["layers"] = OrderedJson::array();
  for (const Descriptor& layer : manifest.layers) json["layers"].push_back(to_ordered(layer));
  put_annotations(json, manifest.annotations);
  return image::dump(json);
}

std::string to_json(const Index& index) {
  OrderedJson json = document(index.media_type);
  json["manifests"] = OrderedJson::array();
  for (const Descriptor& entry : index.manifests) json["manifests"].push_back(to_ordered(entry));
  put_annotations(json, index.annotations);
  return image::dump(json);
}

const Descriptor* choose(const Index& index, const Platform& wanted) {
  const Descriptor* best = nullptr;
  int best_match = -1;
  for (const Descriptor& descriptor : index.manifests) {
    if (is_attestation(descriptor)) continue;
    // Without a platform it may be anything; its configuration tells.
    const int match = descriptor.platform ? platform_match(*descriptor.platform, wanted) : 0;
    if ((match > 0 || !descriptor.platform) && match > best_match) {
      best = &descriptor;
      best_match = match;
    }
  }
  return best;
}

}  // namespace plimsoll
