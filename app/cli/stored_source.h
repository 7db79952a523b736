#pragma once

#include <memory>
#include <string>

#include "analyzer/image/source/image_source.h"
#include "app/cli/session.h"

namespace plimsoll::app {

// An image of the store, for --platform or this machine, read where it lies. Null where the store
// has no such name, or there is no store.
[[nodiscard]] Result<std::unique_ptr<image::ImageSource>> stored_source(const Session& session,
                                                                        const std::string& name);

}  // namespace plimsoll::app
