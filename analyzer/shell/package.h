#pragma once

// What commands do to the world, read from their words: packages, downloads, paths.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/shell/command.h"

namespace plimsoll {

// One thing that a package manager is asked to install.
struct Package {
  enum class Source : std::uint8_t {
    Registry,  // a name, looked up by the manager
    Path,      // a local file or folder: ./x.deb, `.`
    Url,       // http(s)
    Vcs,       // git+https://..., github:user/repo
    ListFile,  // -r requirements.txt, --file environment.yml
    Group,     // @group, a pattern
  };
  enum class Pin : std::uint8_t {
    None,     // no version
    Exact,    // one version: name=1.2-3, name==1.2, name@1.2.3
    Range,    // name>=1, name~1.2, name=1.*, name@^1, name@latest
    Unknown,  // a version that is expanded: name=${V}
  };
  std::string_view
      manager;            // "apt", "apk", "rpm", "zypper", "pacman", "pip", "npm", "gem", "go" ...
  std::string name;       // as the manager knows it, without version or extras
  std::string version;    // behind `separator`, as written
  std::string separator;  // "=", "==", "~=", "@", ":" ...; "" without version
  Source source = Source::Registry;
  Pin pin = Pin::None;
  bool known = true;          // nothing in it is expanded
  Span span;                  // the word
  Span name_span;             // where a version could be appended: its end
  std::uint32_t command = 0;  // Command::index
  std::uint32_t word = 0;     // in Command::words

  friend bool operator==(const Package&, const Package&) = default;
};

// One download.
struct Fetch {
  std::string url;  // as written; expansions stand as written
  bool known = true;
  Span span;  // of the URL's word
  std::uint32_t command = 0;
  std::uint32_t word = 0;
  std::string output;  // the file it is written to, resolved as PathUse; "" = standard output
  bool output_known = true;
};

// A path that a command touches. Absolute where it can be told; else relative to the directory in
// which the text starts.
struct PathUse {
  std::string path;  // globs stand as written
  bool known = true;
  bool glob = false;
  bool recursive = false;  // what is below is meant as well
  Span span;
  std::uint32_t word = 0;
};

struct CommandEffects {
  std::vector<Package> installs;
  std::vector<Fetch> fetches;
  std::vector<PathUse> reads;
  std::vector<PathUse> writes;  // created, changed or truncated; redirects included
  std::vector<PathUse> removes;
  bool refreshes_index = false;  // apt-get update, apk update ...
  bool upgrades = false;         // upgrades what is installed already
  bool cleans_cache = false;     // apt-get clean, yum clean all, pip cache purge ...
  bool uninstalls = false;
};

// Computed when first asked, and kept by the command; linear in the words. A command without
// grammar has only its redirects.
[[nodiscard]] const CommandEffects& effects_of(const Command& command);

}  // namespace plimsoll
