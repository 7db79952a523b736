#include "builder/results.h"

#include <fmt/format.h>

#include <charconv>

namespace plimsoll::builder {

Results::Results(Store& store, bool no_cache) : store_(store), no_cache_(no_cache) {}

std::optional<Layer> Results::recall(const std::string& key) const {
  const std::optional<std::string> text = store_.recall(key);
  if (!text) return std::nullopt;
  const std::size_t blank = text->find(' ');
  if (blank == std::string::npos || !is_digest(text->substr(0, blank))) return std::nullopt;
  std::string diff_id = text->substr(0, blank);
  std::uint64_t size = 0;
  const auto [end, error] =
      std::from_chars(text->data() + blank + 1, text->data() + text->size(), size);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  if (!store_.has_blob(diff_id)) return std::nullopt;  // pruned
  return Layers::plain(std::move(diff_id), size);
}

std::optional<Layer> Results::known(const std::string& key) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto made = made_.find(key); made != made_.end()) return made->second;
  }
  return no_cache_ ? std::nullopt : recall(key);
}

void Results::remember(const std::string& key, const Layer& layer) {
  {
    const std::lock_guard lock(mutex_);
    if (!made_.emplace(key, layer).second) return;
  }
  store_.remember(key, fmt::format("{} {}", layer.diff_id, layer.descriptor.size));
}

Result<Made> Results::get(const std::string& key, const std::function<Result<Layer>()>& make,
                          const std::function<bool()>& holds) {
  if (std::optional<Layer> layer = known(key)) return Made{std::move(*layer), true};
  {
    std::unique_lock lock(mutex_);
    while (being_made_.contains(key)) ended_.wait(lock);
    if (const auto made = made_.find(key); made != made_.end()) return Made{made->second, true};
    being_made_.insert(key);
  }
  Result<Layer> layer = make();
  if (layer && (!holds || holds())) remember(key, *layer);
  {
    const std::lock_guard lock(mutex_);
    being_made_.erase(key);
  }
  ended_.notify_all();
  if (!layer) return tl::unexpected<Error>(layer.error());
  return Made{std::move(*layer), false};
}

}  // namespace plimsoll::builder
