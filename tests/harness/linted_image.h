#pragma once

// One lint of one image made of text, with everything that it needs kept alive beside the result.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/image_facts.h"
#include "tests/harness/image_text.h"
#include "tests/harness/linted.h"

namespace plimsoll::harness {

class LintedImage {
 public:
  // `dockerfile`: the text of the file that the image is said to be built from, or null.
  LintedImage(const Scene& scene, const ImageText& text, const std::string* dockerfile = nullptr);
  ~LintedImage();
  LintedImage(const LintedImage&) = delete;
  LintedImage& operator=(const LintedImage&) = delete;

  [[nodiscard]] const std::vector<std::string>& mistakes() const;
  [[nodiscard]] const Linted* dockerfile() const;  // null: without one
  [[nodiscard]] const rules::LintResult& result() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::harness
