#pragma once

// The table of well-known images: what every tag of a repository has in common. Internal to
// analyzer/bases.

#include <string_view>

namespace plimsoll {

// What a repository's images carry besides the distribution below them.
enum class Tools : unsigned char {
  Unknown,
  Buildpack,  // Debian variants come from buildpack-deps: curl and wget; slim ones have neither
  NoneAdded   // the distribution's own
};

struct KnownBase {
  std::string_view name;           // familiar; a final `*` stands for any rest
  std::string_view distribution;   // where the tag names none: "debian", ...; "" = unknown
  bool is_distribution = false;    // the tag is the distribution's release
  std::string_view runtime = {};   // its product in the table of lifecycles
  std::string_view user = {};      // "" = unknown, "root" also when USER is not set
  std::string_view workdir = "?";  // "?" = unknown, "" = not set
  std::string_view env = {};       // "NAME=value|NAME": besides PATH, which all Linux images have
  char cmd = '?';                  // y, n, ?
  char entrypoint = '?';
  std::string_view users = {};  // "a|b"
  Tools tools = Tools::Unknown;
  bool drops = false;  // started as root, what it starts by default gives root up by itself
  std::string_view env_begins = {};  // "A_|B": its other variables all begin so; "" = unknown
};

// Null when the table has no such repository. `name` as ImageReference::familiar() has it.
[[nodiscard]] const KnownBase* find_known_base(std::string_view name);

}  // namespace plimsoll
