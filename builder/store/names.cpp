#include "builder/store/names.h"

#include "analyzer/image/manifest.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll::builder {

std::optional<std::string> normal_name(std::string_view text) {
  if (is_digest(text)) return std::string(text);
  const std::optional<ImageReference> reference = parse_image_reference(text);
  if (!reference) return std::nullopt;
  std::string name = reference->registry + "/" + reference->repository;
  if (reference->digest.empty()) {
    name += ":" + std::string(reference->tag_or_latest());
  } else if (is_digest(reference->digest)) {
    name += "@" + reference->digest;
  } else {
    return std::nullopt;  // another algorithm: nothing here is called by it
  }
  return name;
}

std::string familiar_name(std::string_view normal) {
  if (is_digest(normal)) return std::string(normal);
  const std::optional<ImageReference> reference = parse_image_reference(normal);
  if (!reference) return std::string(normal);
  if (!reference->digest.empty()) return reference->familiar() + "@" + reference->digest;
  return reference->familiar() + ":" + std::string(reference->tag_or_latest());
}

std::string_view digest_in(std::string_view normal) {
  if (is_digest(normal)) return normal;
  const std::size_t at = normal.rfind('@');
  return at == std::string_view::npos ? std::string_view() : normal.substr(at + 1);
}

}  // namespace plimsoll::builder
