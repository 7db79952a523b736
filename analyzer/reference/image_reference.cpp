#include "analyzer/reference/image_reference.h"

#include <algorithm>

namespace plimsoll {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_tag = 128;
constexpr std::string_view default_registry = "docker.io";

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_alphanumeric(char c) { return is_lower_alphanumeric(c) || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Applies `good` to each part between separators; an empty text has one empty part.
template <class Good>
bool all_parts(std::string_view text, char separator, const Good& good) {
  for (;;) {
    const std::size_t end = text.find(separator);
    if (!good(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool valid_label(std::string_view label) {
  return !label.empty() && is_alphanumeric(label.front()) && is_alphanumeric(label.back()) &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool valid_registry(std::string_view registry) {
  std::string_view host = registry;
  if (registry.starts_with('[')) {
    const std::size_t close = registry.find(']');
    if (close == std::string_view::npos || close == 1) return false;
    const std::string_view address = registry.substr(1, close - 1);
    const bool good =
        std::all_of(address.begin(), address.end(), [](char c) { return is_hex(c) || c == ':'; });
    if (!good) return false;
    host = "x";
    registry.remove_prefix(close + 1);
  } else {
    const std::size_t colon = registry.find(':');
    host = registry.substr(0, colon);
    registry = colon == std::string_view::npos ? std::string_view() : registry.substr(colon);
  }
  if (!registry.empty()) {
    const std::string_view port = registry.substr(1);
    const bool digits =
        std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (registry.front() != ':' || port.empty() || !digits) return false;
  }
  return all_parts(host, '.', valid_label);
}

// Runs of [a-z0-9] joined by one dot, one or two underscores, or any number of dashes.
bool valid_component(std::string_view component) {
  if (component.empty() || !is_lower_alphanumeric(component.front()) ||
      !is_lower_alphanumeric(component.back())) {
    return false;
  }
  for (std::size_t i = 0; i < component.size();) {
    if (is_lower_alphanumeric(component[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < component.size() && component[end] == component[i]) ++end;
    const std::size_t run = end - i;
    const char c = component[i];
    const bool good = c == '-' || (c == '.' && run == 1) || (c == '_' && run <= 2);
    if (!good || !is_lower_alphanumeric(component[end])) return false;
    i = end;
  }
  return true;
}

bool valid_tag(std::string_view tag) {
  const auto word = [](char c) { return is_alphanumeric(c) || c == '_'; };
  return !tag.empty() && tag.size() <= longest_tag && word(tag.front()) &&
         std::all_of(tag.begin(), tag.end(),
                     [&](char c) { return word(c) || c == '.' || c == '-'; });
}

bool valid_digest(std::string_view digest) {
  const std::size_t colon = digest.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view algorithm = digest.substr(0, colon);
  const std::string_view hex = digest.substr(colon + 1);
  const std::size_t length = algorithm == "sha256"   ? 64
                             : algorithm == "sha384" ? 96
                             : algorithm == "sha512" ? 128
                                                     : 0;
  return hex.size() == length && length != 0 && std::all_of(hex.begin(), hex.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool has_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_bare_digest(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string ImageReference::familiar() const {
  if (registry != default_registry) return registry + "/" + repository;
  return repository.starts_with("library/") ? repository.substr(8) : repository;
}

std::string_view ImageReference::basename() const {
  return std::string_view(repository).substr(repository.rfind('/') + 1);
}

bool ImageReference::official() const {
  return registry == default_registry && repository.starts_with("library/");
}

std::string_view ImageReference::tag_or_latest() const {
  return tag.empty() ? std::string_view("latest") : std::string_view(tag);
}

std::optional<ImageReference> parse_image_reference(std::string_view text) {
  ImageReference image;
  if (is_bare_digest(text)) return std::nullopt;
  const std::size_t at = text.find('@');
  std::string_view name = text.substr(0, at);
  if (at != std::string_view::npos) {
    image.digest = std::string(text.substr(at + 1));
    if (!valid_digest(image.digest)) return std::nullopt;
  }
  const std::size_t slash = name.find('/');
  const std::string_view first = name.substr(0, slash);
  const bool registry =
      slash != std::string_view::npos && (first.find_first_of(".:") != std::string_view::npos ||
                                          first == "localhost" || has_upper(first));
  if (registry) {
    if (!valid_registry(first)) return std::nullopt;
    image.registry =
        first == "index.docker.io" ? std::string(default_registry) : std::string(first);
    image.registry_written = true;
    name.remove_prefix(slash + 1);
  } else {
    image.registry = std::string(default_registry);
  }
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos) {
    image.tag = std::string(name.substr(colon + 1));
    if (!valid_tag(image.tag)) return std::nullopt;
    name = name.substr(0, colon);
  }
  if (!all_parts(name, '/', valid_component)) return std::nullopt;
  image.repository = std::string(name);
  if (image.registry == default_registry && name.find('/') == std::string_view::npos) {
    image.repository = "library/" + image.repository;
  }
  if (image.registry.size() + 1 + image.repository.size() > longest_name) return std::nullopt;
  return image;
}

}  // namespace plimsoll
