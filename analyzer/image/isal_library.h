#pragma once

// ISA-L, loaded when a first layer is packed or unpacked: Debian has it as a shared library alone,
// and a lint should not pay for it at its start.

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "analyzer/base/result.h"

namespace plimsoll::image {

struct IsalLibrary {
  decltype(&::isal_inflate_init) inflate_init = nullptr;
  decltype(&::isal_inflate) inflate = nullptr;
  decltype(&::isal_deflate_init) deflate_init = nullptr;
  decltype(&::isal_deflate_set_dict) deflate_set_dict = nullptr;
  decltype(&::isal_deflate) deflate = nullptr;
  decltype(&::crc32_gzip_refl) crc32 = nullptr;
};

// The same for all who ask, from any thread; never unloaded.
[[nodiscard]] Result<const IsalLibrary*> isal_library();

}  // namespace plimsoll::image
