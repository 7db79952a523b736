#include "analyzer/context/clutter.h"

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/paths.h"

namespace plimsoll {

namespace {

constexpr std::array<std::string_view, 20> folders{
    ".git",        ".hg",         ".svn",        "node_modules",  ".venv",
    "venv",        "__pycache__", ".tox",        ".pytest_cache", ".mypy_cache",
    ".ruff_cache", ".gradle",     ".terraform",  ".next",         ".nuxt",
    ".idea",       ".vscode",     ".nyc_output", "coverage",      "bower_components"};
constexpr std::array<std::string_view, 4> names{".DS_Store", "Thumbs.db", ".env", "id_rsa"};
constexpr std::array<std::string_view, 6> endings{".log", ".pyc", ".pyo", ".swp", ".pem", ".key"};

bool is_one_of(std::string_view text, const auto& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// What makes `path` clutter, as a pattern; "" where it is none.
std::string pattern_of(std::string_view path) {
  std::size_t begin = 0;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       begin = slash + 1, slash = path.find('/', begin)) {
    const std::string_view folder = path.substr(begin, slash - begin);
    const std::string_view below = path.substr(slash + 1);
    const bool made_by_build =
        folder == "target" && (below.starts_with("debug/") || below.starts_with("release/") ||
                               below.starts_with("classes/"));
    if (is_one_of(folder, folders) || made_by_build) {
      return (begin > 0 ? "**/" : "") + std::string(folder);
    }
  }
  const std::string_view name = file_name(path);
  const std::string prefix = begin > 0 ? "**/" : "";
  if (is_one_of(name, names)) return prefix + std::string(name);
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending) && name.size() > ending.size()) {
      return prefix + "*" + std::string(ending);
    }
  }
  return "";
}

}  // namespace

std::vector<Clutter> clutter_among(const std::vector<const ContextFile*>& files) {
  std::map<std::string, Clutter> found;
  for (const ContextFile* file : files) {
    const std::string pattern = pattern_of(file->path);
    if (pattern.empty()) continue;
    Clutter& clutter = found[pattern];
    clutter.name = pattern;
    ++clutter.files;
    clutter.bytes += file->size;
  }
  std::vector<Clutter> sorted;
  for (auto& [name, clutter] : found) sorted.push_back(std::move(clutter));
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Clutter& a, const Clutter& b) { return a.bytes > b.bytes; });
  return sorted;
}

bool names_clutter(std::string_view pattern) {
  if (is_one_of(pattern, folders) || is_one_of(pattern, names)) return true;
  return pattern.starts_with('*') && is_one_of(pattern.substr(1), endings);
}

}  // namespace plimsoll
