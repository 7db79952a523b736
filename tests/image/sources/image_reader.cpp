// open_image by hand, for the Python tests beside it: what it says of an image as JSON, and the
// digest of what comes out of each layer.
//
//   image_reader [--platform P] [--tag T] [--socket PATH] [--limit BYTES] [--offline]
//                [--skip-layers] [--first BYTES] REFERENCE

#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/image/source/image_source.h"
#include "analyzer/registry/client.h"

using namespace plimsoll;
using Json = nlohmann::ordered_json;

namespace {

Json layer_json(const image::ImageSource& source, std::size_t index,
                const std::map<std::string, std::string>& flags) {
  const image::LayerBlob& layer = source.description().layers[index];
  Json json = {{"diff_id", layer.diff_id},    {"type", layer.blob.media_type},
               {"digest", layer.blob.digest}, {"size", layer.blob.size},
               {"foreign", layer.foreign},    {"unreadable", layer.unreadable}};
  if (flags.contains("--skip-layers")) return json;
  const auto reader = source.open_layer(index);
  if (!reader) return json;
  json["in_file"] = (*reader)->in_file().has_value();
  const std::size_t first = flags.contains("--first") ? std::stoul(flags.at("--first")) : SIZE_MAX;
  digest::Sha256Stream hash;
  std::size_t total = 0;
  std::string piece(std::size_t{64} << 10, '\0');
  while (total < first) {
    const auto got = (*reader)->read(piece.data(), std::min(piece.size(), first - total));
    if (!got) {
      json["failure"] = got.error().message;
      return json;
    }
    if (*got == 0) break;
    hash.update({piece.data(), *got});
    total += *got;
  }
  json["read"] = total;
  json["sha256"] = "sha256:" + digest::to_hex(hash.finish());
  return json;
}

Json image_json(const image::ImageSource& source, const std::map<std::string, std::string>& flags) {
  const image::ImageDescription& image = source.description();
  Json json = {{"kind", image.source_kind},
               {"names", image.names},
               {"platform", image.platform.to_string()},
               {"manifest", image.manifest_digest},
               {"config", image.config_digest},
               {"configured", image.configured},
               {"layers", Json::array()},
               {"notes", Json::array()}};
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    json["layers"].push_back(layer_json(source, i, flags));
  }
  for (const image::SourceNote& note : image.notes) {
    json["notes"].push_back({{"kind", note.kind},
                             {"what", note.what},
                             {"layer", note.layer},
                             {"partial", note.partial}});
  }
  return json;
}

int fail(const Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  std::map<std::string, std::string> flags;
  std::string reference;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--offline" || word == "--skip-layers") {
      flags[word] = "";
    } else if (word.starts_with("--") && i + 1 < count) {
      flags[word] = words[++i];
    } else {
      reference = word;
    }
  }
  const std::unique_ptr<Host> host = make_system_host();
  http::Client http(*host, http::settings_from(*host));
  std::unique_ptr<registry::Client> client;
  image::OpenOptions options;
  options.temporary_directory = host->environment("TMPDIR").value_or("/tmp");
  options.http = &http;
  if (flags.contains("--platform")) options.platform = parse_platform(flags["--platform"]);
  if (flags.contains("--tag")) options.tag = flags["--tag"];
  if (flags.contains("--socket")) options.docker_socket = flags["--socket"];
  if (flags.contains("--limit")) options.max_plain_bytes = std::stoull(flags["--limit"]);
  if (!flags.contains("--offline")) {
    options.registry = [&]() -> Result<registry::Client*> {
      auto settings = registry::settings_from(*host);
      if (!settings) return tl::unexpected(settings.error());
      settings->stall_seconds = 3;
      registry::World world = registry::world_of(*host);
      world.sleep = [](std::chrono::milliseconds) {};
      client = std::make_unique<registry::Client>(http, world, *settings);
      return client.get();
    };
  }
  const auto source = image::open_image(reference, options);
  if (!source) return fail(source.error());
  std::printf("%s\n", image_json(**source, flags).dump(1).c_str());
  return 0;
}
