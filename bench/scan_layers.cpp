// How long the pass over an image's layers takes, without what comes before and behind it.
//
//   bench_scan_layers IMAGE [WORKERS] [CACHE]

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "analyzer/base/tasks.h"
#include "analyzer/image/contents/contents.h"
#include "analyzer/image/scan/layer_cache.h"
#include "analyzer/image/scan/scan.h"

using namespace plimsoll;

int main(int count, char** words) {
  if (count < 2) return 2;
  const auto begin = std::chrono::steady_clock::now();
  image::OpenOptions open;
  open.temporary_directory = "/tmp";
  const auto source = image::open_image(words[1], open);
  if (!source) {
    std::fprintf(stderr, "%s\n", source.error().message.c_str());
    return 2;
  }
  const auto scanner = SecretScanner::make();
  if (!scanner) return 2;
  image::ScanOptions options;
  options.workers = count > 2 ? static_cast<unsigned>(std::atoi(words[2])) : available_workers();
  options.secrets = std::getenv("NO_SECRETS") ? nullptr : scanner->get();
  options.interest = &image::file_interest();
  std::unique_ptr<image::LayerCache> cache;
  if (count > 3) {
    auto opened = image::LayerCache::open(words[3], "bench", UINT64_MAX);
    if (opened) cache = std::move(*opened);
    options.cache = cache.get();
  }
  const image::ImageScan scan = image::scan_image(**source, options);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::uint64_t plain = 0, wire = 0, entries = 0, notes = 0, hits = 0, late = 0;
  for (const image::LayerScan& layer : scan.layers) {
    wire += layer.blob_bytes;
    if (!layer.layer) continue;
    plain += layer.layer->plain_bytes;
    entries += layer.layer->entries.size();
    hits += layer.layer->secrets.size();
    late += layer.layer->digests.size();
    for (const auto& [kind, n] : layer.layer->note_counts) notes += n;
  }
  std::printf(
      "%.3f s, %zu layers, %llu entries, %llu plain, %llu wire, %llu notes, %llu hits in %llu "
      "files%s\n",
      took.count(), scan.layers.size(), static_cast<unsigned long long>(entries),
      static_cast<unsigned long long>(plain), static_cast<unsigned long long>(wire),
      static_cast<unsigned long long>(notes), static_cast<unsigned long long>(hits),
      static_cast<unsigned long long>(late), scan.partial ? ", partial" : "");
  return 0;
}
