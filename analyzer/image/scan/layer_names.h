#pragma once

// What a name in a layer means: where it lies, or what it hides. (OCI image-spec layer.md,
// "Whiteouts"; names are cleaned as Go's filepath.Clean does it for docker and containerd.)

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/path_table.h"

namespace plimsoll::image {

struct LayerName {
  enum class Kind : std::uint8_t {
    Ordinary,
    Whiteout,      // `path` is what it hides
    Opaque,        // `path` is the directory
    Metadata,      // aufs' own: called .wh..wh.*, or below such a directory of the root
    BareWhiteout,  // .wh. with nothing, "." or ".." behind it
    Outside,       // leaves the root
    ZeroByte,
    TooLong,  // for Linux: a component beyond 255 bytes, or 4095 in all
    TooDeep   // for PathTable
  };
  Kind kind = Kind::Ordinary;
  PathId path = no_path;  // no_path for the kinds from BareWhiteout on
  bool dot_dot = false;   // a ".." in it, which stays inside
  bool through_whiteout = false;
};

inline constexpr std::size_t max_component_bytes = 255;
inline constexpr std::size_t max_path_bytes = 4095;

// Entries come directory by directory: the last one's directory is remembered.
class LayerNames {
 public:
  explicit LayerNames(PathTable& paths) : paths_(paths) {}
  [[nodiscard]] LayerName read(std::string_view name);
  // Of a hardlink: a path like another, no whiteout.
  [[nodiscard]] LayerName target(std::string_view name);

 private:
  // A path of ordinary components so far.
  struct Place {
    PathId path = root_path;
    std::size_t bytes = 0;
    bool too_long = false, too_deep = false, through_whiteout = false, metadata = false;
  };
  void walk(Place& place, std::string_view name);
  void step(Place& place, std::string_view part);
  [[nodiscard]] LayerName finish(const Place& directory, std::string_view base);
  [[nodiscard]] static LayerName at(const Place& place);

  PathTable& paths_;
  std::string last_directory_;  // as it stood there
  Place last_place_;
};

}  // namespace plimsoll::image
