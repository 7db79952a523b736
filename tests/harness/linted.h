#pragma once

// One lint of one text, with everything that it needs kept alive beside the result.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "analyzer/base/host.h"
#include "analyzer/facts.h"
#include "fixers/apply/apply.h"
#include "rules/engine/lint.h"
#include "rules/selection/selection.h"

namespace plimsoll::harness {

// What surrounds the text: the files of its context, what the user has told, which rules run.
struct Scene {
  std::optional<std::map<std::string, std::string>> context;  // by path in the context; no value =
                                                              // nothing is known of it
  Settings settings;
  std::shared_ptr<const rules::Selection> selection;
};

// A scene in which `choices` are made.
[[nodiscard]] Scene scene_with(const rules::Choices& choices);
// Every rule of the table, those included that are off by default.
[[nodiscard]] Scene scene_with_all_rules();

class Linted {
 public:
  Linted(const Scene& scene, std::string text);
  Linted(const Linted&) = delete;
  Linted& operator=(const Linted&) = delete;

  const SourceFile source;
  const Dockerfile dockerfile;

 private:
  MemoryHost host_;
  std::unique_ptr<BuildContext> context_;
  Settings settings_;

 public:
  const Facts facts;
  const rules::LintResult result;
};

[[nodiscard]] Judge judge_in(const Scene& scene);

}  // namespace plimsoll::harness
