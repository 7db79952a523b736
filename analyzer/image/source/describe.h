#pragma once

// From the documents of an image to its description, whatever holds them: each is verified, read as
// a runtime would read it, and what does not fit together is noted.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/manifest.h"
#include "analyzer/image/source/image_source.h"

namespace plimsoll::image {

// Small blobs by their descriptors. May be asked by one thread.
class Documents {
 public:
  virtual ~Documents() = default;
  // Its bytes as they lie there, nothing where it is not there; fails beyond `limit` bytes, before
  // they are in memory.
  [[nodiscard]] virtual Result<std::optional<std::string>> read(const Descriptor& blob,
                                                                std::size_t limit) const = 0;
  // Without reading it. What is not known to be missing is there.
  [[nodiscard]] virtual bool has(const Descriptor& blob) const = 0;
};

void add_note(std::vector<SourceNote>& notes, std::string kind, std::string what,
              std::int32_t layer = -1, bool partial = false);

// "sha256:..." of bytes.
[[nodiscard]] std::string digest_of(std::string_view bytes);

struct Document {
  std::string bytes;
  std::string digest;  // of these bytes: SHA-256
};
// A blob, or the copy that its descriptor carries. What the bytes are not (of that digest, of that
// size) is noted. `what` is for notes ("configuration"). Nothing where it is not there.
[[nodiscard]] Result<std::optional<Document>> read_document(const Documents& documents,
                                                            const Descriptor& blob,
                                                            std::size_t limit,
                                                            const std::string& what,
                                                            std::vector<SourceNote>& notes);

// Fails on what two readers would take for different documents (CVE-2021-41190).
[[nodiscard]] Result<Index> read_index(std::string_view bytes);
[[nodiscard]] Result<Manifest> read_manifest(std::string_view bytes);

// Of an image's manifest: its digest, annotations, layers and, where it is there, configuration.
// Fails for what is no image.
[[nodiscard]] Result<void> describe(const Documents& documents, const Document& manifest,
                                    ImageDescription& description);
// The configuration's bytes; what cannot be read is noted and makes the answer partial.
void describe_config(std::string_view bytes, ImageDescription& description);
// When layers and configuration are there: do they go together? Gives each layer its diffID, if the
// configuration is of a kind that has them.
void relate_layers(ImageDescription& description, bool has_diff_ids = true);

}  // namespace plimsoll::image
