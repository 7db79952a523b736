#pragma once

// A build, from a lowered graph to an image in the store: which stages, in which order, what was
// there before, who tells the user.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/base/result.h"
#include "analyzer/lowered/lowered.h"
#include "analyzer/source/source_file.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

struct Secret {
  std::string id;
  std::string path;  // a file; or
  std::string bytes;
};

struct BuildOptions {
  std::string context;     // a directory; "" = none (an empty one)
  std::string dockerfile;  // its path, for messages and <Dockerfile>.dockerignore
  Invocation invocation;   // target, build args, names of contexts
  std::map<std::string, std::string> contexts;  // --build-context NAME=path | oci-layout://... |
                                                // docker-image://REF
  std::vector<Platform> platforms;              // empty = this machine's
  std::vector<Secret> secrets;
  std::map<std::string, std::string> labels;  // --label
  bool no_cache = false;
  bool network_host = false;     // --network=host: RUN and ADD of URLs may use it
  bool pull = false;             // --pull: ask the registry even when the store has the name
  bool through_overlay = false;  // --sandbox=overlay: COPY, ADD and WORKDIR through a mount too
  std::int64_t epoch_s = 0;      // SOURCE_DATE_EPOCH, else 0
  unsigned jobs = 1;
};

// What happens, for progress displays. Calls come from one thread at a time, in an order that fits:
// a step starts once and ends once.
struct BuildEvent {
  enum class Kind : std::uint8_t {
    StepStarted,
    StepCached,
    StepDone,
    StepFailed,
    Output /* of a RUN */,
    Note
  };
  Kind kind = Kind::Note;
  std::uint32_t step = 0;  // a number of its own, from 1
  std::string name;        // "[build 2/5] RUN make"
  std::string_view text;   // Output: bytes; Note and StepFailed: a message
  bool is_error = false;   // Output: standard error
  double seconds = 0;      // StepDone
};
using OnBuildEvent = std::function<void(const BuildEvent&)>;

// Why a build did not succeed; the Error of the Result has the words.
struct BuildFailure {
  std::uint32_t line = 0;  // of the instruction; 0 = none in particular
  Span span;
  std::string instruction;  // "RUN make", "" with line 0
  Error error;
  int exit_code = 0;  // of a RUN that failed; 0 otherwise
};

struct BuiltImage {
  Platform platform;
  Descriptor manifest;  // in the store, uncompressed layers
  ImageConfig config;
};
struct BuildResult {
  std::vector<BuiltImage> images;  // one a platform, in the order asked
  std::optional<BuildFailure> failure;
  std::uint32_t steps = 0, cached = 0;
};

// How FROM finds images that the store does not have: registries, archives, a daemon. Brings the
// image into the store; nothing when nobody has it.
using Fetch = std::function<Result<std::optional<StoredImage>>(const std::string& reference,
                                                               const Platform& platform)>;

[[nodiscard]] BuildResult build(const SourceFile& source, const BuildOptions& options, Store& store,
                                const Fetch& fetch, const OnBuildEvent& on_event);

}  // namespace plimsoll::builder
