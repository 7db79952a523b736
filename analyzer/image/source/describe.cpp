#include "analyzer/image/source/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/digest/sha256.h"
#include "analyzer/digest/sha512.h"
#include "analyzer/image/source/go_json.h"
#include "analyzer/image/source/layer_types.h"
#include "analyzer/image/source/readable.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t docker_max_layers = 127;

// The digest of bytes by the algorithm of another one; "" for one that we do not have.
std::string digest_like(std::string_view digest, std::string_view bytes) {
  if (digest.starts_with("sha256:")) return digest_of(bytes);
  if (digest.starts_with("sha512:")) return "sha512:" + digest::sha512_hex(bytes);
  return "";
}

Result<std::string> unambiguous(std::string_view bytes, const std::string& what) {
  Result<GoJson> read = as_go_reads(bytes, DocumentKind::Manifest, max_manifest_bytes, what);
  if (!read) return tl::unexpected(std::move(read.error()));
  if (read->ambiguities.empty()) return std::move(read->text);
  return failure(fmt::format("{}: two programs would read two different images from it",
                             read->ambiguities.front()));
}

LayerBlob layer_of(const Descriptor& descriptor, std::int32_t place,
                   std::vector<SourceNote>& notes) {
  LayerBlob layer;
  layer.blob = descriptor;
  const LayerType type = layer_type(descriptor.media_type);
  layer.foreign = type.foreign;
  if (!type.is_layer) {
    layer.unreadable =
        fmt::format("its media type is no layer's: {}",
                    descriptor.media_type.empty() ? "(none)" : readable(descriptor.media_type));
    add_note(notes, "not-a-layer", layer.unreadable, place, true);
  } else if (type.encrypted) {
    layer.unreadable = "it is encrypted";
    add_note(notes, "encrypted-layer", layer.unreadable, place, true);
  }
  if (!is_digest(descriptor.digest)) {
    add_note(notes, "digest-not-verified",
             fmt::format("only SHA-256 is verified, and its digest is {}", descriptor.digest),
             place);
  }
  return layer;
}

}  // namespace

void add_note(std::vector<SourceNote>& notes, std::string kind, std::string what,
              std::int32_t layer, bool partial) {
  notes.push_back({std::move(kind), std::move(what), layer, partial});
}

std::string digest_of(std::string_view bytes) {
  return "sha256:" + digest::to_hex(digest::sha256(bytes));
}

Result<std::optional<Document>> read_document(const Documents& documents, const Descriptor& blob,
                                              std::size_t limit, const std::string& what,
                                              std::vector<SourceNote>& notes) {
  Result<std::optional<std::string>> bytes = documents.read(blob, limit);
  if (!bytes) return tl::unexpected(std::move(bytes.error()).while_doing("reading the " + what));
  if (blob.data) {
    const bool fits = blob.data->size() == blob.size && blob.data->size() <= limit &&
                      digest_like(blob.digest, *blob.data) == blob.digest;
    if (!fits) {
      add_note(notes, "embedded-data-disagrees",
               fmt::format("the copy of the {} in its descriptor is not {}", what, blob.digest));
    } else if (!*bytes) {
      *bytes = *blob.data;
    }
  }
  if (!*bytes) return std::nullopt;
  const std::string found = digest_like(blob.digest, **bytes);
  if (found.empty()) {
    add_note(notes, "digest-not-verified",
             fmt::format("the digest of the {} cannot be computed here: {}", what, blob.digest));
  } else if (found != blob.digest) {
    add_note(notes, "digest-mismatch",
             fmt::format("the {} should be {}, and its bytes are {}", what, blob.digest, found), -1,
             true);
  }
  if ((*bytes)->size() != blob.size) {
    add_note(notes, "size-mismatch",
             fmt::format("the {} has {} bytes, and {} by its descriptor", what, (*bytes)->size(),
                         blob.size));
  }
  Document document;
  document.digest = digest_of(**bytes);
  document.bytes = std::move(**bytes);
  return document;
}

Result<Index> read_index(std::string_view bytes) {
  const Result<std::string> text = unambiguous(bytes, "index");
  if (!text) return tl::unexpected(text.error());
  return parse_index(*text, Digests::Registered);
}

Result<Manifest> read_manifest(std::string_view bytes) {
  const Result<std::string> text = unambiguous(bytes, "manifest");
  if (!text) return tl::unexpected(text.error());
  return parse_manifest(*text, Digests::Registered);
}

void describe_config(std::string_view bytes, ImageDescription& description) {
  description.config_digest = digest_of(bytes);
  const auto unreadable = [&](const std::string& why) {
    add_note(description.notes, "config-unreadable", readable(why), -1, true);
  };
  const Result<GoJson> read =
      as_go_reads(bytes, DocumentKind::Config, max_config_bytes, "image configuration");
  if (!read) return unreadable(read.error().message);
  Result<ImageConfig> config = parse_image_config(read->text);
  if (!config) return unreadable(config.error().message);
  for (const std::string& ambiguity : read->ambiguities) {
    add_note(description.notes, "ambiguous-document",
             ambiguity + ": runtimes take the last one, in any spelling; others may not");
  }
  description.config = std::move(*config);
  description.configured = true;
  description.platform = description.config.platform;
}

Result<void> describe(const Documents& documents, const Document& document,
                      ImageDescription& description) {
  const Result<Manifest> manifest = read_manifest(document.bytes);
  if (!manifest) return tl::unexpected(manifest.error());
  if (!is_image_config(manifest->config.media_type)) {
    const std::string& type =
        manifest->artifact_type.empty() ? manifest->config.media_type : manifest->artifact_type;
    return failure(fmt::format("{} is not an image, but an artifact of type {}", document.digest,
                               type.empty() ? "(none)" : readable(type)));
  }
  description.manifest_digest = document.digest;
  description.annotations = manifest->annotations;
  for (const Descriptor& layer : manifest->layers) {
    description.layers.push_back(
        layer_of(layer, static_cast<std::int32_t>(description.layers.size()), description.notes));
  }
  Result<std::optional<Document>> config = read_document(
      documents, manifest->config, max_config_bytes, "configuration", description.notes);
  if (!config) {
    add_note(description.notes, "config-unreadable", readable(config.error().message), -1, true);
  } else if (!*config) {
    add_note(description.notes, "config-not-present",
             fmt::format("the configuration {} is not there", manifest->config.digest), -1, true);
  } else {
    describe_config((*config)->bytes, description);
  }
  relate_layers(description);
  return {};
}

void relate_layers(ImageDescription& description, bool has_diff_ids) {
  const std::vector<std::string>& diff_ids = description.config.diff_ids;
  const std::size_t layers = description.layers.size();
  for (std::size_t i = 0; i < layers && i < diff_ids.size(); ++i) {
    description.layers[i].diff_id = diff_ids[i];
  }
  if (layers > docker_max_layers) {
    add_note(
        description.notes, "many-layers",
        fmt::format("it has {} layers: docker runs no more than {}", layers, docker_max_layers));
  }
  if (!description.configured || !has_diff_ids) return;
  if (diff_ids.size() != layers) {
    add_note(description.notes, "layer-count-differs",
             fmt::format("its manifest has {} layers, its configuration {}: runtimes refuse that",
                         layers, diff_ids.size()),
             -1, diff_ids.size() > layers);
  }
  const std::vector<HistoryEntry>& history = description.config.history;
  const auto filled = static_cast<std::size_t>(std::count_if(
      history.begin(), history.end(), [](const HistoryEntry& each) { return !each.empty_layer; }));
  if (!history.empty() && filled != layers) {
    add_note(description.notes, "history-count-differs",
             fmt::format("its history speaks of {} layers, and it has {}", filled, layers));
  }
}

}  // namespace plimsoll::image
