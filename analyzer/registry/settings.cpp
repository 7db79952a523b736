#include "analyzer/registry/settings.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>

#include "analyzer/http/url.h"
#include "analyzer/registry/json.h"

namespace plimsoll::registry {

namespace {

constexpr std::uint64_t largest_file_bytes = 1ULL << 20;
constexpr const char* hub = "docker.io";

struct Place {
  std::string text;    // HOST[:PORT][/PREFIX]
  bool plain = false;  // "http://" was said
};

// "https://mirror.local:5000/hub/", "mirror.local:5000/hub".
std::optional<Place> place_of(std::string_view text) {
  Place place;
  place.plain = text.starts_with("http://");
  const bool has_scheme = text.find("://") != std::string_view::npos;
  const auto url = http::parse_url(has_scheme ? std::string(text) : "https://" + std::string(text));
  if (!url || !url->userinfo.empty() || url->target.find('?') != std::string::npos) {
    return std::nullopt;
  }
  place.text = url->authority() + url->target;
  while (place.text.ends_with('/')) place.text.pop_back();
  return place;
}

std::string host_part(const std::string& place) { return place.substr(0, place.find('/')); }

void add(std::vector<std::string>& to, const std::string& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

Result<void> add_mirror(Settings& settings, const std::string& registry, std::string_view text) {
  const auto place = place_of(text);
  if (!place || registry.empty()) return failure("no mirror: " + std::string(text), EINVAL);
  add(settings.mirrors[registry], place->text);
  if (place->plain) add(settings.insecure, host_part(place->text));
  return {};
}

Result<void> add_insecure(Settings& settings, std::string_view text) {
  const auto place = place_of(text);
  if (!place) return failure("no registry: " + std::string(text), EINVAL);
  if (place->text == host_part(place->text)) add(settings.insecure, place->text);
  return {};
}

std::vector<std::string> words_of(std::string_view text) {
  constexpr std::string_view separators = " ,\t\n";
  std::vector<std::string> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
    if (text.empty()) return words;
    const std::string_view word = text.substr(0, text.find_first_of(separators));
    words.emplace_back(word);
    text.remove_prefix(word.size());
  }
}

Result<void> read_daemon_file(const Host& host, const std::string& path, Settings& settings) {
  const auto bytes = host.read_file(path, largest_file_bytes);
  if (!bytes) {  // an administrator's alone, or not there: nothing for us
    const int code = bytes.error().code;
    if (code == ENOENT || code == EACCES || code == ENOTDIR) return {};
    return tl::unexpected(bytes.error());
  }
  const auto config = parse_object(*bytes);
  if (!config) return tl::unexpected(config.error());
  if (const Json* mirrors = member(*config, "registry-mirrors", Json::value_t::array)) {
    for (const Json& mirror : *mirrors) {
      if (!mirror.is_string()) continue;
      if (auto added = add_mirror(settings, hub, mirror.get<std::string>()); !added) return added;
    }
  }
  if (const Json* insecure = member(*config, "insecure-registries", Json::value_t::array)) {
    for (const Json& registry : *insecure) {
      if (!registry.is_string()) continue;
      if (auto added = add_insecure(settings, registry.get<std::string>()); !added) return added;
    }
  }
  return {};
}

Result<void> read_environment(const Host& host, Settings& settings) {
  const std::string mirrors = host.environment("PLIMSOLL_REGISTRY_MIRRORS").value_or("");
  std::map<std::string, std::vector<std::string>> said;
  for (const std::string& word : words_of(mirrors)) {
    const std::size_t equals = std::min(word.find('='), word.size());
    said[word.substr(0, equals)].push_back(word.substr(std::min(equals + 1, word.size())));
  }
  for (const auto& [registry, places] : said) {
    settings.mirrors.erase(registry);
    for (const std::string& place : places) {
      if (auto added = add_mirror(settings, registry, place); !added) {
        return tl::unexpected(
            Error(added.error()).while_doing("reading PLIMSOLL_REGISTRY_MIRRORS"));
      }
    }
  }
  const std::string insecure = host.environment("PLIMSOLL_INSECURE_REGISTRIES").value_or("");
  for (const std::string& word : words_of(insecure)) {
    if (auto added = add_insecure(settings, word); !added) {
      return tl::unexpected(
          Error(added.error()).while_doing("reading PLIMSOLL_INSECURE_REGISTRIES"));
    }
  }
  settings.trusted_hosts = words_of(host.environment("PLIMSOLL_TRUSTED_HOSTS").value_or(""));
  return {};
}

}  // namespace

Result<Settings> settings_from(const Host& host) {
  Settings settings;
  std::vector<std::string> files = {"/etc/docker/daemon.json"};
  if (const auto home = host.environment("HOME"); home && home->starts_with('/')) {
    files.push_back(*home + "/.config/docker/daemon.json");
  }
  for (const std::string& path : files) {
    if (auto read = read_daemon_file(host, path, settings); !read) {
      return tl::unexpected(Error(read.error()).while_doing("reading " + path));
    }
  }
  if (auto read = read_environment(host, settings); !read) return tl::unexpected(read.error());
  return settings;
}

World world_of(const Host& host) {
  World world;
  world.host = &host;
  world.run = [](const Process& process) { return run_process(process); };
  world.sleep = [](std::chrono::milliseconds duration) { sleep_for(duration); };
  return world;
}

}  // namespace plimsoll::registry
