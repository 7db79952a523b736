// secrets FILE...
//
// How fast secrets are looked for: megabytes (10^6) a second of processor time, the best of seven
// rounds over each file's bytes in memory. First the prefilter alone, with each of its sets of
// literals and on each kind of processor that this one can play; then the whole reader, fed in
// blocks of 256 KiB as the scan of a layer does, as one file and as files of 12 KiB.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/secrets/compiled.h"

using namespace plimsoll;
using secrets::Prefilter;

namespace {

constexpr std::size_t most_bytes = 64 << 20;

double now() {
  std::timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double best_of(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < 7; ++i) {
    const double start = now();
    work();
    best = std::min(best, now() - start);
  }
  return best;
}

void filter_alone(const std::string& bytes, const char* name, const Prefilter& set) {
  static constexpr const char* speeds[] = {"portable", "ssse3", "avx2", "avx512"};
  for (int speed = 0; speed <= static_cast<int>(Prefilter::best()); ++speed) {
    Prefilter filter = set;
    filter.use(static_cast<Prefilter::Speed>(speed));
    std::vector<std::uint32_t> positions;
    std::size_t found = 0;
    const double seconds = best_of([&] {
      found = 0;
      for (std::size_t at = 0; at < bytes.size();) {
        at = filter.find(bytes, at, bytes.size(), positions, 2048);
        found += positions.size();
      }
    });
    std::printf("  literals %-9s %-9s %8.0f MB/s, %7.0f places a MB\n", name, speeds[speed],
                static_cast<double>(bytes.size()) / seconds / 1e6,
                static_cast<double>(found) / static_cast<double>(bytes.size()) * 1e6);
  }
}

void whole_reader(const std::string& bytes, const SecretScanner& scanner, const char* path,
                  std::size_t file_size) {
  constexpr std::size_t block = 256 * 1024;
  SecretReader reader(scanner);
  std::vector<SecretHit> hits;
  const double seconds = best_of([&] {
    hits.clear();
    for (std::size_t at = 0; at < bytes.size(); at += file_size) {
      const std::string_view file = std::string_view(bytes).substr(at, file_size);
      reader.begin(path, file.size());
      for (std::size_t i = 0; i < file.size() && reader.wants_more(); i += block) {
        reader.feed(file.substr(i, block));
      }
      reader.finish(hits);
    }
  });
  std::printf("  reader, %-9s as %-10s %8.0f MB/s, %zu hits\n",
              file_size < bytes.size() ? "12 KiB" : "one file", path,
              static_cast<double>(bytes.size()) / seconds / 1e6, hits.size());
}

}  // namespace

int main(int argc, char** argv) {
  double start = now();
  const auto scanner = SecretScanner::make();
  if (!scanner) return 2;
  std::printf("made in %.2f ms\n", (now() - start) * 1e3);
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    std::string bytes(most_bytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.empty()) continue;
    std::printf("%s, %zu bytes\n", argv[i], bytes.size());
    const auto& compiled = (*scanner)->compiled();
    filter_alone(bytes, "binary", compiled.for_binaries());
    filter_alone(bytes, "text", compiled.for_texts());
    filter_alone(bytes, "settings", compiled.for_settings());
    for (const char* path : {"lib/a.so", "srv/a.md", "srv/a.py", "srv/a.conf", "srv/.env"}) {
      whole_reader(bytes, **scanner, path, bytes.size());
      whole_reader(bytes, **scanner, path, 12 * 1024);
    }
  }
  return 0;
}
