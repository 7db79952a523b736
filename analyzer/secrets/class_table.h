#pragma once

// The table of classes: one row says what a kind of secret looks like, for files, ENV, history and
// Dockerfiles alike. Rows are data; classes_*.cpp hold them by theme.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/secrets/letters.h"

namespace plimsoll::secrets {

enum class Habitat : std::uint8_t {
  Everywhere,  // in binaries, too: the shape is found there by chance never
  Text,
};

// How willing we are to believe an assignment (`password = ...`), by what the path says.
enum class Belief : std::uint8_t {
  Never,     // lock files, documentation, minified scripts, trees of packages
  Code,      // a quoted text that looks drawn by a generator
  Settings,  // unquoted, too
  Secrets,   // files that hold settings and passwords, ENV: a password that a person chose, too
};

// A place in a text where a literal of a row stands. `text` is what is at hand of the file: at
// least SecretReader::behind bytes in front and ahead bytes behind, unless the file ends.
struct Spot {
  std::string_view text;
  std::size_t at = 0;
  std::size_t length = 0;  // of the literal
  std::string_view path;   // of the file; empty for short texts
  Belief belief = Belief::Secrets;
  bool short_text = false;  // ENV, history: no file
};

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// What was found: where the value stands in the text.
struct Found {
  Stretch value;
  bool encrypted = false;
  std::int64_t expires_s = 0;  // since 1970; 0 where nothing says so
  std::string identity = {};   // what is the same in each copy, where that is not the value itself
  std::string shown = {};      // instead of the value's first letters
};

// A whole small file, for classes that are told by where they stand.
struct WholeFile {
  std::string_view path;
  std::string_view text;
  std::uint64_t size = 0;  // may be more than is at hand
};

// A row is read in one of five ways, told by what is filled in:
// - letters, least, most: so many of these letters behind the literal (and `before` in front).
// - pattern: a regular expression (RE2) that matches from the literal on (from the letters before
//   it, where there are such); its first group is the value, if it has one.
// - read: code.
// - files and read_file: code that is handed the whole file; the words are names, `*.ending`s,
//   ends of paths, or folders (`apt/auth.conf.d/`).
// - names: no literal of its own; an assignment whose name has one of these words and whose value
//   is letters/least/most or the pattern; if that has a group, it is what must look drawn.
struct ClassRow {
  std::string_view id;    // kebab-case
  std::string_view what;  // "a GitHub token"
  bool certain = true;    // the shape alone proves it
  Habitat habitat = Habitat::Everywhere;

  std::string_view literals = {};  // by blanks; a blank in one is written \t
  bool any_case = false;
  Letters letters = Letters::None;
  std::uint16_t least = 0;
  std::uint16_t most = 0;
  Letters before = Letters::None;
  std::uint16_t before_least = 0;
  std::uint16_t before_most = 0;
  std::string_view pattern = {};
  std::optional<Found> (*read)(const Spot&) = nullptr;
  std::string_view names = {};  // by blanks, in small letters

  std::string_view files = {};
  void (*read_file)(const WholeFile&, std::vector<Found>&) = nullptr;

  bool (*proof)(std::string_view token) = nullptr;  // of the whole token, literal and all
  bool drawn = false;                               // the value must look drawn by a generator
  std::uint8_t cost = 40;                           // of `read`, in units of some 100 ns
};

// In the order of their indices.
[[nodiscard]] std::array<std::span<const ClassRow>, 5> class_tables();
[[nodiscard]] std::span<const ClassRow> cloud_classes();
[[nodiscard]] std::span<const ClassRow> forge_classes();
[[nodiscard]] std::span<const ClassRow> service_classes();
[[nodiscard]] std::span<const ClassRow> assigned_classes();
[[nodiscard]] std::span<const ClassRow> file_classes();

constexpr std::uint16_t any_length = 1024;

// Words of names that a secret may be assigned to. Four letters at least, which `key` alone lacks:
// so what follows is part of it.
inline constexpr std::string_view assignment_words =
    "passw secret token redential passphrase key= key: key\" key' key> key\t= pwd= pwd: pwd\" pwd' "
    "pwd\t= pass= pass: pass\" pass' pass> pass\t= _auth= apikey api_key psk= psk\t=";

// Calls visit(word) for each of the words.
template <class Visit>
constexpr void each_word(std::string_view words, Visit&& visit) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (end != 0) visit(words.substr(0, end));
    if (end == std::string_view::npos) return;
    words.remove_prefix(end + 1);
  }
}

}  // namespace plimsoll::secrets
