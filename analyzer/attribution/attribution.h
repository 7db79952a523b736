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
#include "analyzer/source/source_file.h"
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

inline constexpr std::size_t no_history = static_cast<std::size_t>(-1);

struct AttributedStep {
  HistoryStep step;
  std::size_t history = no_history;          // index in ImageConfig::history
  std::optional<std::uint32_t> layer;        // absent: an empty layer
  bool base = false;                         // of the base image, as far as that is known
  const Instruction* instruction = nullptr;  // of the Dockerfile; the FROM for the base's
  bool certain = false;                      // the match leaves no choice
  // Steps below it wrote into this layer, too: buildah makes one layer a stage, kaniko may.
  bool shared = false;
  // The one instruction that wrote the layer, for certain; the FROM for the base's.
  const Instruction* writer = nullptr;
};

class Attribution {
 public:
  // As history, bottom first. Where history does not tell which layers are whose, none of its steps
  // has one, and a step for each layer stands behind them.
  std::vector<AttributedStep> steps;
  std::uint32_t base_layers = 0;  // the lowest ones
  BaseKnownBy base_known_by = BaseKnownBy::Unknown;
  std::string base_name;           // "docker.io/library/debian:12" where told
  std::vector<std::string> notes;  // "history names 7 layers, the image has 6"
  std::size_t unmatched = 0;       // own layers without an instruction, where there is a Dockerfile

  std::vector<std::uint32_t> step_of_layer;  // index in steps

  [[nodiscard]] const AttributedStep* of_layer(std::uint32_t layer) const;
  // The last step with this keyword: who set the user, the command ... Null: nobody says.
  [[nodiscard]] const AttributedStep* last(std::string_view keyword) const;
};

// A Dockerfile and what is known of it; all must outlive the Attribution. What ARGs were is best
// taken from the image: see add_recorded.
struct AttributedFile {
  const SourceFile* source = nullptr;
  const Dockerfile* dockerfile = nullptr;
  const StageGraph* stages = nullptr;
  const Values* values = nullptr;
};

struct AttributionInput {
  const ImageConfig* config = nullptr;
  std::size_t layers = 0;                                           // of the manifest
  const std::map<std::string, std::string>* annotations = nullptr;  // may be null
  std::vector<std::string> base_diff_ids;                           // of --base; empty = not given
  std::size_t base_history = 0;  // entries of its history; 0 = not known
  std::optional<AttributedFile> file;
};

// Adds to `invocation` what the image tells of the build: values of the ARGs that `dockerfile`
// declares, the platform. What stands there already stays.
void add_recorded(const ImageConfig& config, const Dockerfile& dockerfile, Invocation& invocation);

// Unknown stays unknown: a step of which two lines may be the cause has `certain` unset, one that
// no line explains has no instruction. Bounded: see alignment.h.
[[nodiscard]] Attribution attribute(const AttributionInput& input);

}  // namespace plimsoll
