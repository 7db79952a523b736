// Choosing one image.
//
// What a source lists is a forest: names lead to manifests or indexes, indexes to either. Example,
// an archive that docker saved out of containerd's store:
//
//   app:1.0 -> index -> linux/amd64   manifest, is there
//                    -> linux/arm64   manifest, was never pulled: only its descriptor is there
//                    -> unknown       attestation of the first
//
// First the roots are narrowed by name or digest; if several images with different names are left,
// that is an error which lists them. Then the forest below is walked to its manifests, bounded in
// depth and number, each digest once (so that circles end), attestations and artifacts left out,
// and the best platform among those that are there is taken: the one asked for, else this
// machine's, else the only one. A descriptor need not name its platform; then the configuration is
// asked.

#include "analyzer/image/source/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "analyzer/image/config.h"
#include "analyzer/image/source/layer_types.h"
#include "analyzer/image/source/readable.h"
#include "analyzer/image/this_platform.h"
#include "analyzer/reference/image_reference.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t max_listed = 12;
constexpr std::size_t max_asked = 32;  // configurations read to learn their platforms

struct Leaf {
  Descriptor descriptor;
  std::vector<std::string> names;
  bool present = false;
  bool not_an_image = false;  // an attestation or an artifact
};

std::string shown(const Listed& root) {
  if (root.names.empty()) return root.descriptor.digest;
  std::string text;
  for (const std::string& name : root.names) text += (text.empty() ? "" : " = ") + readable(name);
  return text;
}

class Walk {
 public:
  Walk(const Documents& documents, std::vector<SourceNote>& notes)
      : documents_(documents), notes_(notes) {}

  Result<void> add(const Descriptor& descriptor, const std::vector<std::string>& names, int depth) {
    if (!seen_.insert(descriptor.digest).second) return {};
    if (seen_.size() > max_images) {
      return failure(fmt::format("more than {} images and indexes", max_images), EFBIG);
    }
    Leaf leaf{descriptor, names, documents_.has(descriptor) || descriptor.data.has_value(),
              is_attestation(descriptor)};
    if (!leaf.present || leaf.not_an_image) {
      leaves.push_back(std::move(leaf));
      return {};
    }
    if (is_manifest(descriptor.media_type)) {
      leaves.push_back(std::move(leaf));
      return {};
    }
    if (depth == max_index_depth) {
      return failure(fmt::format("indexes in indexes, deeper than {}", max_index_depth));
    }
    const Result<std::optional<Document>> document =
        read_document(documents_, descriptor, max_manifest_bytes, "index", notes_);
    if (!document) return tl::unexpected(document.error());
    if (!*document) return {};
    // What does not say what it is says it in itself.
    if (!is_index(descriptor.media_type) && !is_index(media_type_of((*document)->bytes))) {
      leaves.push_back(std::move(leaf));
      return {};
    }
    const Result<Index> index = read_index((*document)->bytes);
    if (!index) {
      return tl::unexpected(Error(index.error()).while_doing("reading " + descriptor.digest));
    }
    for (const Descriptor& member : index->manifests) {
      if (Result<void> added = add(member, names, depth + 1); !added) return added;
    }
    return {};
  }

  std::vector<Leaf> leaves;

 private:
  const Documents& documents_;
  std::vector<SourceNote>& notes_;
  std::set<std::string> seen_;
};

// From its configuration; nothing when that does not tell, or is no image's.
std::optional<Platform> platform_within(const Documents& documents, Leaf& leaf) {
  std::vector<SourceNote> unheard;  // they come again when the image is the one that is described
  const Result<std::optional<Document>> document =
      read_document(documents, leaf.descriptor, max_manifest_bytes, "manifest", unheard);
  if (!document || !*document) return std::nullopt;
  const Result<Manifest> manifest = read_manifest((*document)->bytes);
  if (!manifest) return std::nullopt;
  if (!is_image_config(manifest->config.media_type)) {
    leaf.not_an_image = true;
    return std::nullopt;
  }
  const Result<std::optional<std::string>> bytes =
      documents.read(manifest->config, max_config_bytes);
  if (!bytes || !*bytes) return std::nullopt;
  const Result<ImageConfig> config = parse_image_config(**bytes);
  if (!config) return std::nullopt;
  return config->platform;
}

std::string platforms_of(const std::vector<Leaf>& leaves) {
  std::set<std::string> names;
  for (const Leaf& leaf : leaves) {
    if (leaf.not_an_image) continue;
    const std::string name = leaf.descriptor.platform
                                 ? readable(leaf.descriptor.platform->to_string())
                                 : leaf.descriptor.digest;
    names.insert(name + (leaf.present ? "" : " (not present)"));
  }
  return names.empty() ? "none" : listed({names.begin(), names.end()});
}

// The best of those that are there; null when none fits, and when the choice is not clear.
const Leaf* best_of(const std::vector<Leaf>& leaves, const Platform& platform) {
  const Leaf* best = nullptr;
  int best_match = 0;
  for (const Leaf& leaf : leaves) {
    if (!leaf.present || leaf.not_an_image || !leaf.descriptor.platform) continue;
    const int match = platform_match(*leaf.descriptor.platform, platform);
    if (match > best_match) {
      best = &leaf;
      best_match = match;
    }
  }
  return best;
}

Result<const Leaf*> one_of(const Documents& documents, std::vector<Leaf>& leaves,
                           const Wanted& wanted, std::vector<SourceNote>& notes) {
  const auto usable = [](const Leaf& leaf) { return leaf.present && !leaf.not_an_image; };
  auto count = std::count_if(leaves.begin(), leaves.end(), usable);
  std::size_t asked = 0;
  for (Leaf& leaf : leaves) {
    if (count < 2 || leaf.descriptor.platform || !usable(leaf) || asked == max_asked) continue;
    ++asked;
    leaf.descriptor.platform = platform_within(documents, leaf);
  }
  count = std::count_if(leaves.begin(), leaves.end(), usable);
  if (count == 0) {
    const bool any = std::any_of(leaves.begin(), leaves.end(),
                                 [](const Leaf& leaf) { return !leaf.not_an_image; });
    return failure(
        any ? fmt::format("the image itself is not there, only its name: {}", platforms_of(leaves))
            : "it holds no image, but attestations or artifacts alone",
        ENOENT);
  }
  if (count == 1) return &*std::find_if(leaves.begin(), leaves.end(), usable);
  const Platform platform = wanted.platform.value_or(this_platform());
  const Leaf* best = best_of(leaves, platform);
  if (!best) {
    return failure(fmt::format("there is no image for {}; there are {}: choose by --platform",
                               platform.to_string(), platforms_of(leaves)),
                   ENOENT);
  }
  const auto equals = std::count_if(leaves.begin(), leaves.end(), [&](const Leaf& leaf) {
    return usable(leaf) && leaf.descriptor.platform == best->descriptor.platform;
  });
  if (equals > 1) {
    add_note(notes, "ambiguous-document",
             fmt::format("{} images go by that name and platform; this is the first", equals));
  }
  return best;
}

Result<std::vector<Listed>> narrowed(const std::vector<Listed>& roots, const Wanted& wanted) {
  std::vector<Listed> left;
  std::vector<std::string> all;
  for (const Listed& root : roots) {
    const bool fits = (wanted.digest.empty() || root.descriptor.digest == wanted.digest) &&
                      (wanted.tag.empty() || is_called(root.names, wanted.tag));
    if (fits) left.push_back(root);
    all.push_back(shown(root));
  }
  if (left.empty() && !wanted.digest.empty() && wanted.tag.empty()) return roots;  // or below
  if (left.empty()) {
    if (all.empty()) return failure("it holds no image", ENOENT);
    return failure(fmt::format("it has no image called {}; there {}: {}",
                               readable(wanted.tag.empty() ? wanted.digest : wanted.tag),
                               all.size() == 1 ? "is" : "are", listed(all)),
                   ENOENT);
  }
  const bool same_names = std::all_of(left.begin(), left.end(), [&](const Listed& root) {
    return root.names == left.front().names;
  });
  if (!same_names && wanted.tag.empty() && wanted.digest.empty()) {
    return failure(fmt::format("it has {} images: {}\n  choose one by its name or tag", left.size(),
                               listed(all)),
                   EINVAL);
  }
  return left;
}

// A manifest as it is described where it was found, and its bytes.
struct Choice {
  Descriptor manifest;
  Document document;
  std::vector<std::string> names;
};

Result<Choice> choose_image(const Documents& documents, const std::vector<Listed>& roots,
                            const Wanted& wanted, std::vector<SourceNote>& notes) {
  const Result<std::vector<Listed>> left = narrowed(roots, wanted);
  if (!left) return tl::unexpected(left.error());
  Walk walk(documents, notes);
  for (const Listed& root : *left) {
    if (Result<void> added = walk.add(root.descriptor, root.names, 0); !added) {
      return tl::unexpected(added.error());
    }
  }
  std::vector<Leaf>& leaves = walk.leaves;
  const bool is_root = std::any_of(left->begin(), left->end(), [&](const Listed& root) {
    return root.descriptor.digest == wanted.digest;
  });
  if (!wanted.digest.empty() && !is_root) {
    const auto other = [&](const Leaf& leaf) { return leaf.descriptor.digest != wanted.digest; };
    leaves.erase(std::remove_if(leaves.begin(), leaves.end(), other), leaves.end());
    if (leaves.empty()) return failure(fmt::format("it has no image {}", wanted.digest), ENOENT);
  }
  const Result<const Leaf*> leaf = one_of(documents, leaves, wanted, notes);
  if (!leaf) return tl::unexpected(leaf.error());
  Result<std::optional<Document>> document =
      read_document(documents, (*leaf)->descriptor, max_manifest_bytes, "manifest", notes);
  if (!document) return tl::unexpected(std::move(document.error()));
  if (!*document) {
    return failure(fmt::format("the manifest {} is not there", (*leaf)->descriptor.digest), ENOENT);
  }
  return Choice{(*leaf)->descriptor, std::move(**document), (*leaf)->names};
}

}  // namespace

std::string listed(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size() && i < max_listed; ++i) {
    all += (i == 0 ? "" : ", ") + texts[i];
  }
  if (texts.size() > max_listed) all += fmt::format(" and {} more", texts.size() - max_listed);
  return all;
}

bool is_called(const std::vector<std::string>& names, const std::string& wanted) {
  const auto same = [&](const std::string& name) {
    if (name == wanted) return true;
    const std::optional<ImageReference> known = parse_image_reference(name);
    if (!known) return false;
    if (known->tag_or_latest() == wanted) return true;
    const std::optional<ImageReference> meant = parse_image_reference(wanted);
    return meant && meant->registry == known->registry && meant->repository == known->repository &&
           meant->tag_or_latest() == known->tag_or_latest();
  };
  return std::any_of(names.begin(), names.end(), same);
}

Result<void> check_platform(const ImageDescription& description, const Wanted& wanted) {
  if (!wanted.platform || !description.configured) return {};
  if (description.platform.architecture.empty()) return {};
  if (platform_match(description.platform, *wanted.platform) > 0) return {};
  return failure(
      fmt::format("the image is for {}, not for {}", readable(description.platform.to_string()),
                  wanted.platform->to_string()),
      ENOENT);
}

Result<void> describe_wanted(const Documents& documents, const std::vector<Listed>& roots,
                             const Wanted& wanted, ImageDescription& description) {
  Result<Choice> choice = choose_image(documents, roots, wanted, description.notes);
  if (!choice) return tl::unexpected(std::move(choice.error()));
  description.names = std::move(choice->names);
  if (choice->manifest.platform) description.platform = *choice->manifest.platform;
  Result<void> done = describe(documents, choice->document, description);
  return done ? check_platform(description, wanted) : done;
}

}  // namespace plimsoll::image
