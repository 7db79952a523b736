#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

// An image reference by the grammar of the distribution project's reference package:
// [registry[:port]/]path[:tag][@digest]. The first component is a registry when it holds a dot or
// a colon, is "localhost", or has an upper-case letter.
struct ImageReference {
  std::string registry;    // "docker.io" where none is written
  std::string repository;  // "library/debian" for `debian`
  std::string tag;         // "" without one
  std::string digest;      // "sha256:..."; "" without one
  bool registry_written = false;

  // As people write it: `debian`, `grafana/grafana`, `gcr.io/distroless/base`; no tag.
  [[nodiscard]] std::string familiar() const;
  // The last component of the repository.
  [[nodiscard]] std::string_view basename() const;
  // `docker.io/library/x`, "official".
  [[nodiscard]] bool official() const;
  [[nodiscard]] std::string_view tag_or_latest() const;
};

// Nothing when `text` is not a valid reference.
[[nodiscard]] std::optional<ImageReference> parse_image_reference(std::string_view text);

}  // namespace plimsoll
