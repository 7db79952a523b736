// Any bytes are a document of an image or an error; what was read is written and read again the
// same.

#include <cstddef>
#include <cstdint>

#include "analyzer/base/check.h"
#include "analyzer/image/config.h"
#include "analyzer/image/manifest.h"

using namespace plimsoll;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto config = parse_image_config(text)) {
    CHECK(parse_image_config(to_json(*config)).value() == *config);
  }
  if (const auto manifest = parse_manifest(text)) {
    const std::string json = to_json(*manifest);
    CHECK(to_json(parse_manifest(json).value()) == json);
    CHECK(!parse_index(text));
  }
  if (const auto index = parse_index(text)) {
    const std::string json = to_json(*index);
    CHECK(to_json(parse_index(json).value()) == json);
    (void)choose(*index, {"linux", "arm64", ""});
  }
  (void)media_type_of(text);
  return 0;
}
