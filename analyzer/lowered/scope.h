#pragma once

// The variables at one point of a stage, as expansion and RUN see them: ENV and ARG share one list
// in which the last writer wins; ENV alone goes on into the image. Internal to analyzer/lowered.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lowered/lowered.h"
#include "analyzer/values/expand.h"

namespace plimsoll::lowered {

// `text` with a backslash before each `stop` and backslash, so that what follows can be told apart.
[[nodiscard]] std::string escaped(std::string_view text, char stop);

// A name for `value` that no other value has: literal dollars are doubled, holes stand as ${NAME};
// what is long is told by its digest.
[[nodiscard]] std::string identity(const Value& value);

class Scope {
 public:
  // `escape` is the file's.
  explicit Scope(char escape) : escape_(escape) {}

  void set_env(const std::string& name, Value value);
  // An ARG with a value.
  void set_arg(const std::string& name, Value value);
  // An ARG that may or may not get one. `open`: where a modifier asks, nobody knows; else it counts
  // as unset there.
  void set_unset_arg(const std::string& name, Value value, bool open);
  // FROM a stage: its environment is set anew, over its ARGs.
  void begin_child();
  void hide_environment() { env_complete_ = false; }  // an unknown base may set more

  [[nodiscard]] bool env_complete() const { return env_complete_; }
  [[nodiscard]] const std::vector<Variable>& env() const { return env_; }
  [[nodiscard]] std::vector<Variable> args() const;
  [[nodiscard]] std::size_t size() const { return env_.size() + args_.size(); }
  // What the variable reads; null when it is surely unset, or nothing is known of it.
  [[nodiscard]] const Value* find(const std::string& name) const;
  [[nodiscard]] Lookup lookup(std::string_view name) const;

  struct Expanded {
    Value value;
    std::vector<ExpansionProblem> problems;
  };
  // One word with the file's escape character.
  [[nodiscard]] Expanded expand(const Text& word) const;
  // The body of a heredoc of COPY.
  [[nodiscard]] Value expand_body(std::string_view body) const;
  // A word of EXPOSE.
  [[nodiscard]] std::vector<Value> expand_words(const Text& word) const;

 private:
  struct Argument {
    Value value;
    bool unset = false;  // nobody has given it a value
    bool open = false;
  };
  class Watch;

  char escape_;
  bool env_complete_ = true;
  std::vector<Variable> env_;
  std::map<std::string, std::size_t, std::less<>> env_at_;
  std::map<std::string, Argument, std::less<>> args_;  // those that no later ENV hides
};

}  // namespace plimsoll::lowered
