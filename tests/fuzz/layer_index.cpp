// Any bytes as the index of a layer, the header made to fit: it may answer anything, but reads
// nothing outside of itself and comes to an end.

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "analyzer/base/check.h"
#include "builder/layer/index_format.h"
#include "builder/layer/stack.h"

using namespace plimsoll;
using namespace plimsoll::builder;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const auto blob = [] {
    auto file = std::make_shared<const FileDescriptor>(::memfd_create("blob", MFD_CLOEXEC));
    CHECK(write_all(*file, std::string(4096, 'x')).has_value());
    return std::shared_ptr<const FileDescriptor>(std::move(file));
  }();
  const std::string raw(reinterpret_cast<const char*>(data), size);
  (void)layer_index_of(raw, blob);

  // The first byte says how many records the rest begins with.
  const std::string body = raw.substr(1);
  IndexHeader header;
  header.magic = index_magic;
  header.version = index_version;
  header.record_bytes = sizeof(IndexRecord);
  header.count = std::min<std::size_t>(data[0], body.size() / sizeof(IndexRecord));
  header.strings_bytes = body.size() - header.count * sizeof(IndexRecord);
  header.blob_bytes = 4096;
  header.check = check_of(header);
  std::string bytes(sizeof header, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  const auto index = layer_index_of(bytes + body, blob);
  CHECK(index.has_value());

  std::size_t budget = 2000;  // paths that are not sorted may lead a walk around
  const Stack tree({*index, *index});
  (void)walk(tree, "", [&](const Entry& entry) -> Result<void> {
    (void)read_content(entry, 4096);
    (void)resolve_in_tree(tree, entry.path, true);
    return budget-- == 0 ? Result<void>(failure("enough")) : Result<void>();
  });
  (void)find_account(tree, "app");
  return 0;
}
