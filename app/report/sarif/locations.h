#pragma once

// The SARIF 2.1.0 object model (OASIS, 27 March 2020, with Errata 01), as much as we write of it,
// one struct an object, named as there; this header has places and words. An optional member or an
// empty array is left out; all else is written. `fields` names the members in their order.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::app::sarif {

using OptionalText = std::optional<std::string>;

struct Message {  // 3.11; also multiformatMessageString, 3.12
  std::string text;
  OptionalText markdown;
  template <class F>
  void fields(F&& f) const {
    f("text", text);
    f("markdown", markdown);
  }
};

struct ArtifactLocation {  // 3.4
  std::string uri;
  OptionalText uri_base_id;
  std::optional<std::uint32_t> index;  // in run.artifacts
  template <class F>
  void fields(F&& f) const {
    f("uri", uri);
    f("uriBaseId", uri_base_id);
    f("index", index);
  }
};

struct ArtifactContent {  // 3.3
  std::string text;
  template <class F>
  void fields(F&& f) const {
    f("text", text);
  }
};

struct Region {  // 3.30; lines and columns from 1, the end column exclusive
  std::uint32_t start_line = 1;
  std::uint32_t start_column = 1;
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;
  std::optional<ArtifactContent> snippet;
  template <class F>
  void fields(F&& f) const {
    f("startLine", start_line);
    f("startColumn", start_column);
    f("endLine", end_line);
    f("endColumn", end_column);
    f("snippet", snippet);
  }
};

struct PhysicalLocation {  // 3.29
  ArtifactLocation artifact_location;
  std::optional<Region> region;
  std::optional<Region> context_region;
  template <class F>
  void fields(F&& f) const {
    f("artifactLocation", artifact_location);
    f("region", region);
    f("contextRegion", context_region);
  }
};

struct LogicalLocation {  // 3.33
  std::string fully_qualified_name;
  std::string kind;
  template <class F>
  void fields(F&& f) const {
    f("fullyQualifiedName", fully_qualified_name);
    f("kind", kind);
  }
};

struct Location {  // 3.28
  std::optional<std::uint32_t> id;
  PhysicalLocation physical_location;
  std::vector<LogicalLocation> logical_locations;
  std::optional<Message> message;
  template <class F>
  void fields(F&& f) const {
    f("id", id);
    f("physicalLocation", physical_location);
    f("logicalLocations", logical_locations);
    f("message", message);
  }
};

}  // namespace plimsoll::app::sarif
