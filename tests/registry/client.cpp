// analyzer/http and analyzer/registry by hand, for the Python tests beside it:
//
//   registry_client [OPTION...] get URL
//   registry_client [OPTION...] head|tags|delete REFERENCE
//   registry_client [OPTION...] pull REFERENCE FOLDER      what there is for linux/amd64
//   registry_client [OPTION...] push FOLDER REFERENCE      what a pull has left there
//
// A folder holds `root` (the manifest's or index's bytes), `type` and blobs/HEX. Pauses are said on
// standard error instead of being made.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/registry/client.h"

using namespace plimsoll;
using registry::Descriptor;

namespace {

struct Call {
  http::Request request;
  http::Settings http;
  registry::Settings settings;
  std::vector<std::string> mount_from;
  std::vector<std::string> words;
};

std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

int fail(const Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  return 1;
}

std::string hex_of(const Descriptor& blob) { return blob.digest.substr(blob.digest.find(':') + 1); }

unsigned number(const std::string& text) { return static_cast<unsigned>(std::stoul(text)); }

std::pair<std::string, std::string> pair_of(const std::string& text, char separator) {
  const std::size_t at = text.find(separator);
  return {text.substr(0, at), text.substr(at + 1)};
}

using Setter = std::function<void(Call&, const std::string&)>;

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> all = {
      {"--method", [](Call& c, const std::string& v) { c.request.method = v; }},
      {"--header",
       [](Call& c, const std::string& v) {
         const auto [name, value] = pair_of(v, ':');
         c.request.headers.set(name, value);
       }},
      {"--body", [](Call& c, const std::string& v) { c.request.body = http::Body::of(v); }},
      {"--socket", [](Call& c, const std::string& v) { c.request.unix_socket = v; }},
      {"--limit", [](Call& c, const std::string& v) { c.request.limits.body_bytes = number(v); }},
      {"--stall",
       [](Call& c, const std::string& v) {
         c.request.limits.stall_seconds = c.settings.stall_seconds = number(v);
       }},
      {"--total",
       [](Call& c, const std::string& v) { c.request.limits.total_seconds = number(v); }},
      {"--certificates",
       [](Call& c, const std::string& v) { c.http.certificate_directories = {v}; }},
      {"--ca-file", [](Call& c, const std::string& v) { c.http.ca_file = v; }},
      {"--proxy", [](Call& c, const std::string& v) { c.http.http_proxy = v; }},
      {"--mirror",
       [](Call& c, const std::string& v) {
         const auto [registry, mirror] = pair_of(v, '=');
         c.settings.mirrors[registry].push_back(mirror);
       }},
      {"--allow", [](Call& c, const std::string& v) { c.settings.allowed.push_back(v); }},
      {"--insecure",
       [](Call& c, const std::string& v) {
         c.settings.insecure.push_back(v);
         c.request.insecure = true;
       }},
      {"--trusted", [](Call& c, const std::string& v) { c.settings.trusted_hosts.push_back(v); }},
      {"--attempts", [](Call& c, const std::string& v) { c.settings.attempts = number(v); }},
      {"--chunk", [](Call& c, const std::string& v) { c.settings.chunk_bytes = number(v); }},
      {"--require-digest",
       [](Call& c, const std::string& v) { c.settings.require_digest = v == "yes"; }},
      {"--untrusted",
       [](Call& c, const std::string& v) { c.settings.untrusted_directories.push_back(v); }},
      {"--mount-from", [](Call& c, const std::string& v) { c.mount_from.push_back(v); }},
  };
  return all;
}

int get(const Host& host, const Call& call) {
  http::Client client(host, call.http);
  http::Request request = call.request;
  request.url = call.words[1];
  const auto response = client.request(request);
  if (!response) return fail(response.error());
  std::printf("%d %s\n", response->status, response->url.c_str());
  for (const http::Header& header : response->headers.all) {
    std::printf("%s: %s\n", header.name.c_str(), header.value.c_str());
  }
  std::printf("\n%s", response->body.c_str());
  return 0;
}

Result<std::size_t> linux_amd64(const std::vector<registry::IndexEntry>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].os == "linux" && entries[i].architecture == "amd64") return i;
  }
  return failure("nothing for linux/amd64");
}

int pull(registry::Client& client, const ImageReference& image, const std::filesystem::path& to) {
  const auto resolved = client.resolve(image, linux_amd64);
  if (!resolved) return fail(resolved.error());
  std::filesystem::create_directories(to / "blobs");
  write_bytes(to / "root", resolved->root.bytes);
  write_bytes(to / "type", resolved->root.media_type);
  write_bytes(to / "blobs" / resolved->image.digest.substr(7), resolved->image.bytes);
  const auto parts = registry::read_parts(resolved->image.bytes);
  if (!parts) return fail(parts.error());
  std::vector<Descriptor> blobs = parts->layers;
  blobs.insert(blobs.begin(), parts->config);
  std::vector<std::shared_ptr<std::ofstream>> files(blobs.size());
  const auto partial = [&](std::size_t i) {
    return to / "blobs" / (hex_of(blobs[i]) + ".partial");
  };
  const auto begin = [&](std::size_t i) {
    files[i] = std::make_shared<std::ofstream>(partial(i), std::ios::binary);
    return Result<void>();
  };
  const auto sink_of = [&](std::size_t i) -> Result<registry::Sink> {
    (void)begin(i);
    return registry::Sink{[&, i](std::string_view piece) {
                            *files[i] << piece;
                            return Result<void>();
                          },
                          [&, i] { return begin(i); }};
  };
  const auto done = [&](std::size_t i) -> Result<void> {
    files[i].reset();
    std::filesystem::rename(partial(i), to / "blobs" / hex_of(blobs[i]));
    return {};
  };
  const auto fetched = client.fetch_blobs(image, blobs, sink_of, done);
  if (!fetched) return fail(fetched.error());
  std::printf("%s %s\n", resolved->root.digest.c_str(), resolved->image.digest.c_str());
  return 0;
}

Result<void> push_image(registry::Client& client, const Call& call, const ImageReference& image,
                        const std::filesystem::path& from, const registry::Manifest& manifest,
                        bool by_digest) {
  const auto parts = registry::read_parts(manifest.bytes);
  if (!parts) return tl::unexpected(parts.error());
  std::vector<registry::Upload> uploads;
  std::vector<Descriptor> blobs = parts->layers;
  blobs.push_back(parts->config);
  for (const Descriptor& blob : blobs) {
    const auto bytes = std::make_shared<std::string>(read_bytes(from / "blobs" / hex_of(blob)));
    uploads.push_back({blob,
                       [bytes](std::uint64_t offset, char* into, std::size_t room) {
                         const std::size_t count =
                             std::min<std::uint64_t>(room, bytes->size() - offset);
                         std::memcpy(into, bytes->data() + offset, count);
                         return Result<std::size_t>(count);
                       },
                       call.mount_from});
  }
  const auto pushed = client.push_blobs(image, uploads);
  if (!pushed) return tl::unexpected(pushed.error());
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    const char* words[] = {"present", "mounted", "uploaded"};
    std::printf("%s %s\n", words[static_cast<int>((*pushed)[i])], blobs[i].digest.c_str());
  }
  const auto digest = client.push_manifest(image, manifest, by_digest);
  if (!digest) return tl::unexpected(digest.error());
  std::printf("manifest %s\n", digest->c_str());
  return {};
}

int push(registry::Client& client, const Call& call, const ImageReference& image,
         const std::filesystem::path& from) {
  const registry::Manifest root{read_bytes(from / "type"), "", read_bytes(from / "root")};
  if (!registry::is_index(root.media_type)) {
    const auto pushed = push_image(client, call, image, from, root, false);
    return pushed ? 0 : fail(pushed.error());
  }
  const auto entries = registry::read_index(root.bytes);
  if (!entries) return fail(entries.error());
  for (const registry::IndexEntry& entry : *entries) {
    const registry::Manifest member{entry.manifest.media_type, "",
                                    read_bytes(from / "blobs" / hex_of(entry.manifest))};
    const auto pushed = push_image(client, call, image, from, member, true);
    if (!pushed) return fail(pushed.error());
  }
  const auto digest = client.push_manifest(image, root);
  if (!digest) return fail(digest.error());
  std::printf("index %s\n", digest->c_str());
  return 0;
}

int list_tags(registry::Client& client, const ImageReference& image) {
  const auto tags = client.list_tags(image);
  if (!tags) return fail(tags.error());
  for (const std::string& tag : *tags) std::printf("%s\n", tag.c_str());
  return 0;
}

int with_client(const Host& host, const Call& call) {
  const std::string& command = call.words[0];
  const auto image = parse_image_reference(call.words[command == "push" ? 2 : 1]);
  if (!image) return fail(Error{"no image reference"});
  http::Client http(host, call.http);
  registry::World world = registry::world_of(host);
  world.sleep = [](std::chrono::milliseconds pause) {
    std::fprintf(stderr, "pause of %d ms\n", static_cast<int>(pause.count()));
  };
  registry::Client client(http, std::move(world), call.settings);
  if (command == "tags") return list_tags(client, *image);
  if (command == "pull") return pull(client, *image, call.words[2]);
  if (command == "push") return push(client, call, *image, call.words[1]);
  if (command == "head") {
    const auto found = client.head(*image);
    if (!found) return fail(found.error());
    std::printf("%s %s %d\n", found->digest.c_str(), found->media_type.c_str(),
                static_cast<int>(found->size));
    return 0;
  }
  const auto deleted = client.delete_manifest(*image);
  return deleted ? 0 : fail(deleted.error());
}

}  // namespace

int main(int argc, char** argv) {
  const std::unique_ptr<Host> host = make_system_host();
  Call call;
  call.http = http::settings_from(*host);
  auto settings = registry::settings_from(*host);
  if (!settings) return fail(settings.error());
  call.settings = std::move(*settings);
  std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto setter = setters().find(words[i]);
    if (setter != setters().end() && i + 1 < words.size()) {
      setter->second(call, words[++i]);
    } else {
      call.words.push_back(words[i]);
    }
  }
  if (call.words.size() < 2) return fail(Error{"see the top of tests/registry/client.cpp"});
  return call.words[0] == "get" ? get(*host, call) : with_client(*host, call);
}
