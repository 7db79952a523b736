#include "builder/image_writer.h"

#include <fmt/format.h>

namespace plimsoll::builder {

std::string timestamp(std::int64_t seconds) {
  constexpr std::int64_t day_seconds = 86'400;
  std::int64_t days = seconds / day_seconds;
  std::int64_t rest = seconds % day_seconds;
  if (rest < 0) {
    rest += day_seconds;
    --days;
  }
  // Civil date of a day count: eras of 400 years that begin on 1 March of year 0.
  constexpr std::int64_t era_days = 146'097;
  constexpr std::int64_t days_to_1970 = 719'468;
  const std::int64_t shifted = days + days_to_1970;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - era_days + 1) / era_days;
  const std::int64_t of_era = shifted - era * era_days;
  const std::int64_t year_of_era =
      (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * march_month + 2) / 5 + 1;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", year, month, day, rest / 3600,
                     rest / 60 % 60, rest % 60);
}

void fit_history(std::vector<HistoryEntry>& history, std::size_t layers, std::int64_t epoch_s) {
  std::size_t with_layer = 0;
  for (const HistoryEntry& entry : history) with_layer += entry.empty_layer ? 0 : 1;
  for (HistoryEntry& entry : history) {
    if (with_layer <= layers) break;
    if (entry.empty_layer) continue;
    entry.empty_layer = true;
    --with_layer;
  }
  for (; with_layer < layers; ++with_layer) {
    HistoryEntry entry;
    entry.created = timestamp(epoch_s);
    entry.comment = "buildkit.exporter.image.v0";
    history.push_back(std::move(entry));
  }
}

Result<BuiltImage> write_image(Store& store, ImageConfig config, const RootFs& root,
                               std::vector<HistoryEntry> history,
                               const std::map<std::string, std::string>& labels,
                               std::int64_t epoch_s) {
  fit_history(history, root.layers.size(), epoch_s);
  config.created = timestamp(epoch_s);
  config.history = std::move(history);
  config.diff_ids.clear();
  for (const auto& [name, value] : labels) config.labels[name] = value;
  Manifest manifest;
  for (const Layer& layer : root.layers) {
    config.diff_ids.push_back(layer.diff_id);
    manifest.layers.push_back(layer.descriptor);
  }
  const std::string config_bytes = to_json(config);
  const Result<std::string> config_digest = store.add_blob(config_bytes);
  if (!config_digest) return tl::unexpected<Error>(config_digest.error());
  manifest.config.media_type = media_type::oci_config;
  manifest.config.digest = *config_digest;
  manifest.config.size = config_bytes.size();
  const std::string manifest_bytes = to_json(manifest);
  const Result<std::string> manifest_digest = store.add_blob(manifest_bytes);
  if (!manifest_digest) return tl::unexpected<Error>(manifest_digest.error());

  BuiltImage image;
  image.platform = config.platform;
  image.manifest.media_type = media_type::oci_manifest;
  image.manifest.digest = *manifest_digest;
  image.manifest.size = manifest_bytes.size();
  image.config = std::move(config);
  return image;
}

Result<Descriptor> write_index(Store& store, const std::vector<BuiltImage>& images) {
  if (images.size() == 1) return images.front().manifest;
  Index index;
  for (const BuiltImage& image : images) {
    Descriptor member = image.manifest;
    member.platform = image.platform;
    index.manifests.push_back(std::move(member));
  }
  const std::string bytes = to_json(index);
  const Result<std::string> digest = store.add_blob(bytes);
  if (!digest) return tl::unexpected<Error>(digest.error());
  Descriptor descriptor;
  descriptor.media_type = media_type::oci_index;
  descriptor.digest = *digest;
  descriptor.size = bytes.size();
  return descriptor;
}

}  // namespace plimsoll::builder
