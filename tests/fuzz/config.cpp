// Configuration files come from anywhere: whatever their bytes, reading one ends in a configuration
// or in a complaint. The first byte chooses the language: 'y' YAML, anything else TOML.

#include <cstdint>
#include <cstdio>
#include <string>

#include "analyzer/base/check.h"
#include "app/config/configuration.h"
#include "app/config/init.h"

using namespace plimsoll;
using namespace plimsoll::app;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool yaml = data[0] == 'y';
  MemoryHost host;
  host.files[yaml ? "/work/.hadolint.yaml" : "/work/plimsoll.toml"] = text;
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("services/legacy/Dockerfile");
  if (configuration) {
    CHECK(!show(**configuration).empty());
    (void)configurations.excluded("vendor/x", true);
  } else {
    CHECK(configuration.error().message.starts_with("error: "));
  }
  if (!yaml) return 0;
  // What migrates is a configuration that loads.
  if (const auto migration = migrate_hadolint(".hadolint.yaml", text)) {
    host.files.clear();
    host.files["/work/plimsoll.toml"] = migration->toml;
    Configurations migrated(host, {});
    const auto same = migrated.for_file("Dockerfile");
    if (!same) std::fputs((migration->toml + "\n" + same.error().message).c_str(), stderr);
    CHECK(same.has_value());
  }
  return 0;
}
