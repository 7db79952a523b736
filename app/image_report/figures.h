#pragma once

// What an image weighs and holds, as plain data for tables: what people ask first, computed once.
// Texts are bytes of the image (each report escapes them for its sink) but for secrets, which have
// been masked. What depends on how the image was packed is in members called `wire` and `transport`
// and in `Bytes::wire`; all else is the same for one image in any container.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/contents/contents.h"
#include "analyzer/image/tree/dive.h"
#include "analyzer/image/tree/image_tree.h"
#include "app/report/masks.h"

namespace plimsoll {
struct ImageFacts;
}

namespace plimsoll::app {

struct LayerTransport {
  std::string digest;      // of the blob
  std::string media_type;  // as the manifest says; empty where it says none
  Compression compression = Compression::None;
  std::uint64_t bytes = 0;
};

struct LayerFigures {
  std::string diff_id;
  std::string keyword;                // "RUN"; empty: nobody knows
  std::string instruction;            // "RUN apt-get update", lines and all; empty: nobody knows
  std::optional<std::uint32_t> line;  // of the Dockerfile, where there is no doubt
  bool base = false;                  // of the base image, as far as that is known
  std::string unread;                 // why nothing, or not all of it, is known; empty: it is
  std::uint64_t tar_bytes = 0;
  image::BytesByFate bytes{};
  LayerTransport transport;

  [[nodiscard]] image::Bytes total() const;
  [[nodiscard]] image::Bytes wasted() const;  // what it brings and later layers hide
};

struct WastedPath {
  std::string path;  // absolute
  std::uint64_t file_bytes = 0;
};

// A culprit pair: who wrote the bytes, and who hid them.
struct WasteFigures {
  std::uint32_t wrote = 0, hid = 0;  // layers; equal: written twice by one
  image::BytesByFate bytes{};
  image::Bytes total;
  image::Fate mostly = image::Fate::Deleted;  // that of most of its bytes
  std::string where;              // the deepest directory, or the file, that holds nearly all
  std::vector<WastedPath> paths;  // the biggest files, at most image::biggest_of_waste
};

struct DuplicateFigures {
  std::uint64_t size = 0;  // of one copy
  std::size_t copies = 0;
  std::vector<std::string> paths;     // of them, at most `paths_of_a_duplicate`
  std::vector<std::uint32_t> layers;  // of these paths
  [[nodiscard]] std::uint64_t spare_bytes() const { return size * (copies - 1); }
};
inline constexpr std::size_t paths_of_a_duplicate = 10;
// Smaller ones are not worth a link.
inline constexpr std::uint64_t least_duplicate_bytes = 4096;

struct LeftoverFigures {
  std::string kind;
  std::string path;
  image::Bytes bytes;
  std::vector<std::uint32_t> layers;  // that brought it
};

struct Figures {
  std::string name;        // as the user named it
  std::string dockerfile;  // its path; empty without one
  std::string platform;    // "linux/amd64"; empty: nobody says
  std::string system;      // PRETTY_NAME of os-release; empty: none
  std::string created;     // RFC 3339; empty: not said
  std::uint32_t base_layers = 0;
  std::string base_known_by = "unknown";  // or, "annotation", "chain", "dockerfile", "guess"
  std::string base_name;
  std::vector<LayerFigures> layers;
  image::BytesByFate bytes{};
  image::Bytes total;
  image::Bytes wasted;
  double efficiency = 1;  // bytes of files that are live, of all bytes of files
  image::DiveFigures dive;
  std::vector<WasteFigures> waste;           // biggest first: by bytes of files, then of the tar
  std::vector<DuplicateFigures> duplicates;  // the biggest
  std::uint64_t duplicate_count = 0, spare_bytes = 0;  // of all
  std::vector<LeftoverFigures> leftovers;
  std::optional<std::vector<std::string>> entrypoint, cmd;
  image::EffectiveUser user;
  std::vector<image::Account> accounts;
  std::vector<image::AccountGroup> groups;
  std::vector<image::Package> packages;
  std::vector<image::Started> started;
  std::uint64_t wire_bytes = 0;  // transport
  bool partial = false;          // something of the image was not read
};

[[nodiscard]] Figures figures_of(const ImageFacts& facts, const SecretScanner* masks);

// `text` with what the scanner takes for a secret replaced by its mask; as it is without a scanner.
[[nodiscard]] std::string masked(std::string_view text, const SecretScanner* masks);
// What all texts of the image and its Dockerfile that are quoted give away.
[[nodiscard]] Masks masks_of(const ImageFacts& facts, const SecretScanner* scanner);

}  // namespace plimsoll::app
