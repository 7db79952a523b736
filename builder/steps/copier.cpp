// How the builder copies a directory, in short:
//
// The top directory's contents go into the destination. When that is there already it keeps its
// owner and mode, when not it was made before like any parent (0755, --chown); either way it ends
// with the time of the source. Directories further down take owner, mode and time of the source,
// whether they were there or not. Links are copied as links. What is in the way must be of its
// kind: a directory does not replace anything else, nothing replaces a directory.
//
// With --exclude, names are matched relative to the top; with --parents there is a pattern as well,
// and directories that it does not match are made only when something below them is taken.
//
// Depth is bounded by nothing but the length of paths, so the way down is a list, not a recursion.

#include "builder/steps/copier.h"

#include <algorithm>
#include <cerrno>

#include "builder/layer/glob.h"

namespace plimsoll::builder {

namespace {

constexpr std::string_view kept_attribute = "security.capability";

std::string joined(const std::string& directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  if (!directory.empty()) path.append(directory).push_back('/');
  return path.append(name);
}

std::string literal_part(std::string_view pattern) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t slash = std::min(pattern.find('/', at), pattern.size());
    if (pattern.substr(at, slash - at).find_first_of("*?[\\") != std::string_view::npos) break;
    end = slash;
    at = slash + 1;
  }
  return std::string(pattern.substr(0, end));
}

bool is_prefix_path(std::string_view prefix, std::string_view path) {
  return path.starts_with(prefix) &&
         (prefix.empty() || path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

Copier::Copier(const FileTree& source, Target& target, const CopyRules& rules)
    : source_(source), target_(target), rules_(rules) {
  if (!rules.pattern) return;
  includes_ = IgnoreFile::of_patterns({*rules.pattern});
  literal_ = literal_part(*rules.pattern);
}

// Owner, mode and attributes as the copy has them; an image keeps no other attribute than
// capabilities.
Entry Copier::as_copied(Entry from) const {
  if (rules_.owner) {
    from.uid = rules_.owner->uid;
    from.gid = rules_.owner->gid;
  }
  if (rules_.mode && from.kind != EntryKind::Symlink) {
    from.mode = rules_.mode->apply(from.mode, from.kind == EntryKind::Directory);
  }
  if (!from.xattrs.empty()) {
    auto& all = from.xattrs;
    all.erase(
        std::remove_if(all.begin(), all.end(),
                       [](const auto& attribute) { return attribute.first != kept_attribute; }),
        all.end());
  }
  return from;
}

// Whether `path` itself is taken; fills the results of `own` for what is below it.
bool Copier::decide(std::string_view path, const Level& parent, Level& own) const {
  bool included = true;
  if (rules_.pattern)
    included = includes_.ignores_in(parent.include_results, path, &own.include_results);
  if (!rules_.excludes.empty()) {
    if (rules_.excludes.ignores_in(parent.exclude_results, path, &own.exclude_results)) {
      included = false;
    }
  }
  return included;
}

bool Copier::may_hold_pattern(std::string_view path) const {
  return is_prefix_path(path, literal_) || is_prefix_path(literal_, path);
}

Result<bool> Copier::make_directory(const Entry& from, const std::string& to, bool overwrite) {
  auto there = target_.find(to);
  if (!there) return tl::unexpected(there.error());
  if (!*there) {
    if (auto made = target_.make_directories(to, from.mode, {}); !made) {
      return tl::unexpected(made.error());
    }
    return true;
  }
  if ((*there)->kind != EntryKind::Directory) {
    return failure("the directory \"" + from.path + "\" cannot replace /" + to +
                       ", which is none; remove that first",
                   ENOTDIR);
  }
  if (overwrite) {
    (*there)->mode = from.mode;
    target_.change_directory(std::move(**there));
  }
  return false;
}

// The directories above that were not taken themselves.
Result<void> Copier::copy_parents() {
  for (Level& level : levels_) {
    if (level.copied) continue;
    const auto made = make_directory(level.from, level.to, true);
    if (!made) return tl::unexpected(made.error());
    if (*made) {
      Entry copied = as_copied(level.from);
      copied.path = level.to;
      target_.change_directory(std::move(copied));
    }
    level.copied = true;
  }
  return {};
}

Result<void> Copier::enter(Level level) {
  if (level.included) {
    const auto made = make_directory(level.from, level.to, !level.top);
    if (!made) return tl::unexpected(made.error());
    level.made = *made;
    level.copied = true;
  }
  auto children = source_.children(level.from.path);
  if (!children) return tl::unexpected(children.error());
  level.children = std::move(*children);
  levels_.push_back(std::move(level));
  return {};
}

// What was put into a directory changed its time: owner, mode and time come last.
void Copier::leave() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  if (!level.included) return;
  if (!level.top || level.made) {
    Entry copied = as_copied(std::move(level.from));
    copied.path = level.to;
    target_.change_directory(std::move(copied));
  } else if (Entry* there = target_.written(level.to)) {
    there->mtime_s = level.from.mtime_s;
  } else if (auto below = target_.find(level.to); below && *below && !level.to.empty()) {
    (*below)->mtime_s = level.from.mtime_s;
    target_.change_directory(std::move(**below));
  }
}

Result<void> Copier::copy_leaf(Entry from, std::string to) {
  const auto there = target_.find(to);
  if (!there) return tl::unexpected(there.error());
  if (*there && (*there)->kind == EntryKind::Directory) {
    return failure(
        "\"" + from.path + "\" cannot replace the directory /" + to + "; remove that first",
        EISDIR);
  }
  if (auto parents = copy_parents(); !parents) return parents;
  Entry copied = as_copied(std::move(from));
  copied.path = std::move(to);
  if (copied.kind == EntryKind::File && !copied.link.empty()) {
    copied.link = group_prefix_ + copied.link;
  }
  target_.put(std::move(copied));
  return {};
}

Result<void> Copier::copy_child(Entry from, std::string to) {
  const bool directory = from.kind == EntryKind::Directory;
  Level level;
  level.included = true;
  if (rules_.pattern || !rules_.excludes.empty()) {
    const std::string_view path = std::string_view(from.path).substr(top_size_);
    level.included = decide(path, levels_.back(), level);
    if (!level.included) {
      if (!directory) return {};
      const bool pattern_below = rules_.pattern && may_hold_pattern(path);
      if (!pattern_below && !rules_.excludes.has_negation()) return {};
    }
  }
  if (!directory) return copy_leaf(std::move(from), std::move(to));
  if (level.included) {
    if (auto parents = copy_parents(); !parents) return parents;
  }
  level.from = std::move(from);
  level.to = std::move(to);
  return enter(std::move(level));
}

Result<void> Copier::copy(const Entry& from, const std::string& to) {
  group_prefix_ = to + "\n" + from.path + "\n";
  if (from.kind != EntryKind::Directory) return copy_leaf(from, to);
  if (auto expected = source_.expect_all_of(from.path); !expected) return expected;
  top_size_ = from.path.empty() ? 0 : from.path.size() + 1;
  Level top;
  top.from = from;
  top.to = to;
  top.top = true;
  top.included = true;
  if (auto entered = enter(std::move(top)); !entered) return entered;
  while (!levels_.empty()) {
    Level& level = levels_.back();
    if (level.next == level.children.size()) {
      leave();
      continue;
    }
    Entry child = std::move(level.children[level.next++]);
    const std::size_t name = level.from.path.empty() ? 0 : level.from.path.size() + 1;
    std::string child_to = joined(level.to, std::string_view(child.path).substr(name));
    if (auto copied = copy_child(std::move(child), std::move(child_to)); !copied) return copied;
  }
  return {};
}

}  // namespace plimsoll::builder
