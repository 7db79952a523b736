#pragma once

// What a RUN writes into files of its layer out of something that is watched: a secret, the time of
// the build. Told from the words alone, command by command.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"
#include "analyzer/removals.h"

namespace plimsoll {

// What is watched. Each answers with its name for a message ("`TOKEN`"), or with nothing.
struct FlowSources {
  std::function<std::string(std::string_view name)> variable;  // not given a value by the script
  std::function<std::string(std::string_view absolute_path)> file;
  std::function<std::string(const Command&)> output;  // of a command, by itself
};

// Where what is watched comes in.
struct FlowOrigin {
  std::string what;
  Span span;
};

struct FileFlow {
  FlowOrigin origin;
  std::string path;  // absolute; in no mount, and not surely or perhaps removed behind it
  const Command* command = nullptr;  // that writes; it may run sometimes only
  Span where;                        // the word that names the file
};

// For one RUN. Refers to all that it is given. Linear in the commands; a file whose name has
// variables costs a look at the commands in front, and each file one at the mounts of the RUN.
class Flows {
 public:
  Flows(const Facts& facts, const Run& run, FlowSources sources);

  // Whether a word of the command holds it: a variable, or the output of `$(...)`.
  [[nodiscard]] std::optional<FlowOrigin> in(const Command& command, const ShellWord& word) const;
  // The same for what the command reads from a pipe, a file or a here-document.
  [[nodiscard]] const std::optional<FlowOrigin>& input(const Command& command) const {
    return inputs_[command.index];
  }
  // In file order. Only what is in the layer for certain, if the command runs.
  [[nodiscard]] std::vector<FileFlow> files() const;
  // A word as the path of a file that lies in this layer and stays; nothing where that is not
  // certain. Begins with `~` where nobody knows the home.
  [[nodiscard]] std::optional<std::string> kept_path(const Command& command,
                                                     const ShellWord& word) const;
  // The same for a text: relative to where the command starts, or to the home by `~`, as the
  // process of the command sees it.
  [[nodiscard]] std::optional<std::string> kept_path(const Command& command,
                                                     const std::string& text) const;

 private:
  struct Given {
    std::uint32_t by = 0;  // Command::index
    std::optional<FlowOrigin> origin;
  };
  void read_scope(std::uint32_t scope);
  void read_command(const Command& command, const Command* previous);
  void read_words(const Command& command);
  [[nodiscard]] std::optional<FlowOrigin> of_variable(const Command& command,
                                                      const std::string& name, Span span) const;
  [[nodiscard]] std::optional<FlowOrigin> of_files(const Command& command) const;
  [[nodiscard]] std::optional<FlowOrigin> content_of(const Command& command) const;
  [[nodiscard]] std::optional<std::string> kept_at_home(const Command& command,
                                                        const std::string& path) const;
  [[nodiscard]] std::optional<std::string> kept(const Command& command, const std::string& text,
                                                const std::optional<Value>& home) const;
  [[nodiscard]] const Redirect* group_output(const Command& command) const;
  void add(std::vector<FileFlow>& flows, const std::optional<FlowOrigin>& origin,
           const Command& command, const ShellWord& word) const;

  const Facts& facts_;
  const Run& run_;
  const CommandList& list_;
  FlowSources sources_;
  Removals removals_;
  std::vector<std::vector<std::uint32_t>> by_scope_;         // commands of each scope
  std::vector<std::optional<FlowOrigin>> inputs_, outputs_;  // by Command::index
  std::map<std::string, std::vector<Given>, std::less<>> given_;
};

}  // namespace plimsoll
