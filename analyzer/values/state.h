#pragma once

// What holds at a point of a Dockerfile: the environment, USER, WORKDIR, SHELL and platform,
// followed through the stages (FROM a stage) into known base images.

#include <cstdint>
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

}  // namespace plimsoll
