#pragma once

// Shows, without building, that a rewritten Dockerfile builds the same images.

#include <optional>
#include <string>

#include "analyzer/base/answer.h"
#include "analyzer/lowered/lowered.h"

namespace plimsoll {

// What one lowering of many rewritten texts may cost: beyond these bytes of text in all, nothing
// more is shown.
inline constexpr std::size_t max_proof_bytes = std::size_t{8} << 20;

class Proof {
 public:
  // `before` is lowered when it is first compared.
  explicit Proof(std::string before) : before_(std::move(before)) {}

  // Yes: for each stage that can be built, every build argument, platform and base image, `after`
  // builds what the first text builds. Unknown: that cannot be shown, or max_proof_bytes are spent.
  [[nodiscard]] Answer same_images(const std::string& after);

 private:
  std::string before_;
  bool lowered_ = false;
  std::optional<lowered::Graph> graph_;  // nothing: the builder refuses the text
  std::string syntax_;                   // the frontend that it asks for
  std::size_t spent_bytes_ = 0;
};

}  // namespace plimsoll
