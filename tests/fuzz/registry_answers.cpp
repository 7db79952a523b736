// What a registry answers comes from anybody: headers, manifests, tokens, tags. Whatever the bytes,
// reading them ends, and what is taken for good is good. The first byte chooses what is read.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/http/url.h"
#include "analyzer/registry/challenge.h"
#include "analyzer/registry/manifest.h"
#include "analyzer/registry/tokens.h"

using namespace plimsoll;
using namespace plimsoll::registry;

namespace {

void read_manifest(std::string_view bytes) {
  for (const char* told : {"", "application/vnd.oci.image.index.v1+json",
                           "application/vnd.oci.image.manifest.v1+json; charset=utf-8"}) {
    const auto type = media_type_of(bytes, told);
    if (!type) continue;
    CHECK(is_index(*type) != is_image_manifest(*type));
  }
  if (const auto entries = read_index(bytes)) {
    for (const IndexEntry& entry : *entries) CHECK(is_digest(entry.manifest.digest));
  }
  if (const auto parts = read_parts(bytes)) {
    CHECK(is_digest(parts->config.digest));
    for (const Descriptor& layer : parts->layers) CHECK(is_digest(layer.digest));
  }
}

// A place that a server names: what is taken for a URL reads the same a second time, and says
// nothing of a user.
void read_location(std::string_view text) {
  const auto base = http::parse_url("https://registry.example:5000/v2/a/blobs/uploads/?x=y");
  CHECK(base.has_value());
  const auto url = http::resolve_url(*base, text);
  if (!url) return;
  CHECK(url->userinfo.empty());
  const auto again = http::parse_url(url->text());
  CHECK(again.has_value());
  CHECK(again->text() == url->text());
  CHECK(http::same_origin(*again, *url));
}

void read_headers(std::string_view text) {
  for (const Challenge& challenge : parse_challenges(text)) CHECK(!challenge.scheme.empty());
  (void)next_link(text);
  if (const auto range = parse_content_range(text)) CHECK(range->first <= range->last);
  if (const auto sent = parse_upload_range(text)) CHECK(*sent <= 1ULL << 50);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'm':
      read_manifest(text);
      break;
    case 'l':
      read_location(text);
      break;
    case 't':
      if (const auto token = read_token(text)) CHECK(!token->value.empty());
      break;
    case 'e':
      for (const char c : server_words(text)) CHECK(c >= ' ' && c < '\x7f');
      break;
    default:
      read_headers(text);
  }
  return 0;
}
