#pragma once

// Documents of images as Go's encoding/json reads them, since that is what runs images, and what
// other readers would take them for.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll::image {

// Which names mean something in a document; Go matches them without regard to case.
enum class DocumentKind : std::uint8_t {
  Manifest,        // a manifest or an index
  DockerManifest,  // manifest.json of docker save
  OldLayer,        // the json beside a layer, before docker 1.10
  Config
};

struct GoJson {
  // For a strict parser: names in their proper spelling, well-formed UTF-8.
  std::string text;
  // What two readers would understand differently, each a clause, in the order of the document; at
  // most 8.
  std::vector<std::string> ambiguities;
};

inline constexpr std::size_t max_json_values = 100'000;

// Fails for what Go refuses though our parser does not (a byte-order mark), and at the limits on
// size, depth and number of values. What is no JSON at all may come out as it went in.
[[nodiscard]] Result<GoJson> as_go_reads(std::string_view document, DocumentKind kind,
                                         std::size_t limit_bytes, const std::string& what);

}  // namespace plimsoll::image
