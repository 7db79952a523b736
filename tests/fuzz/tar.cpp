// Any bytes are a tar or an error: the same one in whatever pieces they come and whether contents
// are read or jumped over; what an index says of it can be looked at and lies in the bytes.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/base/check.h"
#include "analyzer/image/tar.h"
#include "builder/layer/stack.h"
#include "tests/fuzz/tar_sums.h"

namespace {

using namespace plimsoll;
using namespace plimsoll::builder;

struct Seen final : TarReader::Visitor {
  std::string headers, contents;
  Result<void> entry(const TarEntry& entry) override {
    headers += entry.name + '\0' + entry.type + entry.link + '\0' + std::to_string(entry.size) +
               ' ' + std::to_string(entry.offset) + ' ' + std::to_string(entry.mtime_s);
    for (const auto& [name, value] : entry.xattrs) headers += name + '=' + value;
    (void)layer_path(entry.name);
    return {};
  }
  Result<void> content(std::string_view bytes) override {
    contents += bytes;
    return {};
  }
};

std::string read(std::string_view bytes, std::size_t piece, Seen& seen) {
  TarReader reader(seen);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    if (auto fed = reader.feed(bytes.substr(0, piece)); !fed) return fed.error().message;
  }
  const auto finished = reader.finish();
  return finished ? "" : finished.error().message;
}

void check(std::string_view bytes) {
  Seen whole, pieces, jumped;
  const std::string error = read(bytes, bytes.size() + 1, whole);
  CHECK(read(bytes, 100, pieces) == error);
  CHECK(whole.headers == pieces.headers && whole.contents == pieces.contents);

  const auto blob = std::make_shared<const FileDescriptor>(::memfd_create("tar", MFD_CLOEXEC));
  CHECK(write_all(*blob, bytes).has_value());
  const auto read_by_jumping = read_tar(*blob, false, jumped);
  CHECK((read_by_jumping ? "" : read_by_jumping.error().message) == error);
  CHECK(whole.headers == jumped.headers);

  const auto index = index_of_tar(*blob);
  CHECK(!index || error.empty());
  if (!index) return;
  const auto opened = layer_index_of(*index, blob);
  CHECK(opened.has_value());
  for (std::size_t i = 1; i < (*opened)->size(); ++i) {
    CHECK((*opened)->path_at(i - 1) <= (*opened)->path_at(i));
  }
  const Stack tree({*opened, *opened});
  const auto walked = walk(tree, "", [&](const Entry& entry) -> Result<void> {
    if (entry.kind != EntryKind::File || entry.size > 4096) return {};
    CHECK(read_content(entry, 4096).has_value());
    CHECK(tree.find(entry.path)->has_value());
    return {};
  });
  CHECK(walked.has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(fuzzing::with_right_sums(bytes));
  return 0;
}
