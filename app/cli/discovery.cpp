#include "app/cli/discovery.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include "analyzer/base/paths.h"
#include "app/cli/gitignore.h"

// A walk goes depth first with a stack of its own (no recursion: a tree of directories may be
// deeper than a thread's stack) and does not follow links to directories, so it ends. Ignore rules
// are a chain: each directory's own .gitignore refers to its parent's, and the nearest one that
// says something decides. The chain above the starting directory reaches up to the repository's
// root, whose .git/info/exclude is asked last.

namespace plimsoll::app {
namespace {

constexpr std::uint64_t ignore_file_limit_bytes = 1024 * 1024;
constexpr std::uint64_t look_limit_bytes = 16 * 1024 * 1024;
constexpr std::size_t parents_limit = 256;

// Never walked into: what version control and package managers keep there is nobody's Dockerfile.
constexpr std::array skipped_directories{std::string_view(".git"), std::string_view(".hg"),
                                         std::string_view(".jj"), std::string_view(".svn"),
                                         std::string_view("node_modules")};

struct IgnoreLevel {
  IgnorePatterns patterns;
  std::string directory;  // normal, in the walk's own form
  const IgnoreLevel* above = nullptr;
};

struct Walk {
  const Host& host;
  const DiscoveryOptions& options;
  Discovered& found;
  std::vector<std::unique_ptr<IgnoreLevel>> levels;  // owns all chains
  bool links = false;                                // a link to a file was found
};

struct Place {
  std::string path;          // as reports show it
  std::string real;          // absolute, for the ignore rules
  const IgnoreLevel* rules;  // of the directories above
};

// `path` below `directory`, both absolute.
std::string_view below(std::string_view path, std::string_view directory) {
  return path.substr(directory == "/" ? 1 : directory.size() + 1);
}

bool is_ignored(const IgnoreLevel* rules, const std::string& real, bool is_directory) {
  for (; rules != nullptr; rules = rules->above) {
    const Ignored said = rules->patterns.match(below(real, rules->directory), is_directory);
    if (said != Ignored::Unsaid) return said == Ignored::Yes;
  }
  return false;
}

// Adds the rules of one ignore file that stands for `directory`; without rules, `above` is enough.
const IgnoreLevel* add_rules(Walk& walk, const std::string& file, const std::string& directory,
                             const IgnoreLevel* above) {
  const Result<std::string> text = walk.host.read_file(file, ignore_file_limit_bytes);
  if (!text) return above;
  IgnorePatterns patterns = IgnorePatterns::parse(*text);
  if (patterns.empty()) return above;
  walk.levels.push_back(
      std::make_unique<IgnoreLevel>(IgnoreLevel{std::move(patterns), directory, above}));
  return walk.levels.back().get();
}

// The rules that hold for what is in `real`, from the repository's root down to its parent. A
// directory that they ignore was named by the user all the same: then they are silent about it.
const IgnoreLevel* rules_above(Walk& walk, const std::string& real) {
  std::vector<std::string> chain;  // from `real` up to the repository's root
  std::string directory = real;
  while (true) {
    chain.push_back(directory);
    const Result<FileStatus> git = walk.host.status(join_path(directory, ".git"));
    if (git && git->kind != FileKind::Missing) break;
    if (directory == "/" || chain.size() > parents_limit) return nullptr;  // in no repository
    directory = parent_path(directory);
  }
  const IgnoreLevel* rules =
      add_rules(walk, join_path(directory, ".git/info/exclude"), directory, nullptr);
  for (std::size_t i = chain.size() - 1; i > 0; --i) {
    rules = add_rules(walk, join_path(chain[i], ".gitignore"), chain[i], rules);
    if (is_ignored(rules, chain[i - 1], true)) return nullptr;
  }
  return rules;
}

bool is_dockerfile(Walk& walk, const DirectoryEntry& entry, const std::string& path) {
  const NameVerdict verdict = dockerfile_name(entry.name);
  if (verdict != NameVerdict::Look) return verdict == NameVerdict::Yes;
  const Result<std::string> bytes = walk.host.read_file(path, look_limit_bytes);
  return bytes && looks_like_dockerfile(*bytes);
}

// A link to a directory is not followed; one to anything else is a file of its own name.
bool leads_to_directory(Walk& walk, const std::string& path) {
  const Result<FileStatus> target = walk.host.status(path);
  return target && target->kind == FileKind::Directory;
}

bool is_excluded(Walk& walk, const std::string& path, bool is_directory) {
  if (!walk.options.excluded) return false;
  const Result<bool> excluded = walk.options.excluded(path, is_directory);
  if (excluded) return *excluded;
  walk.found.errors.push_back({path, excluded.error()});
  return true;
}

void visit_directory(Walk& walk, const Place& place, std::vector<Place>& waiting) {
  Result<std::vector<DirectoryEntry>> entries = walk.host.list_directory(place.path);
  if (!entries) {
    walk.found.errors.push_back({place.path, entries.error()});
    return;
  }
  const bool has_rules =
      walk.options.honour_ignore_files &&
      std::any_of(entries->begin(), entries->end(),
                  [](const DirectoryEntry& entry) { return entry.name == ".gitignore"; });
  const IgnoreLevel* rules =
      has_rules ? add_rules(walk, join_path(place.path, ".gitignore"), place.real, place.rules)
                : place.rules;
  for (const DirectoryEntry& entry : *entries) {
    const bool is_directory = entry.kind == FileKind::Directory;
    const bool skipped = std::find(skipped_directories.begin(), skipped_directories.end(),
                                   entry.name) != skipped_directories.end();
    if (is_directory ? skipped : dockerfile_name(entry.name) == NameVerdict::No) continue;
    std::string real = join_path(place.real, entry.name);
    if (is_ignored(rules, real, is_directory)) continue;
    std::string path = join_path(place.path, entry.name);
    if (is_excluded(walk, path, is_directory)) continue;
    if (is_directory) {
      waiting.push_back({std::move(path), std::move(real), rules});
    } else if (entry.kind == FileKind::Symlink && leads_to_directory(walk, path)) {
      continue;
    } else if (is_dockerfile(walk, entry, path)) {
      walk.links = walk.links || entry.kind == FileKind::Symlink;
      walk.found.files.push_back(std::move(path));
    }
  }
}

void walk_directory(Walk& walk, const std::string& path) {
  const Result<std::string> real = walk.host.real_path(path);
  if (!real) {
    walk.found.errors.push_back({path, real.error()});
    return;
  }
  const IgnoreLevel* rules = walk.options.honour_ignore_files ? rules_above(walk, *real) : nullptr;
  std::vector<Place> waiting{{normal_path(path), *real, rules}};
  while (!waiting.empty()) {
    const Place place = std::move(waiting.back());
    waiting.pop_back();
    visit_directory(walk, place, waiting);
  }
}

// Two names of one file are one file, under the name that sorts first.
void keep_each_file_once(const Host& host, std::vector<std::string>& files, bool links) {
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  if (files.size() < 2) return;
  const std::string here = links ? "" : host.current_directory();
  std::set<std::string> seen;
  std::erase_if(files, [&](const std::string& path) {
    if (path == "-") return false;
    if (!links) return !seen.insert(normal_path(join_path(here, path))).second;
    const Result<std::string> real = host.real_path(path);
    return real && !seen.insert(*real).second;
  });
}

}  // namespace

Discovered discover(const Host& host, const std::vector<std::string>& paths,
                    const DiscoveryOptions& options) {
  Discovered found;
  Walk walk{host, options, found, {}, false};
  for (const std::string& path : paths) {
    const Result<FileStatus> status =
        path == "-" ? FileStatus{FileKind::Regular, 0, 0} : host.status(path);
    if (status && status->kind == FileKind::Directory) {
      walk_directory(walk, path);
    } else {
      walk.links = walk.links || paths.size() > 1;
      found.files.push_back(path);
    }
  }
  keep_each_file_once(host, found.files, walk.links);
  std::sort(found.errors.begin(), found.errors.end(),
            [](const PathError& a, const PathError& b) { return a.path < b.path; });
  return found;
}

}  // namespace plimsoll::app
