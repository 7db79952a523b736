// Any bytes are a compressed stream or an error, with bounded output.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/base/check.h"
#include "analyzer/image/compression.h"

using namespace plimsoll;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t limit = 1 << 20;
  const FileDescriptor file(::memfd_create("packed", MFD_CLOEXEC));
  CHECK(write_all(file, {reinterpret_cast<const char*>(data), size}).has_value());
  std::uint64_t given = 0;
  const auto done = decompress(file, limit, [&](std::string_view bytes) -> Result<void> {
    given += bytes.size();
    return {};
  });
  CHECK(given <= limit);
  CHECK(done.has_value() || !done.error().message.empty());
  return 0;
}
