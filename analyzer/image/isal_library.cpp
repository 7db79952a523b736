#include "analyzer/image/isal_library.h"

#include <dlfcn.h>

namespace plimsoll::image {
namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<IsalLibrary> load() {
  void* library = ::dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    return failure(
        "gzip needs libisal.so.2, which cannot be loaded; install Debian's libisal2 (elsewhere "
        "isa-l)");
  }
  IsalLibrary isal;
  const bool whole = find(library, "isal_inflate_init", isal.inflate_init) &&
                     find(library, "isal_inflate", isal.inflate) &&
                     find(library, "isal_deflate_init", isal.deflate_init) &&
                     find(library, "isal_deflate_set_dict", isal.deflate_set_dict) &&
                     find(library, "isal_deflate", isal.deflate) &&
                     find(library, "crc32_gzip_refl", isal.crc32);
  if (!whole) return failure("libisal.so.2 lacks functions that gzip needs; install another build");
  return isal;
}

}  // namespace

Result<const IsalLibrary*> isal_library() {
  static const Result<IsalLibrary> loaded = load();
  if (!loaded) return tl::unexpected(loaded.error());
  return &*loaded;
}

}  // namespace plimsoll::image
