#pragma once

// Images for tests, put together by hand, so that they may be wrong wherever a test wants it.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "analyzer/image/source/image_source.h"
#include "tests/unit/analyzer/image/source/made_tar.h"

namespace plimsoll::testing {

// A layer's tar with one file.
inline std::string layer_with(const std::string& name, const std::string& bytes) {
  return Members::member(name, bytes) + end_blocks;
}

inline std::string config_of(const std::vector<std::string>& layers,
                             const std::string& architecture = "amd64",
                             const std::string& more = "") {
  std::string diff_ids;
  std::string history;
  for (const std::string& layer : layers) {
    diff_ids += (diff_ids.empty() ? "\"" : ",\"") + sha256_of(layer) + "\"";
    history += (history.empty() ? "" : ",") + std::string(R"({"created_by":"COPY"})");
  }
  return fmt::format(R"({{"architecture":"{}","os":"linux","config":{{"User":"app"}},)"
                     R"("rootfs":{{"type":"layers","diff_ids":[{}]}},"history":[{}]{}}})",
                     architecture, diff_ids, history, more);
}

inline std::string descriptor(const std::string& type, const std::string& bytes,
                              const std::string& more = "") {
  return fmt::format(R"({{"mediaType":"{}","digest":"{}","size":{}{}}})", type, sha256_of(bytes),
                     bytes.size(), more);
}

inline const std::string config_type = "application/vnd.oci.image.config.v1+json";
inline const std::string layer_type_plain = "application/vnd.oci.image.layer.v1.tar";
inline const std::string manifest_type = "application/vnd.oci.image.manifest.v1+json";
inline const std::string index_type = "application/vnd.oci.image.index.v1+json";

inline std::string manifest_of(const std::string& config, const std::vector<std::string>& layers,
                               const std::string& layer_type = layer_type_plain) {
  std::string list;
  for (const std::string& layer : layers) {
    list += (list.empty() ? "" : ",") + descriptor(layer_type, layer);
  }
  return fmt::format(R"({{"schemaVersion":2,"mediaType":"{}","config":{},"layers":[{}]}})",
                     manifest_type, descriptor(config_type, config), list);
}

inline std::string index_of(const std::vector<std::string>& descriptors) {
  std::string list;
  for (const std::string& each : descriptors) list += (list.empty() ? "" : ",") + each;
  return fmt::format(R"({{"schemaVersion":2,"mediaType":"{}","manifests":[{}]}})", index_type,
                     list);
}

inline std::string named(const std::string& name) {
  return fmt::format(R"(,"annotations":{{"org.opencontainers.image.ref.name":"{}"}})", name);
}
inline std::string for_platform(const std::string& architecture, const std::string& os = "linux") {
  return fmt::format(R"(,"platform":{{"architecture":"{}","os":"{}"}})", architecture, os);
}

// An image of these layers into a layout; returns its manifest.
inline std::string add_image(Members& members, const std::vector<std::string>& layers,
                             const std::string& architecture = "amd64") {
  for (const std::string& layer : layers) members.blob(layer);
  const std::string config = config_of(layers, architecture);
  members.blob(config);
  std::string manifest = manifest_of(config, layers);
  members.blob(manifest);
  return manifest;
}

inline Members layout_of(const std::vector<std::string>& layers, const std::string& name = "") {
  Members members;
  members.add("oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
  const std::string manifest = add_image(members, layers);
  members.add("index.json",
              index_of({descriptor(manifest_type, manifest, name.empty() ? "" : named(name))}));
  return members;
}

inline std::string saved_entry(const std::string& config, const std::vector<std::string>& layers,
                               const std::string& name) {
  std::string list;
  for (const std::string& layer : layers) list += (list.empty() ? "\"" : ",\"") + layer + "\"";
  return fmt::format(R"({{"Config":"{}","RepoTags":["{}"],"Layers":[{}]}})", config, name, list);
}

// The classic form.
inline Members saved_of(const std::vector<std::string>& layers, const std::string& name) {
  Members members;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    paths.push_back(fmt::format("layer{}/layer.tar", i));
    members.add(paths.back(), layers[i]);
  }
  const std::string config = config_of(layers);
  members.add(hex_of(config) + ".json", config);
  members.add("manifest.json", "[" + saved_entry(hex_of(config) + ".json", paths, name) + "]");
  return members;
}

inline std::string all_of(image::BlobReader& reader) {
  std::string bytes;
  char piece[100];
  while (true) {
    const auto got = reader.read(piece, sizeof piece);
    if (!got) return "failed: " + got.error().message;
    if (*got == 0) return bytes;
    bytes.append(piece, *got);
  }
}

inline std::string layer_bytes(const image::ImageSource& source, std::size_t layer) {
  auto reader = source.open_layer(layer);
  return reader ? all_of(**reader) : "not opened: " + reader.error().message;
}

inline image::OpenOptions options_in(const Folder& folder) {
  image::OpenOptions options;
  options.temporary_directory = folder.path();
  return options;
}

// "kind kind", those of layers as "kind@0".
inline std::string kinds_of(const image::ImageSource& source) {
  std::string text;
  for (const image::SourceNote& note : source.description().notes) {
    text += (text.empty() ? "" : " ") + note.kind;
    if (note.layer >= 0) text += "@" + std::to_string(note.layer);
    if (note.partial) text += "!";
  }
  return text;
}

}  // namespace plimsoll::testing
