#include "analyzer/shell/package_spec.h"

#include <algorithm>

namespace plimsoll {

namespace {

using Source = Package::Source;
using Pin = Package::Pin;

constexpr std::size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != npos; }

// Where the name ends and the version begins; both npos when there is no version.
struct Split {
  std::size_t name_end = npos;
  std::size_t version = npos;
};

// At the first byte of `set`; the separator is as many bytes of it as follow.
Split split_at(std::string_view text, std::string_view set, std::size_t from = 0) {
  const std::size_t at = text.find_first_of(set, from);
  if (at == npos) return {};
  const std::size_t after = text.find_first_not_of(set, at);
  return {at, after == npos ? text.size() : after};
}

// At the last `@` that is not the first byte (a scope).
Split split_at_sign(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return at == npos || at == 0 ? Split{} : Split{at, at + 1};
}

// name-version-release.arch: the version begins at a dash with a digit behind it, no later dash is
// followed by a letter, and there is a dot: "java-11-openjdk" and "devtoolset-7" are names.
Split split_nevra(std::string_view text) {
  for (std::size_t dash = text.find('-'); dash != npos; dash = text.find('-', dash + 1)) {
    if (dash + 1 >= text.size() || !is_digit(text[dash + 1])) continue;
    bool version = text.find_first_of(".*$", dash) != npos;
    for (std::size_t i = dash + 1; i + 1 < text.size(); ++i) {
      if (text[i] == '-' && !is_digit(text[i + 1]) && text[i + 1] != '*' && text[i + 1] != '$') {
        version = false;
      }
    }
    if (version) return {dash, dash + 1};
  }
  const std::size_t expanded = text.find("-$");
  if (expanded == npos || expanded == 0) return {};
  return {expanded, expanded + 1};
}

Split split_for(std::string_view manager, std::string_view text) {
  if (manager == "apt") return split_at(text, "=");
  if (manager == "apk") {
    const Split by_operator = split_at(text, "=<>~");
    return by_operator.version == npos ? split_at_sign(text) : by_operator;
  }
  if (manager == "dnf") return split_nevra(text);
  if (manager == "zypper" || manager == "pacman") return split_at(text, "=<>");
  if (manager == "pip") {
    const Split split = split_at(text, "=<>~!", 0);
    return split.version == npos && !contains(text, "[") ? split_at_sign(text) : split;
  }
  if (manager == "npm" || manager == "go" || manager == "cargo" || manager == "cpan") {
    return split_at_sign(text);
  }
  if (manager == "gem") return split_at(text, ":");
  if (manager == "composer") return split_at(text, ":=");
  if (manager == "conda") {
    const std::size_t channel = text.find("::");
    return split_at(text, "=<>", channel == npos ? 0 : channel + 2);
  }
  return {};
}

bool is_local(std::string_view manager, std::string_view text) {
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with('/') ||
      text.starts_with("~/") || text.starts_with("file:") || text == "." || text == "..") {
    return true;
  }
  if (manager == "rpm" || manager == "dpkg") return true;
  if (manager == "pip" && text.starts_with(".[")) return true;
  if (manager == "go") {  // the first part of a module's path is a host
    return !contains(text, "@") && !contains(text.substr(0, text.find('/')), ".");
  }
  constexpr std::string_view endings[] = {".deb",    ".apk",         ".rpm",       ".whl",
                                          ".tar.gz", ".tgz",         ".gem",       ".tar.bz2",
                                          ".zip",    ".pkg.tar.zst", ".pkg.tar.xz"};
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return text.ends_with(ending); });
}

Source source_of(std::string_view manager, std::string_view text) {
  if (text.starts_with("git+") || text.starts_with("hg+") || text.starts_with("svn+") ||
      text.starts_with("bzr+") || text.starts_with("git:") || text.starts_with("git@") ||
      text.starts_with("ssh:") || text.starts_with("github:") || text.starts_with("gitlab:") ||
      text.starts_with("bitbucket:") || contains(text, "@ git+")) {
    return Source::Vcs;
  }
  if (contains(text, "://")) {
    const bool repository = text.ends_with(".git") || contains(text, ".git#");
    return repository ? Source::Vcs : Source::Url;
  }
  if (is_local(manager, text)) return Source::Path;
  if (manager == "npm" && !text.starts_with('@') && contains(text.substr(0, text.find('@')), "/")) {
    return Source::Vcs;  // user/repository
  }
  if (manager == "pip" && contains(text, "/")) return Source::Path;
  if (manager == "dnf" && text.starts_with('@')) return Source::Group;
  if (manager == "zypper" && contains(text, ":")) return Source::Group;
  return Source::Registry;
}

// One full version number: 1.2.3, v1.2.3-rc1.
bool is_full_version(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  return !version.empty() && is_digit(version[0]) &&
         std::count(version.begin(), version.end(), '.') >= 2 && !contains(version, "x") &&
         version.find_first_of("*^~<>| ") == npos;
}

Pin pin_of(std::string_view manager, std::string_view separator, std::string_view version) {
  if (version.empty()) return Pin::None;
  if (contains(version, "*")) return Pin::Range;
  if (manager == "npm" || manager == "go" || manager == "cargo") {
    return is_full_version(version) ? Pin::Exact : Pin::Range;
  }
  if (manager == "composer") {
    return version.find_first_of("^~<>|@*") == npos && is_digit(version[version[0] == 'v' ? 1 : 0])
               ? Pin::Exact
               : Pin::Range;
  }
  if (manager == "gem") return is_digit(version[0]) ? Pin::Exact : Pin::Range;
  if (manager == "apk" && separator == "@") return Pin::None;  // a repository's tag
  if (manager == "pip") return separator == "==" || separator == "===" ? Pin::Exact : Pin::Range;
  if (manager == "conda" && separator == "=") {
    return is_full_version(version) ? Pin::Exact : Pin::Range;
  }
  if (separator.find_first_of("<>~") != npos) return Pin::Range;
  return Pin::Exact;
}

// `...#ref`, and for pip `...@ref#egg=name`; the `@` of `git@host` is none.
bool names_revision(std::string_view manager, std::string_view text) {
  if (manager != "pip") return contains(text, "#");
  text = text.substr(0, text.find('#'));
  const std::size_t scheme = text.find("://");
  const std::size_t path = text.find('/', scheme == npos ? 0 : scheme + 3);
  return path != npos && contains(text.substr(path), "@");
}

}  // namespace

void set_version(Package& package, std::string_view version, bool known) {
  package.version = std::string(version);
  package.pin = known ? pin_of(package.manager, package.separator, version) : Pin::Unknown;
}

Package read_package(std::string_view manager, std::string_view text, const ShellWord& word) {
  Package made;
  made.manager = manager;
  made.known = word.known;
  made.span = made.name_span = word.span;
  made.source = source_of(manager, text);
  const std::size_t expansion = word.known ? npos : text.find_first_of("$`");
  Split split;
  if (made.source == Source::Registry) split = split_for(manager, text);
  if (expansion < split.name_end) split = {};
  std::string_view name = text.substr(0, split.name_end);
  if (split.version != npos) {
    made.separator = std::string(text.substr(split.name_end, split.version - split.name_end));
    set_version(made, text.substr(split.version), expansion == npos);
  } else if (expansion != npos) {
    made.pin = Pin::Unknown;
  } else if (made.source == Source::Vcs && names_revision(manager, text)) {
    made.pin = Pin::Exact;  // a tag, a branch or a commit: which of them, the word does not say
  }
  const std::size_t name_size = name.size();
  if (manager == "pip") name = name.substr(0, name.find_first_of("[ ;"));
  if (manager == "apt" && made.source == Source::Registry)
    name = name.substr(0, name.find_first_of(":/"));
  if (manager == "conda" && contains(name, "::")) name.remove_prefix(name.find("::") + 2);
  if (manager == "apt" && made.separator.empty() && word.known && contains(text, "/") &&
      made.source == Source::Registry) {
    made.separator = "/";
    made.version = std::string(text.substr(text.find('/') + 1));
    made.pin = Pin::Range;
  }
  if (word.glob && made.separator.empty() && made.source == Source::Registry && manager != "pip") {
    made.source = Source::Group;
  }
  made.name = std::string(name);
  // Where the word stands as it reads, the name's end is told exactly.
  if (word.span.size() == word.text.size()) {
    const auto begin = static_cast<std::uint32_t>(word.text.find(text));
    made.name_span = {word.span.begin + begin,
                      word.span.begin + begin + static_cast<std::uint32_t>(name_size)};
  }
  return made;
}

}  // namespace plimsoll
