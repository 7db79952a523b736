#pragma once

// How FROM finds what the store does not have. Offline first: a docker daemon on this machine, and
// then, unless that is forbidden, the registry that the name says. Nothing is asked twice.

#include <functional>
#include <string>

#include "builder/export/transfer.h"

namespace plimsoll::builder {

struct FetchOptions {
  bool offline = false;  // never ask a registry
  bool pull = false;     // ask the registry first, for what may be newer
  std::string socket;    // of a docker daemon; "" = none, and one that is not there is none
  // Made when they are first needed: a build that finds all its images touches neither.
  std::function<http::Client&()> http;
  std::function<Result<registry::Client*>()> registry;
  OnTransfer on_transfer;
};

// The image for a platform, in the store. Besides names of images:
//
//   oci-layout://PATH[:TAG][@DIGEST]   a layout, directory or archive
//   docker-archive://PATH              what `docker save` wrote
//
// Nothing when nobody has it; an error says who was asked and what would help.
[[nodiscard]] Result<std::optional<StoredImage>> fetch_image(Store& store,
                                                             const std::string& reference,
                                                             const Platform& platform,
                                                             const FetchOptions& options);

}  // namespace plimsoll::builder
