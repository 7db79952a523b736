// Images whose layers know their parents.
//
//   repositories      {"app": {"1.0": "TOP"}}
//   TOP/json          {"parent": "BASE", "config": {...}, "container_config": {"Cmd": [...]}, ...}
//   TOP/layer.tar
//   BASE/json         no parent: the lowest one
//   BASE/layer.tar
//
// The order of the layers is found from the top down, and turned round. The topmost json is the
// image's configuration, and what each json says of the command that made its layer is the history
// that today's configurations have. Ids were drawn by chance and are digests of nothing, so that
// nothing here can be verified: what is said of a layer is said of its bytes as they are.

#include "analyzer/image/source/old_archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "analyzer/image/json.h"
#include "analyzer/image/source/go_json.h"
#include "analyzer/image/source/readable.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t max_layer_json_bytes = std::size_t{256} << 10;

// 64 lower-case hexadecimal digits: anything else never becomes a name of a member.
bool is_id(std::string_view text) {
  return text.find(':') == std::string_view::npos && is_digest(fmt::format("sha256:{}", text));
}

struct OldLayer {
  std::string parent;
  HistoryEntry history;
};

Result<OldLayer> read_layer(const MemberSource& members, const std::string& id) {
  const Result<std::optional<FileRange>> file = members.find(id + "/json");
  if (!file) return tl::unexpected(file.error());
  if (!*file) return failure(fmt::format("{}/json is not there", id));
  const Result<std::string> bytes = read_whole(**file, max_layer_json_bytes);
  if (!bytes) return tl::unexpected(Error(bytes.error()).while_doing("reading " + id + "/json"));
  const std::string what = id + "/json";
  const Result<GoJson> text =
      as_go_reads(*bytes, DocumentKind::OldLayer, max_layer_json_bytes, what);
  if (!text) return tl::unexpected(text.error());
  if (!text->ambiguities.empty()) {
    return failure(fmt::format("{}: {}", what, text->ambiguities.front()));
  }
  const Result<Json> object = parse_object(text->text, text->text.size(), what);
  if (!object) return tl::unexpected(object.error());
  Members fields(*object, what + ": ");
  OldLayer layer;
  layer.parent = fields.text("parent");
  layer.history.created = fields.text("created");
  layer.history.author = fields.text("author");
  layer.history.comment = fields.text("comment");
  if (const Json* container = fields.object("container_config")) {
    Members inner(*container, what + ": ");
    const std::optional<std::vector<std::string>> command = inner.texts("Cmd");
    for (const std::string& word : command.value_or(std::vector<std::string>())) {
      layer.history.created_by += (layer.history.created_by.empty() ? "" : " ") + word;
    }
  }
  if (fields.error()) return tl::unexpected(*fields.error());
  if (!layer.parent.empty() && !is_id(layer.parent)) {
    return failure(fmt::format("{}: its parent is no id", what));
  }
  return layer;
}

struct Chain {
  std::vector<std::string> ids;  // bottom first
  std::vector<HistoryEntry> history;
  std::string broken;  // why what is below the first is not known; "" = there is nothing below
};

Chain chain_below(const MemberSource& members, const std::string& top) {
  Chain chain;
  std::set<std::string> seen;
  for (std::string id = top; !id.empty();) {
    if (!seen.insert(id).second) {
      chain.broken = fmt::format("the layer {} is below itself", id);
      break;
    }
    if (seen.size() > max_layers) {
      chain.broken = fmt::format("it has more than {} layers", max_layers);
      break;
    }
    chain.ids.push_back(id);
    Result<OldLayer> layer = read_layer(members, id);
    chain.history.push_back(layer ? std::move(layer->history) : HistoryEntry());
    if (!layer) chain.broken = readable(layer.error().message);
    id = layer ? std::move(layer->parent) : std::string();
  }
  std::reverse(chain.ids.begin(), chain.ids.end());
  std::reverse(chain.history.begin(), chain.history.end());
  return chain;
}

}  // namespace

Result<std::optional<std::vector<SavedImage>>> old_images(const MemberSource& members) {
  const Result<std::optional<FileRange>> file = members.find("repositories");
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  const auto failed = [](Error error) {
    return tl::unexpected(std::move(error).while_doing("reading repositories"));
  };
  const Result<std::string> bytes = read_whole(**file, max_manifest_bytes);
  if (!bytes) return failed(Error(bytes.error()));
  const Result<Json> repositories = parse_object(*bytes, max_manifest_bytes, "list of images");
  if (!repositories) return failed(Error(repositories.error()));
  std::vector<SavedImage> images;
  for (const auto& [repository, tags] : repositories->items()) {
    if (!tags.is_object()) return failed({"it is no list of images"});
    for (const auto& [tag, id] : tags.items()) {
      if (!id.is_string() || !is_id(id.get_ref<const std::string&>())) {
        return failed({fmt::format("{}:{} is no id", readable(repository), readable(tag))});
      }
      const std::string config = id.get_ref<const std::string&>() + "/json";
      auto same = std::find_if(images.begin(), images.end(),
                               [&](const SavedImage& image) { return image.config == config; });
      if (same == images.end()) {
        if (images.size() == max_images) return failed({"it lists too many images", EFBIG});
        same = images.emplace(images.end());
        same->config = config;
        same->old = true;
      }
      same->names.push_back(fmt::format("{}:{}", repository, tag));
    }
  }
  return images;
}

Result<DescribedImage> describe_old(const MemberSource& members, SavedImage image,
                                    const Wanted& wanted) {
  const Chain chain = chain_below(members, image.config.substr(0, image.config.find('/')));
  for (const std::string& id : chain.ids) image.layers.push_back(id + "/layer.tar");
  Result<DescribedImage> described = describe_saved(members, image, wanted);
  if (!described) return described;
  ImageDescription& description = described->description;
  description.config.history = chain.history;
  add_note(description.notes, "digest-not-verified",
           "docker before 1.10 recorded no digests of layers: theirs are computed, and compared "
           "with nothing");
  if (!chain.broken.empty()) {
    add_note(description.notes, "layer-not-present",
             fmt::format("the layers below the first are not known: {}", chain.broken), -1, true);
  }
  return described;
}

}  // namespace plimsoll::image
