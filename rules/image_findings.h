#pragma once

// What rules about images say alike.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/image_facts.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// "layer 3 (`RUN apt-get update`)"; from 0, as in all reports.
[[nodiscard]] std::string layer_name(const ImageFacts& facts, std::uint32_t layer);
// "/app/.env" for a message: in backquotes, printable, cut where it is long.
[[nodiscard]] std::string quoted_path(const ImageFacts& facts, image::EntryRef entry);

// The value of a variable in the image's configuration.
[[nodiscard]] std::optional<std::string_view> environment_of(const ImageFacts& facts,
                                                             std::string_view name);
// Where the environment has the variable, with a value that is `wrong` (null: any): what that does,
// at the ENV that sets it.
void report_variable(const ImageFacts& facts, Reporter& report, std::string_view name,
                     std::string_view message, bool (*wrong)(std::string_view) = nullptr);
// Whether a container of it runs something without being told what.
[[nodiscard]] bool starts_something(const ImageFacts& facts);
// Each label whose value is not of the kind that the user's schema, or the OCI specification, asks.
void report_labels(const ImageFacts& facts, Reporter& report, LabelKind kind,
                   bool (*fits)(std::string_view), std::string_view what, std::string_view help);

// What one rule says of bytes that one layer wrote and another one hides.
struct WasteWords {
  std::string_view wrote;  // "bytes written here are deleted by a later layer", behind "1.2 MB of "
  std::string_view hid;    // "deleted here"
  std::string_view of_base;  // the same said of the base's bytes, at the layer that hides them
  std::string_view help;
};
// One finding a pair of layers, biggest first, from `least_bytes` of files on. What only concerns
// layers of the base is left to its maker.
void report_waste(const ImageFacts& facts, Reporter& report, const WasteWords& words,
                  std::uint64_t least_bytes, const std::function<bool(image::EntryRef)>& counts);

// A path inside of a layer, or the line of the Dockerfile that made the layer.
[[nodiscard]] Location place_in(const ImageFacts& facts, std::uint32_t layer, std::string path);

// Paths and their bytes, layer by layer.
class ByLayer {
 public:
  struct Part {
    std::uint32_t layer = 0;
    std::uint64_t bytes = 0;
    std::vector<std::pair<std::uint64_t, std::string>> biggest;  // at most four paths
  };
  void add(std::uint32_t layer, std::string path, std::uint64_t bytes);
  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }  // ascending

 private:
  std::vector<Part> parts_;
};

// What one rule says of bytes that are in a layer to no use.
struct BytesWords {
  std::string what;     // "package lists stay in this layer", behind "1.2 MB of "
  std::string of_base;  // the same of the base's bytes, told once for all; empty: never
  std::string help;
};
// What the base has is Info. One finding for each own layer from `least_bytes` on, at its biggest
// path, the others beside it.
void report_bytes(const ImageFacts& facts, Reporter& report, const ByLayer& bytes,
                  const BytesWords& words, std::uint64_t least_bytes);
// The leftovers of these kinds (analyzer/image/contents).
using Kinds = std::initializer_list<std::string_view>;
[[nodiscard]] ByLayer leftovers_of(const ImageFacts& facts, Kinds kinds);
// "1.2 MB of `what` stay in this layer".
inline constexpr std::uint64_t least_leftover_bytes = 100'000;
void report_leftovers(const ImageFacts& facts, Reporter& report, Kinds kinds, std::string_view what,
                      std::string_view help, std::uint64_t least_bytes = least_leftover_bytes);

// Where a secret stands: a file, or one in an archive.
struct SecretPlace {
  image::EntryRef entry;
  std::string_view inner;  // in an archive: its name there
  [[nodiscard]] Location in_layer(const ImageFacts& facts) const;
  // Where the fault lies: the instruction that wrote the file, else the place in the layer.
  [[nodiscard]] Location blamed(const ImageFacts& facts) const;
  // "/app/app.jar!/BOOT-INF/classes/application.properties", as quoted_path.
  [[nodiscard]] std::string quoted(const ImageFacts& facts) const;
  friend bool operator==(const SecretPlace&, const SecretPlace&) = default;
};

// A secret of the image's files: all places where it stands, those that are live first.
struct FoundSecret {
  const SecretClass* what = nullptr;
  const SecretHit* hit = nullptr;  // at the first place
  std::vector<SecretPlace> live;   // in the order of layers
  std::vector<SecretPlace> hidden;
};
// By first place; without those of files that a package brought so.
[[nodiscard]] std::vector<FoundSecret> secrets_of_files(const ImageFacts& facts);
// Info for what is out of date, Warning for an encrypted key and for what only looks like a secret.
[[nodiscard]] Severity severity_of(const ImageFacts& facts, const SecretClass& what,
                                   const SecretHit& hit);

}  // namespace plimsoll::rules
