#pragma once

// One image, from what the user calls it to what is known of it, for `image` and `lint --image`:
// opened, scanned, stacked, read. A Dockerfile joins with `attributed`; then all is there that
// ImageFacts borrows.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/attribution/attribution.h"
#include "analyzer/facts.h"
#include "analyzer/image/contents/contents.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/image/tree/image_tree.h"
#include "analyzer/image_facts.h"
#include "app/cli/registries.h"
#include "app/cli/session.h"

namespace plimsoll::app {

struct ScanRequest {
  std::string reference;  // a path, a name of the store, the docker daemon or a registry, "-"
  std::string base;       // --base: the image below it, the same way; empty: not given
  std::optional<Platform> platform;
  bool secrets = true;         // look for them in files
  bool cache = true;           // read and keep what earlier runs have found
  bool verify_always = false;  // hash also what has not changed since it was hashed
  unsigned workers = 1;
};

// What --platform, --base, --no-secrets, --no-cache, --verify and -j say. Fails with what a value
// may be.
[[nodiscard]] Result<ScanRequest> scan_request(const Session& session, std::string reference);

struct ScannedImage {
  std::unique_ptr<image::ImageSource> source;
  std::unique_ptr<SecretScanner> scanner;  // always there: what is shown is masked by it
  bool secrets = true;                     // whether files were searched
  image::ImageScan scan;
  std::unique_ptr<image::ImageTree> tree;
  std::unique_ptr<image::Contents> contents;
  std::vector<std::string> base_diff_ids;  // of --base
  std::optional<BaseAtHand> base;          // see know_base
  std::size_t base_history = 0;            // entries of its history

  [[nodiscard]] const image::ImageDescription& description() const { return source->description(); }
  // Of the source, then of what was read of each layer.
  [[nodiscard]] std::vector<image::SourceNote> notes() const;
  // Borrows all of them, and this.
  [[nodiscard]] ImageFacts facts(const Attribution& attribution, const Settings& settings,
                                 const Facts* dockerfile) const;
};

// Fails where there is no image to read; a layer that cannot be read is no failure (ImageScan).
// Shows how far it is on a terminal. `registries` is asked when the image is nowhere else.
[[nodiscard]] Result<std::unique_ptr<ScannedImage>> scan(Session& session, Registries& registries,
                                                         const ScanRequest& request);

// Who made which layer; `dockerfile` is null where none is given.
[[nodiscard]] Attribution attributed(const ScannedImage& image, const Facts* dockerfile);

// Looks up, without a network, what is below the image by name: --base, else what the manifest or
// the Dockerfile (null: none) names, where our store has it for the image's platform.
void know_base(Session& session, const ScanRequest& request, const Facts* dockerfile,
               ScannedImage& image);

// Says on standard error what was not read, so that the answer is partial (exit code 3).
void complain_of_missing(Session& session, const ScannedImage& image);

// PLIMSOLL_CACHE, else plimsoll/layers in XDG_CACHE_HOME or ~/.cache; empty where none is known.
[[nodiscard]] std::string layer_cache_directory(const Session& session);

}  // namespace plimsoll::app
