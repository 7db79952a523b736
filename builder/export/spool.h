#pragma once

#include "analyzer/image/source/plain_file.h"
#include "builder/store/store.h"

namespace plimsoll::builder {

// Copies of what cannot be read where it stands: in the store's tmp/, without a name. `store` is
// borrowed.
[[nodiscard]] inline image::Spool spool_of(const Store& store) {
  image::Spool spool;
  spool.make = [&store]() -> Result<FileDescriptor> {
    Result<NewFile> made = store.new_file();
    if (!made) return tl::unexpected(std::move(made.error()));
    return made->keep_unnamed();
  };
  return spool;
}

}  // namespace plimsoll::builder
