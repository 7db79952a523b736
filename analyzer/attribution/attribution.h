#pragma once

// Which instruction made which layer, and which layers are the base's. Without a Dockerfile the
// history alone is told; with one each entry of it is matched to the line that caused it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/attribution/history.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/image/config.h"
#include "analyzer/source/span.h"
#include "analyzer/stages/stages.h"
#include "analyzer/values/values.h"

namespace plimsoll {

enum class BaseKnownBy : std::uint8_t {
  Unknown,     // every layer may be anybody's
  Annotation,  // org.opencontainers.image.base.*
  Chain,       // the diffIDs of an image that the user named (--base)
  Dockerfile,  // what its instructions do not explain lies below FROM
  Guess        // by history alone; said as a guess
};

struct AttributedStep {
  HistoryStep step;
  std::size_t history = 0;                   // index in ImageConfig::history
  std::optional<std::uint32_t> layer;        // absent: an empty layer
  bool base = false;                         // of the base image, as far as that is known
  const Instruction* instruction = nullptr;  // of the Dockerfile; the FROM for the base's
  bool certain = false;                      // the match leaves no choice
};

class Attribution {
 public:
  std::vector<AttributedStep> steps;  // as history; where that is missing, one a layer
  std::uint32_t base_layers = 0;      // the lowest ones
  BaseKnownBy base_known_by = BaseKnownBy::Unknown;
  std::string base_name;           // "docker.io/library/debian:12" where told
  std::vector<std::string> notes;  // "history names 7 layers, the image has 6"
  std::size_t unmatched = 0;       // own layers without an instruction, where there is a Dockerfile

  [[nodiscard]] const AttributedStep* of_layer(std::uint32_t layer) const;
  // The last step with this keyword: who set the user, the command ... Null: nobody says.
  [[nodiscard]] const AttributedStep* last(std::string_view keyword) const;
};

// A Dockerfile and what is known of it; all must outlive the Attribution.
struct AttributedFile {
  const Dockerfile* dockerfile = nullptr;
  const StageGraph* stages = nullptr;
  const Values* values = nullptr;
};

struct AttributionInput {
  const ImageConfig* config = nullptr;
  std::size_t layers = 0;                                           // of the manifest
  const std::map<std::string, std::string>* annotations = nullptr;  // may be null
  std::vector<std::string> base_diff_ids;                           // of --base; empty = not given
  std::optional<AttributedFile> file;
};

[[nodiscard]] Attribution attribute(const AttributionInput& input);

}  // namespace plimsoll
