#include "builder/layer/file_tree.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

namespace plimsoll::builder {
namespace {

Entry root_directory() {
  Entry root;
  root.kind = EntryKind::Directory;
  root.mode = 0755;
  return root;
}

// Takes the first component off `rest`; "" when there is none.
std::string next_component(std::string& rest) {
  const std::size_t begin = rest.find_first_not_of('/');
  if (begin == std::string::npos) {
    rest.clear();
    return {};
  }
  const std::size_t end = std::min(rest.find('/', begin), rest.size());
  std::string component = rest.substr(begin, end - begin);
  rest.erase(0, end);
  return component;
}

}  // namespace

Result<std::optional<Entry>> EmptyTree::find(std::string_view path) const {
  if (path.empty()) return std::optional<Entry>(root_directory());
  return std::optional<Entry>();
}

Result<std::vector<Entry>> EmptyTree::children(std::string_view) const {
  return std::vector<Entry>();
}

Result<std::string> resolve_in_tree(const FileTree& tree, std::string_view path, bool follow_last) {
  std::string resolved;
  std::string rest(path);
  int followed = 0;
  while (true) {
    const std::string component = next_component(rest);
    if (component.empty()) return resolved;
    if (component == ".") continue;
    if (component == "..") {
      const std::size_t slash = resolved.rfind('/');
      resolved.resize(slash == std::string::npos ? 0 : slash);
      continue;
    }
    std::string here = resolved.empty() ? component : resolved + "/" + component;
    // A slash behind the last component asks for the directory that a link leads to.
    if (rest.empty() && !follow_last) return here;
    Result<std::optional<Entry>> entry = tree.find(here);
    if (!entry) return tl::unexpected(std::move(entry).error());
    if (!*entry || (*entry)->kind != EntryKind::Symlink) {
      resolved = std::move(here);
      continue;
    }
    if (++followed > max_links_followed) {
      return failure(std::string(path) + ": more than " + std::to_string(max_links_followed) +
                         " symbolic links lead there; they may go round in a circle",
                     ELOOP);
    }
    const std::string& target = (*entry)->link;
    if (target.starts_with('/')) resolved.clear();
    if (target.size() + rest.size() > max_path_bytes) {
      return failure(std::string(path) + ": the path behind its symbolic links is too long",
                     ENAMETOOLONG);
    }
    rest.insert(0, target);
  }
}

Result<void> walk(const FileTree& tree, std::string_view path,
                  const std::function<Result<void>(const Entry&)>& visit) {
  // Each directory's children wait on the stack in reverse, the next one on top.
  std::vector<Entry> waiting;
  const auto push_children = [&](std::string_view directory) -> Result<void> {
    Result<std::vector<Entry>> found = tree.children(directory);
    if (!found) return tl::unexpected(std::move(found).error());
    waiting.insert(waiting.end(), std::make_move_iterator(found->rbegin()),
                   std::make_move_iterator(found->rend()));
    return {};
  };
  if (auto pushed = push_children(path); !pushed) return pushed;
  while (!waiting.empty()) {
    const Entry entry = std::move(waiting.back());
    waiting.pop_back();
    if (auto visited = visit(entry); !visited) return visited;
    if (entry.kind != EntryKind::Directory) continue;
    if (auto pushed = push_children(entry.path); !pushed) return pushed;
  }
  return {};
}

}  // namespace plimsoll::builder
