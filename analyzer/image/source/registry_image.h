#pragma once

// Images straight from registries: documents are fetched whole, layers while they are read.

#include <memory>

#include "analyzer/image/source/choose.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/reference/image_reference.h"
#include "analyzer/registry/client.h"

namespace plimsoll::image {

// `client` is borrowed for the source's life; `shown` is the reference as the user wrote it.
[[nodiscard]] Result<std::unique_ptr<ImageSource>> open_in_registry(registry::Client& client,
                                                                    const ImageReference& reference,
                                                                    const std::string& shown,
                                                                    const Wanted& wanted);

}  // namespace plimsoll::image
