#pragma once

#include "analyzer/image/platform.h"

namespace plimsoll {

// Of the machine that this program was compiled for; "unknown" where images have no name for it.
[[nodiscard]] inline Platform this_platform() {
#if defined(__x86_64__)
  return {"linux", "amd64", ""};
#elif defined(__aarch64__)
  return {"linux", "arm64", ""};
#elif defined(__i386__)
  return {"linux", "386", ""};
#elif defined(__arm__)
  return {"linux", "arm", "v7"};
#elif defined(__riscv)
  return {"linux", "riscv64", ""};
#elif defined(__powerpc64__)
  return {"linux", "ppc64le", ""};
#elif defined(__s390x__)
  return {"linux", "s390x", ""};
#else
  return {"linux", "unknown", ""};
#endif
}

}  // namespace plimsoll
