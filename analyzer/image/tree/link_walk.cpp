#include "analyzer/image/tree/link_walk.h"

#include <algorithm>

namespace plimsoll::image {

Way LinkWalk::follow(PathId from, std::string_view text, bool follow_last, unsigned& links) {
  Way way;
  way.at = text.starts_with('/') ? root_path : from;
  rest_.assign(1, text);
  while (!rest_.empty() && way.at != no_path) {
    std::string_view& rest = rest_.back();
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    if (rest.empty()) {
      rest_.pop_back();
      continue;
    }
    const std::string_view name = rest.substr(0, rest.find('/'));
    rest.remove_prefix(name.size());
    step(name, follow_last, way, links);
  }
  return way;
}

Way LinkWalk::follow_link(PathId link, unsigned& links) {
  Way way;
  way.at = tree_.paths().parent(link);
  rest_.clear();
  if (!enter_link(link, way, links)) return way;
  const PathId from = way.at;
  const std::string_view text = rest_.back();
  return follow(from, text, true, links);
}

bool LinkWalk::enter_link(PathId link, Way& way, unsigned& links) {
  const std::string_view text = entries_.link_text(fates_.inode(tree_.entry(link)));
  if (++links > max_links || text.empty()) {
    way.at = no_path;
    return false;
  }
  if (text.size() > budget_) {
    exhausted_ = true;
    way.at = no_path;
    return false;
  }
  budget_ -= text.size();
  if (text.front() == '/') way.at = root_path;
  rest_.push_back(text);
  return true;
}

void LinkWalk::step(std::string_view name, bool follow_last, Way& way, unsigned& links) {
  if (name == ".") return;
  const bool inside = way.missing.empty() && tree_.stands(way.at) == Stands::Directory;
  if (name == "..") {
    if (!way.missing.empty()) {
      way.missing.pop_back();
    } else if (way.at != root_path) {
      way.broken |= !inside;
      way.at = tree_.paths().parent(way.at);
    }
    return;
  }
  const PathId next = inside ? tree_.find(way.at, name) : no_path;
  if (next == no_path) {
    way.missing.push_back(name);
    way.broken = true;
  } else if (tree_.stands(next) == Stands::Link && (follow_last || !at_the_end())) {
    enter_link(next, way, links);
  } else {
    way.at = next;
  }
}

bool LinkWalk::at_the_end() const {
  return std::all_of(rest_.begin(), rest_.end(), [](std::string_view rest) {
    return rest.find_first_not_of('/') == std::string_view::npos;
  });
}

}  // namespace plimsoll::image
