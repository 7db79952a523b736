#pragma once

// Values makes the states of state.h, stage by stage, when asked.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/values/state.h"

namespace plimsoll {

// Names that BuildKit knows without an ARG: TARGETARCH and its like (declared by an ARG without a
// value), and HTTP_PROXY and its like (any RUN sees them).
[[nodiscard]] bool is_platform_argument(std::string_view name);
[[nodiscard]] bool is_predefined_argument(std::string_view name);

// Refers to all that it is given.
class Values {
 public:
  // `default_shell`: what the user says the shell of an unknown base image is.
  Values(const Dockerfile& dockerfile, const Invocation& invocation,
         std::optional<std::string> default_shell = {});
  ~Values();
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  // The graph needs expanded FROMs, and states need the graph: attach it before asking for states.
  void attach(const StageGraph& graph);

  // FROM's image as it reads with the global ARGs.
  [[nodiscard]] Expansion expand_from(const From& from) const;
  // The scope of FROM: the ARGs before the first one, and the platform's.
  [[nodiscard]] Environment globals() const;

  [[nodiscard]] State before(const Instruction& instruction) const;
  [[nodiscard]] State at_end(const Stage& stage) const;
  [[nodiscard]] const BaseFacts& base(const Stage& stage) const;

  // Expands a text of `instruction` as BuildKit does there; shell text, JSON of CMD and the value
  // of
  // --from stay as they are.
  [[nodiscard]] Expansion expand_in(const Instruction& instruction, const Text& text) const;
  // The value of a mount's field.
  [[nodiscard]] Expansion expand_field(const Run& run, const MountField& field) const;
  // Every word of `instruction` that BuildKit expands, without the bodies of heredocs.
  [[nodiscard]] std::vector<ExpandedWord> expansions(const Instruction& instruction) const;

 private:
  [[nodiscard]] char escape() const;
  [[nodiscard]] Environment environment_for(const Instruction& instruction, const Text* text) const;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace plimsoll
