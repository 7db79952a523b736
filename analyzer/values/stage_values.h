#pragma once

// What Values remembers of one stage: each change with its position, so that any point can be
// looked up. Internal to analyzer/values.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/values/values.h"

namespace plimsoll {

// 2^32 an instruction; the low half counts the names of one ARG.
using Position = std::uint64_t;
inline constexpr Position end_position = ~Position{0};
[[nodiscard]] constexpr Position position_of(std::uint32_t instruction_index) {
  return (Position{instruction_index} + 1) << 32;
}

// Ascending by position; the first stands at 0.
template <class T>
using Changes = std::vector<std::pair<Position, T>>;

// The last change before `position`.
template <class T>
[[nodiscard]] const T& last_before(const Changes<T>& changes, Position position) {
  auto after = std::lower_bound(changes.begin(), changes.end(), position,
                                [](const auto& change, Position p) { return change.first < p; });
  return after == changes.begin() ? changes.front().second : std::prev(after)->second;
}

struct StageValues {
  const Stage* stage = nullptr;         // null: the global scope
  const StageValues* parent = nullptr;  // the stage that FROM names
  std::uint32_t depth = 0;
  BaseFacts own_base;                 // of FROM an image
  const BaseFacts* base = &own_base;  // through the parents
  bool windows = false;
  Value platform;
  std::map<std::string, Changes<Variable>, std::less<>> variables;
  Changes<UserState> users;
  Changes<WorkdirState> workdirs;
  Changes<ShellState> shells;

  StageValues() = default;
  StageValues(const StageValues&) = delete;
  StageValues& operator=(const StageValues&) = delete;

  void define(Position position, Variable variable) {
    std::string name = variable.name;
    variables[std::move(name)].emplace_back(position, std::move(variable));
  }
};

// The scope of FROM, made when it is first asked for.
using GlobalScope = std::function<const StageValues&()>;
// Fills `values` from its instructions.
void compute_stage(StageValues& values, const GlobalScope& global, const Invocation& invocation,
                   char escape);
// The ARGs before the first FROM, on top of the platform's.
void compute_globals(StageValues& global, const Dockerfile& dockerfile,
                     const Invocation& invocation);
// `/bin/sh -c` on Linux, `cmd /S /C` on Windows; unknown where the file looks like Windows but
// nobody says so.
[[nodiscard]] ShellState default_shell_of(const StageValues& values, char escape,
                                          const std::optional<std::string>& told);

}  // namespace plimsoll
