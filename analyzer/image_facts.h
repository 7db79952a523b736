#pragma once

// What a rule is handed of an image: everything that is known, const. The counterpart of facts.h;
// with a Dockerfile both are there, and places in layers lead to its lines.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/attribution/attribution.h"
#include "analyzer/finding/finding.h"
#include "analyzer/image/contents/contents.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/image/tree/image_tree.h"
#include "analyzer/secrets/secret_scanner.h"
#include "analyzer/settings.h"

namespace plimsoll {

class Facts;

// The image that the name of the base means today: of --base, or in the local store.
struct BaseAtHand {
  std::string name;                   // as the user, the Dockerfile or the annotation has it
  std::string digest;                 // of its manifest; empty where it has none
  std::vector<std::string> diff_ids;  // bottom first; not empty
};

// All are borrowed.
struct ImageFacts {
  const image::ImageDescription& description;
  const image::ImageScan& scan;
  const image::ImageTree& tree;
  const image::Contents& contents;
  const Attribution& attribution;
  const Settings& settings;
  const SecretScanner* secrets = nullptr;  // null: not looked for
  const Facts* dockerfile = nullptr;       // null: without one
  const BaseAtHand* base = nullptr;        // null: not known

  // Of the base image, as far as that is known: who builds upon it cannot mend it.
  [[nodiscard]] bool of_base(std::uint32_t layer) const;
  // Where the fault of an entry lies: the instruction of the Dockerfile that wrote it, where it is
  // known, else the layer and path.
  [[nodiscard]] Location place(image::EntryRef entry) const;
  [[nodiscard]] Location place(std::uint32_t layer) const;
  // Where a setting comes from: the last instruction with that keyword, else the configuration.
  [[nodiscard]] Location place_of(std::string_view keyword) const;
  // The last of them that names `word` (a variable, a label's key, a port).
  [[nodiscard]] Location place_of(std::string_view keyword, std::string_view word) const;
  // The entry itself, as a place to be named beside it.
  [[nodiscard]] Location in_layer(image::EntryRef entry) const;
};

}  // namespace plimsoll
