#pragma once

// Command grammars are data: which options of a program take values, what its subcommands are, and
// what it does with its operands. One line a program, in analyzer/shell/grammars/*.cpp.
//
// To add a program, add a line to the fitting table there:
//
//     {.programs = "mytool|mytool2", .options = "-v --verbose -o=w --output=w", .operands = Read},
//
// Options are separated by blanks and written as the program knows them:
//     -y --yes    takes no value
//     -o= --out=  takes one: `-o v`, `-ov`, `--out v`, `--out=v`
//     -i? --tag?  takes one only if it is joined: `-i.bak`, `--tag=v`
//     -exec;      takes all words up to `;` or `+`
// No list at all: the program's options are not known, each word with a dash is taken for one.
// A letter behind `=` or `?` says what the value is: r a path that is read, w a file that is
// written, d a directory that is written into, u a URL, l a file that lists packages.
// Other names of the same thing are separated by `|`, the first names them all (`install|i|add`);
// different subcommands that are alike in all the rest by `,` (`checkout,switch`). Subcommands of
// which there is nothing to say need no line.

#include <cstdint>
#include <span>
#include <string_view>

namespace plimsoll {

enum class Operands : std::uint8_t {
  None,            // nothing that matters
  Packages,        // installed
  OldPackages,     // uninstalled
  Urls,            // fetched
  Read,            // paths
  Written,         // paths: created, changed
  Removed,         // paths
  ToLast,          // the last is written, those before are read (cp); one `-t DIR` makes all read
  MovedToLast,     // the same, and those before are removed (mv)
  AfterFirst,      // the first is no path (a mode, an owner, a script), the others are written
  ReadAfterFirst,  // the same, and the others are read (grep)
  Program,         // another program and its words: sudo, env, xargs
};

// What a program does beside its operands.
inline constexpr std::uint8_t refreshes_index = 1;
inline constexpr std::uint8_t upgrades_packages = 2;

// How a program reads its words.
inline constexpr std::uint8_t single_dash_long = 1;  // -name is one option: find, go, openssl
inline constexpr std::uint8_t options_before_operands = 2;  // the first operand ends the options
inline constexpr std::uint8_t bundled_first_word = 4;       // `tar xzf`: options without a dash
inline constexpr std::uint8_t takes_assignments = 8;        // `env A=b program`
inline constexpr std::uint8_t skips_one_operand = 16;  // `timeout 5 program`, `gosu user program`

struct Subcommand {
  std::string_view names;  // "install|i|add,reinstall"; a name may be two words: "cache clean"
  std::string_view options = {};
  Operands operands = Operands::None;
  std::uint8_t does = 0;
  std::string_view cleans = {};  // absolute paths (or below `~`) that it empties, by blanks
};

struct Grammar {
  std::string_view programs;
  std::string_view options = {};  // valid before and behind a subcommand
  Operands operands = Operands::None;
  std::span<const Subcommand> subcommands = {};
  std::string_view manager = {};  // of packages: Package::manager
  std::uint8_t style = 0;
  std::uint8_t does = 0;
};

// The grammar of a program (a base name), or null.
[[nodiscard]] const Grammar* grammar_of(std::string_view program);
// The entry of a subcommand by its canonical name, or null.
[[nodiscard]] const Subcommand* subcommand_of(const Grammar& grammar, std::string_view name);

// What an option list says of one option.
struct OptionRule {
  bool known = false;
  bool value = false;   // takes one, in the next word if it is not joined
  bool joined = false;  // takes one only if it is joined
  bool words = false;   // takes all words up to `;` or `+`
  char role = 0;        // r w d u l, or 0
};
[[nodiscard]] OptionRule find_option(std::string_view options, std::string_view name);

// Steps through `a|b|c`, `a,b,c` or `a b c`; takes the first part off `list`.
[[nodiscard]] std::string_view next_part(std::string_view& list, char separator);

// The tables (analyzer/shell/grammars).
namespace grammars {
extern const std::span<const Grammar> system_packages;    // apt, apk, dnf, zypper, pacman, rpm ...
extern const std::span<const Grammar> language_packages;  // pip, npm, gem, go, cargo, maven ...
extern const std::span<const Grammar> files;              // rm, cp, chmod, tar, find, sed ...
extern const std::span<const Grammar> network;            // curl, wget, git, gpg, openssl, ssh
extern const std::span<const Grammar> wrappers;           // sudo, env, xargs, timeout ...
extern const std::span<const Grammar> system;             // useradd, systemctl, make, sh, cd ...
}  // namespace grammars

}  // namespace plimsoll
