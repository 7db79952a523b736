#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

// A path of the image that one instruction surely touches: absolute, fully known.
struct PathTouch {
  std::string path;
  bool glob = false;       // `path` is a pattern
  bool recursive = false;  // what is below is meant as well
  Span span;
  const Command* command = nullptr;  // null for COPY and ADD
};

// What an instruction leaves in its layer, as far as it is certain. What lies in a cache or tmpfs
// mount is no part of a layer and not here; neither is what happens only sometimes.
struct LayerPaths {
  std::vector<PathTouch> writes;   // made, and not removed again by the same step
  std::vector<PathTouch> changes;  // owner or mode set
  std::vector<PathTouch> removes;
};

[[nodiscard]] LayerPaths layer_paths(const Facts& facts, const Run& run);
// The files or directories that a COPY or ADD makes, by destination and, for a directory that ends
// with a slash, by the names of its sources.
[[nodiscard]] LayerPaths layer_paths(const Facts& facts, const Copy& copy);

// Whether `path` lies, or may lie, in a mount of any type, and so in no layer.
[[nodiscard]] bool lies_in_mount(const Facts& facts, const Run& run, std::string_view path);
// Whether a change of `upper` surely takes in all of `lower`; the same for a removal that succeeds.
[[nodiscard]] bool surely_covers(const PathTouch& upper, const PathTouch& lower);
[[nodiscard]] bool surely_removes(const PathTouch& removal, const PathTouch& lower);

}  // namespace plimsoll
