#include "builder/workbench.h"

#include <algorithm>
#include <array>

#include "analyzer/base/tasks.h"
#include "analyzer/digest/sha256.h"
#include "builder/store/workspace.h"

namespace plimsoll::builder {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18;

Result<std::string> digest_of(const Entry& entry) {
  digest::Sha256Stream stream;
  std::string piece(std::min<std::uint64_t>(piece_bytes, entry.size), '\0');
  for (std::uint64_t at = 0; at < entry.size;) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), entry.size - at));
    if (const Result<void> read = read_content(entry, at, piece.data(), size); !read) {
      return tl::unexpected<Error>(read.error());
    }
    stream.update(std::string_view(piece).substr(0, size));
    at += size;
  }
  const digest::Sha256 digest = stream.finish();
  return std::string(digest.begin(), digest.end());
}

}  // namespace

Workbench::Workbench(const Host& host_, const BuildOptions& options_, Store& store_,
                     const Fetch& fetch, const OnBuildEvent& on_event, std::int64_t epoch)
    : host(host_),
      options(options_),
      store(store_),
      epoch_s(epoch),
      workers(options_.jobs <= 1 ? 1 : available_workers()),
      events(host_, on_event),
      images(store_, fetch, events, options_.pull),
      contexts(host_, options_, store_, workers),
      layers(store_, epoch_s, workers),
      results(store_, options_.no_cache) {}

const Abilities& Workbench::abilities() {
  const std::lock_guard lock(mutex_);
  if (!abilities_) abilities_ = probe_abilities(store.directory());
  return *abilities_;
}

Result<void> fill_digests(std::vector<Entry>& entries, const ContextTree* context,
                          unsigned workers) {
  if (context != nullptr) {
    if (const Result<void> filled = context->fill_digests(entries); !filled) return filled;
  }
  std::vector<Entry*> open;
  for (Entry& entry : entries) {
    if (entry.kind == EntryKind::File && entry.content_digest.empty()) open.push_back(&entry);
  }
  const auto failures = parallel_map<std::optional<Error>>(
      open.size(), workers, [&](std::size_t i, unsigned) -> std::optional<Error> {
        Result<std::string> digest = digest_of(*open[i]);
        if (!digest) return std::move(digest.error()).while_doing("reading /" + open[i]->path);
        open[i]->content_digest = std::move(*digest);
        return std::nullopt;
      });
  for (const std::optional<Error>& each : failures) {
    if (each) return tl::unexpected<Error>(*each);
  }
  return {};
}

Result<ScratchDirectory> ScratchDirectory::make(const Store& store) {
  Result<std::string> path = store.new_directory();
  if (!path) return tl::unexpected<Error>(path.error());
  return ScratchDirectory(std::move(*path));
}

ScratchDirectory::~ScratchDirectory() {
  // What cannot be removed now goes with the process's directory in tmp/.
  if (!path_.empty()) (void)remove_all(path_);
}

}  // namespace plimsoll::builder
