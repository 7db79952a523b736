#pragma once

// A build, from a lowered graph to an image in the store: which stages, in which order, what was
// there before, who tells the user.

#include <cstdint>
#include <functional>
#include <map>
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
  std::string bytes;
};

enum class NetworkAccess : std::uint8_t {
  Default,  // none, and a RUN --network=host is refused
  None,
  Host  // RUN shares the machine's network; ADD may fetch URLs
};

struct BuildOptions {
  std::string context;     // a directory; "" = none (an empty one)
  std::string dockerfile;  // its path, for <Dockerfile>.dockerignore; "" = none
  Invocation invocation;   // target, build args; the names of contexts are put in by build()
  std::map<std::string, std::string> contexts;  // --build-context: a directory,
                                                // docker-image://REF or oci-layout://PATH
  std::vector<Platform> platforms;              // empty = this machine's
  std::vector<Secret> secrets;
  std::map<std::string, std::string> labels;  // --label
  bool no_cache = false;
  NetworkAccess network = NetworkAccess::Default;
  bool pull = false;             // --pull: ask the registry even when the store has the name
  bool through_overlay = false;  // --sandbox=overlay: COPY, ADD and WORKDIR through a mount too
  std::int64_t epoch_s = 0;      // SOURCE_DATE_EPOCH, else 0
  unsigned jobs = 1;             // steps at a time; 1 starts no thread for them
};

// What happens, for progress displays. Calls come from one thread at a time, in an order that fits:
// a step starts once and ends once (cached, done, failed or cancelled).
struct BuildEvent {
  enum class Kind : std::uint8_t {
    StepStarted,
    StepCached,
    StepDone,
    StepFailed,
    StepCancelled,  // because another one failed
    Output,         // of a RUN
    Note            // step 0: of no step
  };
  Kind kind = Kind::Note;
  std::uint32_t step = 0;   // a number of its own, from 1
  std::uint32_t steps = 0;  // StepStarted: how many there are
  std::uint32_t line = 0;   // StepStarted: of its instruction
  std::string name;         // StepStarted: "[build 2/5] RUN make"
  std::string_view text;    // Output: bytes; Note and StepFailed: a message
  bool is_error = false;    // Output: standard error
  double seconds = 0;       // since the step's start; of a Note, since the build's
};
using OnBuildEvent = std::function<void(const BuildEvent&)>;

// Why a build did not succeed.
struct BuildFailure {
  std::uint32_t line = 0;  // of the instruction; 0 = none in particular
  Span span;
  std::string instruction;  // "RUN make", "" with line 0
  std::string step;         // as events name it; "" = before the steps
  Error error;
  int exit_code = 0;          // of a RUN that failed; 0 otherwise
  bool of_the_world = false;  // a full disk, a registry: not the file's fault
};

struct BuiltImage {
  Platform platform;
  Descriptor manifest;  // in the store; layers that were built are plain
  ImageConfig config;
};
struct BuildResult {
  std::vector<BuiltImage> images;  // one a platform, in the order asked
  Descriptor image;                // the manifest; an index where there are several platforms
  std::optional<BuildFailure> failure;
  std::uint32_t steps = 0, cached = 0;
};

// How FROM finds images that the store does not have: registries, archives, a daemon. Brings the
// image into the store; nothing when nobody has it. Also asked for oci-layout://PATH.
using Fetch = std::function<Result<std::optional<StoredImage>>(const std::string& reference,
                                                               const Platform& platform)>;

// `dockerfile` is that of `source`, without refusal(). All referred to must outlive the call.
[[nodiscard]] BuildResult build(const Host& host, const SourceFile& source,
                                const Dockerfile& dockerfile, const BuildOptions& options,
                                Store& store, const Fetch& fetch, const OnBuildEvent& on_event);

// This machine's, as containers name it.
[[nodiscard]] Platform machine_platform();

}  // namespace plimsoll::builder
