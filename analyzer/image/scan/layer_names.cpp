#include "analyzer/image/scan/layer_names.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace plimsoll::image {
namespace {

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view metadata_prefix = ".wh..wh.";
constexpr std::string_view opaque_name = ".wh..wh..opq";

bool has_dot_dot(std::string_view name) {
  for (std::size_t at = name.find(".."); at != std::string_view::npos;
       at = name.find("..", at + 1)) {
    const bool begins = at == 0 || name[at - 1] == '/';
    if (begins && (at + 2 == name.size() || name[at + 2] == '/')) return true;
  }
  return false;
}

// As filepath.Clean does it, without asking whether a component is a link. Nothing for a name that
// leaves the root: "/.." stays there, "../x" does not.
std::optional<std::string> without_dot_dot(std::string_view name) {
  const bool absolute = name.starts_with('/');
  std::vector<std::string_view> parts;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    } else if (!absolute) {
      return {};
    }
  }
  std::string clean;
  for (const std::string_view part : parts) clean.append(part).append(1, '/');
  return clean;
}

}  // namespace

LayerName LayerNames::read(std::string_view name) {
  if (name.find('\0') != std::string_view::npos) return {.kind = LayerName::Kind::ZeroByte};
  if (has_dot_dot(name)) {
    const std::optional<std::string> clean = without_dot_dot(name);
    LayerName found = clean ? read(*clean) : LayerName{.kind = LayerName::Kind::Outside};
    found.dot_dot = true;
    return found;
  }
  while (name.ends_with('/') || name.ends_with("/.")) name.remove_suffix(1);
  const std::size_t slash = name.rfind('/');
  const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
  const std::string_view directory = name.substr(0, begin);
  const std::string_view base = name.substr(begin);
  if (directory != last_directory_) {
    last_place_ = {};
    walk(last_place_, directory);
    last_directory_ = directory;
  }
  return finish(last_place_, base);
}

LayerName LayerNames::target(std::string_view name) {
  if (name.find('\0') != std::string_view::npos) return {.kind = LayerName::Kind::ZeroByte};
  if (has_dot_dot(name)) {
    const std::optional<std::string> clean = without_dot_dot(name);
    return clean ? target(*clean) : LayerName{.kind = LayerName::Kind::Outside};
  }
  Place place;
  walk(place, name);
  return at(place);
}

void LayerNames::walk(Place& place, std::string_view name) {
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    step(place, name.substr(0, slash));
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
}

void LayerNames::step(Place& place, std::string_view part) {
  if (part.empty() || part == ".") return;
  place.bytes += part.size() + 1;
  place.through_whiteout = place.through_whiteout || part.starts_with(whiteout_prefix);
  // Only at the top: below another directory docker and containerd unpack such a directory.
  if (place.path == root_path && part.starts_with(metadata_prefix)) place.metadata = true;
  place.too_long =
      place.too_long || part.size() > max_component_bytes || place.bytes > max_path_bytes + 1;
  if (place.too_long || place.too_deep) return;
  place.path = paths_.child(place.path, part);
  place.too_deep = place.path == no_path;
}

LayerName LayerNames::at(const Place& place) {
  LayerName name;
  name.through_whiteout = place.through_whiteout;
  if (place.too_long) {
    name.kind = LayerName::Kind::TooLong;
  } else if (place.too_deep) {
    name.kind = LayerName::Kind::TooDeep;
  } else {
    name.kind = place.metadata ? LayerName::Kind::Metadata : LayerName::Kind::Ordinary;
    name.path = place.path;
  }
  return name;
}

LayerName LayerNames::finish(const Place& directory, std::string_view base) {
  Place place = directory;
  if (!base.starts_with(whiteout_prefix)) {
    step(place, base);
    return at(place);
  }
  if (base == opaque_name) {
    LayerName name = at(place);
    if (name.kind == LayerName::Kind::Ordinary) name.kind = LayerName::Kind::Opaque;
    return name;
  }
  const bool through = place.through_whiteout;
  if (base.starts_with(metadata_prefix)) {
    step(place, base);
    place.through_whiteout = through;
    LayerName name = at(place);
    if (name.kind == LayerName::Kind::Ordinary) name.kind = LayerName::Kind::Metadata;
    return name;
  }
  const std::string_view hidden = base.substr(whiteout_prefix.size());
  if (hidden.empty() || hidden == "." || hidden == "..") {
    LayerName name = at(place);
    if (name.kind == LayerName::Kind::Ordinary) name.kind = LayerName::Kind::BareWhiteout;
    if (name.kind == LayerName::Kind::BareWhiteout) name.path = no_path;
    return name;
  }
  step(place, hidden);
  place.through_whiteout = through;
  LayerName name = at(place);
  if (name.kind == LayerName::Kind::Ordinary) name.kind = LayerName::Kind::Whiteout;
  return name;
}

}  // namespace plimsoll::image
