#pragma once

// What a stage has come to, instruction by instruction. Internal to analyzer/lowered.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/lowered/lowered.h"
#include "analyzer/lowered/scope.h"

namespace plimsoll::lowered {

struct StageState {
  Scope scope;
  // Environment, user and directory stand beside it until finish(); its history is the base's.
  ImageConfig config;
  std::map<std::string, Value> holes;
  Value user;
  Value workdir;          // absolute, clean
  Value written_workdir;  // as the configuration has it: an absolute path stays as it is written
  bool cmd_set = false;   // by this stage
  bool base_known = true;
  // The ARGs of the stage and of those below, for the history, with the value that each gave.
  std::vector<std::pair<std::string, std::optional<Value>>> declared;

  explicit StageState(char escape) : scope(escape) {}

  // FROM scratch or an image with this configuration.
  void begin(ImageConfig base);
  // FROM an image that nobody knows.
  void begin_unknown();
  // FROM a stage that ended in this state.
  void begin_child();

  // Writes `value` where the configuration wants a text, and remembers a hole under `place`.
  void put(std::string& text, const std::string& place, const Value& value);
  [[nodiscard]] std::optional<std::vector<std::string>> shell() const;
  // The configuration with all that stands beside it.
  void finish(Stage& stage) const;
};

// `path` seen from `directory`, by BuildKit's rule for WORKDIR: absolute as it is written, relative
// joined and clean.
[[nodiscard]] Value resolve_path(const Value& directory, const Value& path);
// Without doubled slashes and dots, where it is known.
[[nodiscard]] Value clean_path(const Value& path);

inline constexpr const char* default_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

}  // namespace plimsoll::lowered
