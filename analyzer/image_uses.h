#pragma once

// Every place of a Dockerfile that names an image: FROM, `COPY --from=`, a mount's `from=`, and the
// frontend of `# syntax=`. Names of stages, named contexts and scratch are none.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/facts.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll {

struct ImageUse {
  enum class By : std::uint8_t { From, Copy, Mount, Syntax };
  By by = By::From;
  const Instruction* instruction = nullptr;  // null for Syntax
  const Stage* stage = nullptr;              // null for Syntax
  Span where;                                // the words that name it
  Value text;                                // expanded
  std::optional<ImageReference> image;       // where `text` is known, and is one

  // Also where only the end of the text is known: `${REGISTRY}/app` surely has neither.
  [[nodiscard]] Answer has_tag() const;
  [[nodiscard]] Answer has_digest() const;
};

// In file order, the frontend first. A word that may be the name of a stage, misspelt or composed
// of a variable, is left out.
[[nodiscard]] std::vector<ImageUse> images_used(const Facts& facts);

}  // namespace plimsoll
