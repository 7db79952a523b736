// Any bytes are searched for secrets, under any name: the same ones are found in whatever pieces
// the bytes come, each lies in the file, and what may be shown is printable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/secrets/secret_scanner.h"
#include "analyzer/secrets/secrets.h"

namespace {

using namespace plimsoll;

std::vector<SecretHit> read(SecretReader& reader, std::string_view path, std::string_view bytes,
                            std::size_t piece) {
  std::vector<SecretHit> hits;
  reader.begin(path, bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += piece) reader.feed(bytes.substr(at, piece));
  reader.finish(hits);
  return hits;
}

void check_hits(const std::vector<SecretHit>& hits, std::size_t size, std::size_t classes) {
  for (const SecretHit& hit : hits) {
    CHECK(hit.secret_class < classes);
    CHECK(hit.length > 0 && hit.offset + hit.length <= size);
    CHECK(std::all_of(hit.redacted.begin(), hit.redacted.end(),
                      [](char c) { return c >= ' ' && c <= '~'; }));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto scanner = SecretScanner::make();
  static SecretReader reader(**scanner);
  // The first line is the path.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view path = input.substr(0, input.find('\n'));
  const std::string_view bytes = input.substr(std::min(input.size(), path.size() + 1));
  const std::size_t classes = (*scanner)->classes().size();

  const auto whole = read(reader, path, bytes, bytes.size() + 1);
  check_hits(whole, bytes.size(), classes);
  for (const std::size_t piece : {13u, 4096u, 70000u}) {
    const auto pieces = read(reader, path, bytes, piece);
    CHECK(pieces.size() == whole.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      CHECK(pieces[i].offset == whole[i].offset && pieces[i].line == whole[i].line);
      CHECK(pieces[i].secret_class == whole[i].secret_class);
      CHECK(pieces[i].fingerprint == whole[i].fingerprint);
    }
  }
  check_hits(find_in_text(**scanner, bytes), bytes.size(), classes);
  if (const auto found = find_credential(bytes)) CHECK(found->at + found->length <= bytes.size());
  return 0;
}
