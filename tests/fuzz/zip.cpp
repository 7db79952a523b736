// Any bytes are an archive: what is seen in it is the same in whatever pieces it comes, no file is
// within another one, and no limit is passed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/image/scan/archive_search.h"
#include "analyzer/image/zip.h"

namespace {

using namespace plimsoll;

constexpr std::uint64_t most_plain = 1 << 20;

struct Seen final : ZipReader::Visitor {
  std::string text, plain;
  std::uint64_t given = 0;
  bool open = false;
  bool entry(std::string_view name) override {
    CHECK(!open);
    open = !name.starts_with("-");
    if (open) text.append(name).append(":");
    plain.clear();
    return open;
  }
  void content(std::string_view bytes) override {
    CHECK(open && !bytes.empty());
    plain += bytes;
    given += bytes.size();
  }
  void end(bool sound) override {
    CHECK(open);
    open = false;
    text += sound ? plain + "\n" : "damaged\n";
  }
};

std::string read(std::string_view bytes, std::size_t piece) {
  Seen seen;
  ZipLimits limits;
  limits.plain_bytes = most_plain;
  limits.entries = 1000;
  ZipReader reader(seen, limits);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    reader.feed(bytes.substr(0, piece));
  }
  reader.finish();
  CHECK(!seen.open && reader.ended() != ZipEnd::None);
  CHECK(seen.given <= most_plain && reader.plain_bytes() <= most_plain);
  return seen.text + std::to_string(static_cast<int>(reader.ended()));
}

std::string search(std::string_view bytes, std::size_t piece) {
  static const std::unique_ptr<SecretScanner> scanner = std::move(*SecretScanner::make());
  static image::ArchiveSearch search(*scanner);
  const auto where = image::ArchiveSearch::begins("a.jar", bytes);
  if (where == image::ArchiveSearch::Begins::No) return "";
  search.begin("a.jar", bytes.size(), most_plain, where);
  std::size_t front = 0;
  for (std::string_view rest = bytes; !rest.empty();
       rest.remove_prefix(std::min(piece, rest.size()))) {
    front += search.feed(rest.substr(0, piece));
  }
  CHECK(front <= bytes.size());
  std::vector<image::InnerSecret> found;
  search.finish(found);
  CHECK(found.size() <= 2 * SecretReader::most_hits);
  std::string text;
  for (const image::InnerSecret& each : found) {
    text += each.inner + ":" + std::to_string(each.hit.offset) + each.hit.redacted + "\n";
  }
  return text + (search.limited() ? "limited" : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  CHECK(read(bytes, SIZE_MAX) == read(bytes, 13));
  CHECK(search(bytes, SIZE_MAX) == search(bytes, 61));
  return 0;
}
