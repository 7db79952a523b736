#pragma once

// The SARIF objects of a result; locations.h says how they are made.

#include "app/report/sarif/locations.h"

namespace plimsoll::app::sarif {

struct Replacement {  // 3.57
  Region deleted_region;
  std::optional<ArtifactContent> inserted_content;
  template <class F>
  void fields(F&& f) const {
    f("deletedRegion", deleted_region);
    f("insertedContent", inserted_content);
  }
};

struct ArtifactChange {  // 3.56
  ArtifactLocation artifact_location;
  std::vector<Replacement> replacements;
  template <class F>
  void fields(F&& f) const {
    f("artifactLocation", artifact_location);
    f("replacements", replacements);
  }
};

struct FixProperties {  // ours
  std::string safety;
  OptionalText unsafe_because;
  template <class F>
  void fields(F&& f) const {
    f("safety", safety);
    f("unsafeBecause", unsafe_because);
  }
};

struct Fix {  // 3.55
  Message description;
  std::vector<ArtifactChange> artifact_changes;
  FixProperties properties;
  template <class F>
  void fields(F&& f) const {
    f("description", description);
    f("artifactChanges", artifact_changes);
    f("properties", properties);
  }
};

struct Suppression {  // 3.35
  std::string kind;   // "inSource"
  OptionalText justification;
  std::optional<Location> location;
  template <class F>
  void fields(F&& f) const {
    f("kind", kind);
    f("justification", justification);
    f("location", location);
  }
};

struct PartialFingerprints {  // 3.27.18; the one key that GitHub reads
  std::string primary_location_line_hash;
  template <class F>
  void fields(F&& f) const {
    f("primaryLocationLineHash", primary_location_line_hash);
  }
};

struct ResultProperties {  // ours
  std::string severity;
  std::optional<std::uint64_t> bytes;
  std::optional<double> seconds;
  template <class F>
  void fields(F&& f) const {
    f("severity", severity);
    f("costBytes", bytes);
    f("costSeconds", seconds);
  }
};

struct Result {  // 3.27
  std::string rule_id;
  std::uint32_t rule_index = 0;
  std::string level;
  Message message;
  std::vector<Location> locations;
  std::vector<Location> related_locations;
  PartialFingerprints partial_fingerprints;
  std::vector<Fix> fixes;
  std::vector<Suppression> suppressions;
  ResultProperties properties;
  template <class F>
  void fields(F&& f) const {
    f("ruleId", rule_id);
    f("ruleIndex", rule_index);
    f("level", level);
    f("message", message);
    f("locations", locations);
    f("relatedLocations", related_locations);
    f("partialFingerprints", partial_fingerprints);
    f("fixes", fixes);
    f("suppressions", suppressions);
    f("properties", properties);
  }
};

}  // namespace plimsoll::app::sarif
