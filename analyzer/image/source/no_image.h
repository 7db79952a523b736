#pragma once

// What to say of a file or a directory that is no image: what it is instead, and what an image is.

#include "analyzer/base/result.h"
#include "analyzer/image/source/members.h"
#include "analyzer/image/source/plain_file.h"

namespace plimsoll::image {

// Fails, in such words, for a file that does not begin as a tar does.
[[nodiscard]] Result<void> check_tar(const PlainFile& file);

// Of a directory or archive that has none of the documents which images have.
[[nodiscard]] tl::unexpected<Error> no_image(const MemberSource& members);

}  // namespace plimsoll::image
