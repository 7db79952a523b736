#include "builder/contexts.h"

#include <fmt/format.h>

#include "builder/key.h"

namespace plimsoll::builder {
namespace {

constexpr std::string_view image_scheme = "docker-image://";
constexpr std::string_view layout_scheme = "oci-layout://";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& byte : result) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return result;
}

}  // namespace

bool is_directory_context(std::string_view place) {
  return !place.starts_with(image_scheme) && !place.starts_with(layout_scheme);
}

std::string image_of_place(std::string_view place) {
  if (place.starts_with(image_scheme)) place.remove_prefix(image_scheme.size());
  return std::string(place);
}

Contexts::Contexts(const Host& host, const BuildOptions& options, const Store& store,
                   unsigned workers)
    : host_(host), options_(options), store_(store), workers_(workers) {}

std::string Contexts::place_of(const std::string& name) const {
  for (const auto& [known, place] : options_.contexts) {
    if (lower(known) == lower(name)) return place;
  }
  return "";
}

Result<const ContextTree*> Contexts::main() {
  if (options_.context.empty()) return nullptr;
  return open(options_.context, options_.dockerfile);
}

Result<const ContextTree*> Contexts::named(const std::string& name) {
  return open(place_of(name), "");
}

Result<const ContextTree*> Contexts::open(const std::string& directory,
                                          const std::string& dockerfile) {
  Opened* opened = nullptr;
  {
    const std::lock_guard lock(mutex_);
    opened = &opened_[fmt::format("{}\n{}", directory, dockerfile)];
  }
  const std::lock_guard lock(opened->mutex);
  if (opened->tree) return opened->tree.get();
  const Result<std::string> real = host_.real_path(directory);
  if (!real) {
    return failure(fmt::format("the build context {}: {}", directory, real.error().message),
                   real.error().code);
  }
  Result<IgnoreFile> ignore = find_ignore_file(*real, dockerfile);
  if (!ignore) return tl::unexpected<Error>(ignore.error());
  const std::string memory =
      fmt::format("{}/contexts/{}", store_.directory(), KeyWriter("context").text(*real).finish());
  Result<std::unique_ptr<ContextTree>> tree =
      ContextTree::open(*real, std::move(*ignore), memory, workers_);
  if (!tree) return tl::unexpected<Error>(tree.error());
  opened->tree = std::move(*tree);
  return opened->tree.get();
}

void Contexts::save() const {
  for (const auto& [place, opened] : opened_) {
    if (opened.tree) opened.tree->save();
  }
}

}  // namespace plimsoll::builder
