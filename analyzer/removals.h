#pragma once

// What the commands of one RUN take away again of what the same RUN has written: files that are
// removed, emptied, written anew, or edited so that what was put in is taken out.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

// Refers to `facts` and `run`. Made in one pass over the commands. A question costs the length of
// its path, and, once for each path, a look at the removals by pattern or by a name that is not
// known, of which there are at most `max_vague_removals`: where there are more, all may be removed.
class Removals {
 public:
  static constexpr std::size_t max_vague_removals = 128;

  Removals(const Facts& facts, const Run& run);

  // Whether what `by` writes to `path` is, or may be, gone at the end of the RUN. The path is
  // absolute, or begins with `~` where nobody knows the home.
  [[nodiscard]] bool may_remove(const Command& by, const std::string& path) const;

  // HOME as the script has set it in front of a command: for the words of that command, and for
  // what its process does. Nothing where the script sets none.
  [[nodiscard]] std::optional<Value> home_of_words(const Command& command) const;
  [[nodiscard]] std::optional<Value> home_of_process(const Command& command) const;

 private:
  using Last = std::int64_t;  // Command::index; `never` where there is none
  static constexpr Last never = -1;
  struct Vague {
    const Command* command;
    PathUse use;
  };
  void read_home(const Command& command);
  void read_removal(const Command& command, PathUse use);
  void read_writes(const Command& command);
  void add(const std::string& path, bool recursive, const Command& command);
  [[nodiscard]] std::string with_told_home(const Command& command, const std::string& path) const;
  [[nodiscard]] Last last_removal(const std::string& path) const;
  [[nodiscard]] bool is_replaced(const Command& by, const std::string& path) const;

  const Facts& facts_;
  const Run& run_;
  Value home_;                                              // at the begin of the RUN
  bool traps_ = false;                                      // a removal may stand in front
  Last anything_ = never, anything_absolute_ = never;       // removals that may be of any path
  std::vector<std::pair<std::uint32_t, Value>> homes_;      // by Command::index
  std::map<std::string, Last, std::less<>> files_, trees_;  // the last that removes; normal paths
  std::vector<Vague> vague_;
  std::map<std::string, Last, std::less<>> replaced_;  // by commands that always run
  std::map<std::pair<std::string, std::uint32_t>, Last> replaced_in_;  // by those of one scope
  mutable std::map<std::string, Last, std::less<>> vague_memo_;
};

// Whether one command's removal takes away all at or below `path`, which may begin with `~`.
// `home`: that of the instruction.
[[nodiscard]] Answer removed_by(const Facts& facts, const Instruction& run, const Command& command,
                                const PathUse& use, const Value& home, std::string_view path);

}  // namespace plimsoll
