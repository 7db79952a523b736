#pragma once

// --chmod: octal, or symbolic as chmod(1) has it. Internal to builder/steps.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll::builder {

class ModeRule {
 public:
  [[nodiscard]] static Result<ModeRule> parse(std::string_view text);

  // The 12 permission bits that a file gets which had `mode`.
  [[nodiscard]] std::uint32_t apply(std::uint32_t mode, bool directory) const;
  // The mode of directories that are made on the way: an octal mode, as a umask of 022 leaves it.
  [[nodiscard]] std::uint32_t of_parents() const;

 private:
  struct Change {
    enum class Kind : std::uint8_t {
      Add,
      Remove,
      AddSearch,  // `X`: only where something may be executed already, or for a directory
      CopyClass   // `g=u`: the bits of one class to others
    };
    Kind kind = Kind::Add;
    std::uint32_t bits = 0;  // CopyClass: the classes that change, 0700, 0070, 0007
    char from = 'u';         // CopyClass
    bool clears = false;     // CopyClass: `-` and `=`
    bool sets = false;       // CopyClass: `+` and `=`
  };
  struct Clause;
  [[nodiscard]] static bool read_clause(std::string_view text, std::size_t& at, ModeRule& rule);
  [[nodiscard]] static bool read_operation(std::string_view text, std::size_t& at,
                                           std::uint32_t who, ModeRule& rule);
  void add_permissions(char op, std::uint32_t who, std::uint32_t bits);
  static void copy_class(const Change& change, std::uint32_t& mode);

  std::optional<std::uint32_t> octal_;
  std::vector<Change> changes_;  // in order
};

}  // namespace plimsoll::builder
