#pragma once

// All simple commands of one shell text, in the order in which they stand, with what encloses them.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/shell/command.h"
#include "analyzer/shell/package.h"

namespace plimsoll {

// What a command may stand in. Scope 0 is the text itself.
struct Scope {
  enum class Kind : std::uint8_t {
    Text,
    Subshell,
    Group,
    Function,
    Condition,
    Branch,
    LoopCondition,
    LoopBody,
    Substitution,
    Inner,  // the script of `sh -c '...'`, `eval '...'`
  };
  Kind kind = Kind::Text;
  std::uint32_t parent = 0;         // in CommandList::scopes; its own index for scope 0
  std::uint32_t owner = 0;          // Substitution, Inner: index of the command that it belongs to
  Span span;                        // with its brackets or keywords
  std::string name;                 // Function: its name
  std::vector<Redirect> redirects;  // of a whole group: `{ a; b; } > file`

  friend bool operator==(const Scope&, const Scope&) = default;
};

struct CommandList {
  // Why nothing, or not all, is known. `commands` is empty unless None or SyntaxError.
  enum class Opaque : std::uint8_t { None, NotPosix, TooDeep, TooLong, SyntaxError };

  std::vector<Command> commands;
  std::vector<Scope> scopes;
  Span span;  // first to last byte of the text
  ShellSetup shell;
  Opaque opaque = Opaque::None;
  std::vector<Span> unparsed;  // SyntaxError: what could not be read; commands elsewhere stand
  std::vector<VariableUse> variables;  // every use: words, redirects, tests, arithmetic, heredocs
  std::vector<std::string> assigned;   // names the text gives a value: x=, read x, for x, export x=

  [[nodiscard]] bool is_opaque() const { return opaque != Opaque::None; }

  // Commands by effective program, and by subcommand; find gives the first or null.
  [[nodiscard]] const Command* find(std::string_view program) const;
  [[nodiscard]] const Command* find(std::string_view program, std::string_view subcommand) const;
  [[nodiscard]] std::vector<const Command*> all(std::string_view program) const;
  [[nodiscard]] std::vector<const Command*> all(std::string_view program,
                                                std::string_view subcommand) const;

  // The last command that removes everything at or below absolute `path` (`rm -rf DIR`, `rm -rf
  // DIR/*`, a parent, `find DIR -delete`, `apt-get clean` for what it cleans), or null. `after`:
  // only those behind it.
  [[nodiscard]] const Command* removes(std::string_view path, const Command* after = nullptr) const;
  // Yes as above; Unknown when a removal's operands, or a whole script, are not known; else No.
  [[nodiscard]] Answer may_remove(std::string_view path, const Command* after = nullptr) const;

  [[nodiscard]] std::vector<Package> installs() const;
  [[nodiscard]] std::vector<Fetch> fetches() const;
  // The commands of one scope, without those of scopes inside it.
  [[nodiscard]] std::vector<const Command*> in_scope(std::uint32_t scope) const;
  // Whether the command stands in a scope of this kind, at any depth.
  [[nodiscard]] bool inside(const Command& command, Scope::Kind kind) const;
  // One chain at the top: only simple commands joined by `&&` (pipes allowed), all always run.
  [[nodiscard]] bool plain_and_chain() const;

  friend bool operator==(const CommandList&, const CommandList&) = default;
};

}  // namespace plimsoll
