#pragma once

// What the walk of flow.cpp carries: Where goes down the tree, Env goes through the text.

#include <optional>
#include <string>

#include "analyzer/shell/command.h"
#include "analyzer/shell/script.h"

namespace plimsoll::script {

struct Env {
  ShellOptions options;
  std::optional<std::string> directory = std::string();
  Runs left = Runs::Always;  // Sometimes: the script may have ended with success before
};

struct Where {
  std::uint32_t scope = 0;
  Runs runs = Runs::Always;
  Answer status = Answer::Yes;       // a failing status here makes the text fail
  Answer shell_fails = Answer::Yes;  // this shell process ending with failure makes the text fail
  bool errexit_counts = true;
  bool negated = false;
  bool background = false;
  Connector connector = Connector::Start;
  Range connector_range;
  std::uint32_t pipeline_index = 0;
  std::uint32_t pipeline_length = 1;

  // The same place without what belongs to the first command alone.
  [[nodiscard]] Where inside() const {
    Where w = *this;
    w.connector = Connector::Start;
    w.connector_range = {};
    w.pipeline_index = 0;
    w.pipeline_length = 1;
    return w;
  }
};

// The lesser certainty of two.
[[nodiscard]] Runs worse(Runs a, Runs b);
// What is certain where two ways through the script meet.
[[nodiscard]] Env merged(const Env& a, const Env& b);
// What a failing status at `where` comes to, errexit included.
[[nodiscard]] Answer fails(const Where& where, const Env& env);

// How a statement ends the shell that runs it, if it surely does.
enum class Ending : std::uint8_t { None, Success, Failure, False };
[[nodiscard]] Ending ending_of(const Statement& statement);

}  // namespace plimsoll::script
