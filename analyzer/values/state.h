#pragma once

// What holds at a point of a Dockerfile: the environment, USER, WORKDIR, SHELL and platform,
// followed through the stages (FROM a stage) into known base images.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/bases/bases.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/shell/dialect.h"
#include "analyzer/stages/stages.h"
#include "analyzer/values/expand.h"

namespace plimsoll {

struct Variable {
  enum class Origin : std::uint8_t {
    Env,         // an ENV of this file
    Arg,         // an ARG of the stage with a default, or one that a build argument fills
    GlobalArg,   // an ARG of the stage that takes the value from before the first FROM
    UnsetArg,    // an ARG without any value: empty unless --build-arg gives one
    Platform,    // TARGETARCH and its like, declared or global
    Predefined,  // HTTP_PROXY and its like, and what BuildKit itself defines
    Base         // the base image's environment
  };
  std::string name;
  Value value;
  Origin origin = Origin::Env;
  const Instruction* by = nullptr;  // the ENV or ARG; null for Platform, Predefined and Base
  Span where;                       // the pair in it
  bool overridable = false;         // --build-arg can change it

  [[nodiscard]] bool is_env() const { return origin == Origin::Env || origin == Origin::Base; }
};

struct UserState {
  Value text;                    // as set, expanded
  Value user;                    // before the colon
  Value group;                   // after it; "" without
  const User* set_by = nullptr;  // null = from the base image or nobody
  // root, 0, or nobody has set it and the base is known to run as root.
  [[nodiscard]] Answer root() const;
};

struct WorkdirState {
  Value path;                       // resolved against what held before; absolute where known
  Answer absolute = Answer::Yes;    // whether the path is sure to begin at the root
  Answer set = Answer::No;          // whether anybody set it: an instruction, or the base image
  const Workdir* set_by = nullptr;  // the last WORKDIR; null = from the base image or nobody
};

struct ShellState {
  std::vector<std::string> argv;  // empty = unknown
  ShellSetup setup;               // dialect and options, as argv tells them
  ShellProgram program = ShellProgram::Unknown;
  Answer exists = Answer::Unknown;  // whether the image has that program
  const Shell* set_by = nullptr;    // null = default
  // Whether every RUN starts with these options; Unknown where argv is.
  [[nodiscard]] Answer pipefail() const;
  [[nodiscard]] Answer errexit() const;
};

struct StageValues;

// The variables at one point. A view: cheap to copy, valid as long as the Values.
class Environment {
 public:
  // `position` counts 2^32 an instruction; used by Values.
  Environment(const StageValues& stage, std::uint64_t position, bool arguments_complete)
      : stage_(&stage), position_(position), arguments_complete_(arguments_complete) {}

  // The variable as expansion sees it, the stage's ARGs included; null when it is not set, or when
  // it is not known to be (see `defined`).
  [[nodiscard]] const Variable* find(std::string_view name) const;
  // The same among ENV and the base's environment alone: what a container will see.
  [[nodiscard]] const Variable* find_env(std::string_view name) const;
  // Unknown where an unknown base image may set it.
  [[nodiscard]] Answer defined(std::string_view name) const;
  [[nodiscard]] Lookup lookup(std::string_view name) const;
  // Sorted by name, the stage's ARGs included.
  [[nodiscard]] std::vector<const Variable*> all() const;
  // False where an unknown base image may set more.
  [[nodiscard]] bool complete() const;
  // The nearest defined name, for "did you mean"; "" when none is near.
  [[nodiscard]] std::string nearest(std::string_view name) const;

 private:
  const StageValues* stage_;
  std::uint64_t position_;
  bool arguments_complete_;  // an ARG without a value is surely empty
};

// The state before one instruction. References are valid as long as the Values that made it.
struct State {
  const UserState& user;
  const WorkdirState& workdir;
  const ShellState& shell;
  const Value& platform;  // "linux/amd64", or a hole
  Environment env;
};

// Names that BuildKit knows without an ARG: TARGETARCH and its like (declared by an ARG without a
// value), and HTTP_PROXY and its like (any RUN sees them).
[[nodiscard]] bool is_platform_argument(std::string_view name);
[[nodiscard]] bool is_predefined_argument(std::string_view name);

// A FROM chain longer than this is cut off: what lies beyond is an unknown base.
inline constexpr std::uint32_t max_stage_depth = 256;

// Computes states stage by stage, when asked. Refers to all that it is given.
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
