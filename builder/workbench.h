#pragma once

// What all steps of one build share.

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "builder/build.h"
#include "builder/contexts.h"
#include "builder/events.h"
#include "builder/images.h"
#include "builder/layers.h"
#include "builder/results.h"
#include "builder/sandbox/sandbox.h"

namespace plimsoll::builder {

struct Workbench {
  Workbench(const Host& host_, const BuildOptions& options_, Store& store_, const Fetch& fetch,
            const OnBuildEvent& on_event, std::int64_t epoch);

  // What this machine can do for a RUN; found out when first asked.
  [[nodiscard]] const Abilities& abilities();

  const Host& host;
  const BuildOptions& options;
  Store& store;
  std::int64_t epoch_s;    // set before the first step begins, never after
  const unsigned workers;  // threads that read and hash for one step
  Events events;
  Images images;
  Contexts contexts;
  Layers layers;
  Results results;
  std::atomic<bool> stopped = false;  // a step failed: the others give up

 private:
  std::mutex mutex_;
  std::optional<Abilities> abilities_;
};

// Digests of all File entries that lack one.
[[nodiscard]] Result<void> fill_digests(std::vector<Entry>& entries, const ContextTree* context,
                                        unsigned workers);

// A directory in the store's tmp/, gone with this object.
class ScratchDirectory {
 public:
  [[nodiscard]] static Result<ScratchDirectory> make(const Store& store);
  ScratchDirectory(ScratchDirectory&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ~ScratchDirectory();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace plimsoll::builder
