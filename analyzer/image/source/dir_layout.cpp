#include "analyzer/image/source/dir_layout.h"

#include "analyzer/base/check.h"

namespace plimsoll::image {
namespace {

// "DIGITS", "DIGITS.manifest.json": the digest is checked, so that no path can be made with it.
std::string path_in_dir(const Descriptor& blob) {
  CHECK(is_registered_digest(blob.digest));
  const std::string path = blob.digest.substr(blob.digest.find(':') + 1);
  return is_manifest(blob.media_type) || is_index(blob.media_type) ? path + ".manifest.json" : path;
}

}  // namespace

Result<std::optional<std::string>> lone_manifest(const MemberSource& members) {
  const Result<std::optional<FileRange>> file = members.find("manifest.json");
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  Result<std::string> bytes = read_whole(**file, max_manifest_bytes);
  if (!bytes) return tl::unexpected(Error(bytes.error()).while_doing("reading manifest.json"));
  const std::size_t first = bytes->find_first_not_of(" \t\r\n");
  if (first == std::string::npos || (*bytes)[first] != '{') return std::nullopt;
  return std::move(*bytes);
}

Result<DescribedImage> describe_dir(const MemberSource& members, const std::string& manifest,
                                    const Wanted& wanted) {
  Listed root;
  root.descriptor.media_type = media_type_of(manifest);
  root.descriptor.digest = digest_of(manifest);
  root.descriptor.size = manifest.size();
  const auto place_of = [&](const Descriptor& blob) {
    return blob.digest == root.descriptor.digest ? "manifest.json" : path_in_dir(blob);
  };
  return describe_in_layout(members, {root}, wanted, place_of);
}

}  // namespace plimsoll::image
