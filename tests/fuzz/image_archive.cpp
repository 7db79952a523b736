// Any bytes are an archive of an image or an error: what is opened can be read to its end, and none
// of its layers gives more bytes than the archive has.
//
// An input that begins with "--- " is a list of members, so that a change to a document need not
// guess checksums and digests: a line "--- NAME", or "--- NAME -> TARGET" for a link, and the bytes
// below it. "@@3" is the SHA-256 of the fourth member's bytes, in names as well. Anything else is
// the archive as it is.

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image/source/image_source.h"
#include "tests/unit/analyzer/image/tar_blocks.h"

using namespace plimsoll;

namespace {

std::string with_digests(std::string text, const std::vector<std::string>& digests) {
  for (std::size_t at = text.find("@@"); at != std::string::npos; at = text.find("@@", at + 2)) {
    const std::size_t place =
        at + 2 < text.size() ? static_cast<std::size_t>(text[at + 2] - '0') : 99;
    if (place < digests.size()) text.replace(at, 3, digests[place]);
  }
  return text;
}

std::string tar_of(std::string_view list) {
  using namespace plimsoll::testing;
  std::string tar;
  std::vector<std::string> digests;
  while (list.starts_with("--- ")) {
    const std::size_t line = std::min(list.find('\n'), list.size());
    std::string name = with_digests(std::string(list.substr(4, line - 4)), digests);
    list.remove_prefix(std::min(line + 1, list.size()));
    std::size_t end = std::min(list.find("\n--- "), list.size());
    if (list.starts_with("--- ")) end = 0;
    const std::string bytes = with_digests(std::string(list.substr(0, end)), digests);
    list.remove_prefix(std::min(end == 0 ? 0 : end + 1, list.size()));
    std::string target;
    if (const std::size_t arrow = name.find(" -> "); arrow != std::string::npos) {
      target = name.substr(arrow + 4, 100);
      name.resize(arrow);
    }
    name.resize(std::min<std::size_t>(name.size(), 100));
    if (!target.empty()) {
      tar += Block{.name = name, .type = '2', .link = target}.text();
    } else {
      tar += Block{.name = name, .size = octal(bytes.size())}.text();
      if (!bytes.empty()) tar += content(bytes);
    }
    digests.push_back(digest::to_hex(digest::sha256(bytes)));
  }
  return tar + end_blocks;
}

void read_whole_image(const std::string& reference, std::size_t size) {
  image::OpenOptions options;
  options.temporary_directory = "/tmp";
  options.max_plain_bytes = 1 << 20;
  const auto source = image::open_image(reference, options);
  if (!source) {
    CHECK(!source.error().message.empty());
    return;
  }
  const image::ImageDescription& description = (*source)->description();
  for (const image::SourceNote& note : description.notes) {
    CHECK(!note.kind.empty());
    CHECK(std::all_of(note.what.begin(), note.what.end(),
                      [](char c) { return c >= ' ' && c < '\x7f'; }));
    CHECK(note.layer < static_cast<std::int32_t>(description.layers.size()));
  }
  const std::uint64_t most = std::max<std::uint64_t>(size, options.max_plain_bytes);
  for (std::size_t i = 0; i < description.layers.size() && i < 20; ++i) {
    const auto reader = (*source)->open_layer(i);
    CHECK(reader.has_value() == description.layers[i].unreadable.empty());
    if (!reader) continue;
    char piece[4096];
    std::uint64_t total = 0;
    for (auto got = (*reader)->read(piece, sizeof piece); got && *got > 0;
         got = (*reader)->read(piece, sizeof piece)) {
      total += *got;
    }
    CHECK(total <= most);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string archive(reinterpret_cast<const char*>(data), size);
  if (archive.starts_with("--- ")) archive = tar_of(archive);
  const FileDescriptor file(::memfd_create("archive", MFD_CLOEXEC));
  CHECK(write_all(file, archive).has_value());
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  read_whole_image(path, archive.size());
  read_whole_image("oci-archive:" + path, archive.size());
  read_whole_image("docker-archive:" + path, archive.size());
  return 0;
}
