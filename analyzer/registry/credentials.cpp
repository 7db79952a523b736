#include "analyzer/registry/credentials.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/base/base64.h"
#include "analyzer/base/paths.h"
#include "analyzer/registry/challenge.h"
#include "analyzer/registry/json.h"

namespace plimsoll::registry {

namespace {

constexpr std::uint64_t largest_file_bytes = 4ULL << 20;
constexpr std::uint32_t executable_bits = 0111;
constexpr std::string_view hub = "docker.io";
constexpr std::string_view hub_key = "https://index.docker.io/v1/";

// "https://index.docker.io/v1/" -> "docker.io"; "https://host:5000/v2" -> "host:5000". A key of
// containers' files may go on with a path: "quay.io/team".
std::string key_place(std::string_view key) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
  }
  while (key.ends_with('/')) key.remove_suffix(1);
  for (const std::string_view version : {"/v1", "/v2"}) {
    if (key.ends_with(version)) key.remove_suffix(version.size());
  }
  const std::string_view host = key.substr(0, key.find('/'));
  for (const std::string_view alias : {"index.docker.io", "registry-1.docker.io"}) {
    if (host == alias) return std::string(hub) + std::string(key.substr(host.size()));
  }
  return std::string(key);
}

bool covers(std::string_view place, std::string_view wanted) {
  return wanted == place || (wanted.starts_with(place) && wanted[place.size()] == '/');
}

bool is_within(std::string_view path, std::string_view folder) {
  const std::string normal = normal_path(folder);
  return normal == "/" || covers(normal, path);
}

// The member of `object` whose key covers `wanted` best.
std::pair<std::string, const Json*> best_member(const Json& object, const std::string& wanted) {
  std::pair<std::string, const Json*> best{"", nullptr};
  std::size_t longest = 0;
  for (const auto& [key, value] : object.items()) {
    const std::string place = key_place(key);
    if (place.empty() || !covers(place, wanted) || place.size() < longest) continue;
    if (place.size() == longest && best.second != nullptr) continue;
    longest = place.size();
    best = {key, &value};
  }
  return best;
}

class Search {
 public:
  Search(const World& world, const Settings& settings, const std::string& registry,
         const std::string& repository)
      : world_(world),
        settings_(settings),
        registry_(registry),
        wanted_(registry + "/" + repository) {}

  Lookup run();

 private:
  [[nodiscard]] std::vector<std::string> files() const;
  bool search_file(const std::string& path);
  bool ask_helper(const std::string& name, const std::string& server, const std::string& file);
  [[nodiscard]] std::string find_helper(const std::string& name) const;
  [[nodiscard]] bool is_trusted(const std::string& path) const;
  bool read_entry(const Json& entry, const std::string& file);
  void note(std::string text) { found_.notes.push_back(std::move(text)); }

  const World& world_;
  const Settings& settings_;
  const std::string& registry_;
  std::string wanted_;
  Lookup found_;
};

std::vector<std::string> Search::files() const {
  const auto variable = [&](const char* name) {
    return world_.host->environment(name).value_or("");
  };
  std::vector<std::string> paths;
  const std::string home = variable("HOME");
  if (const std::string folder = variable("DOCKER_CONFIG"); !folder.empty()) {
    paths.push_back(folder + "/config.json");
  } else if (!home.empty()) {
    paths.push_back(home + "/.docker/config.json");
  }
  if (const std::string file = variable("REGISTRY_AUTH_FILE"); !file.empty()) {
    paths.push_back(file);
  }
  if (const std::string folder = variable("XDG_RUNTIME_DIR"); !folder.empty()) {
    paths.push_back(folder + "/containers/auth.json");
  }
  if (!home.empty()) paths.push_back(home + "/.config/containers/auth.json");
  return paths;
}

Lookup Search::run() {
  const auto given = settings_.credentials.find(registry_);
  if (given != settings_.credentials.end()) {
    found_.credential = given->second;
    return std::move(found_);
  }
  for (const std::string& path : files()) {
    if (search_file(path)) break;
  }
  return std::move(found_);
}

bool Search::search_file(const std::string& path) {
  const auto status = world_.host->status(path);
  if (status && status->kind == FileKind::Missing) return false;
  const auto bytes = world_.host->read_file(path, largest_file_bytes);
  if (!bytes) {
    note(path + ": " + bytes.error().message);
    return false;
  }
  const auto config = parse_object(*bytes);
  if (!config) {
    note(path + ": " + config.error().message);
    return false;
  }
  if (const Json* helpers = member(*config, "credHelpers", Json::value_t::object)) {
    const auto [key, name] = best_member(*helpers, wanted_);
    if (name != nullptr && name->is_string() && ask_helper(name->get<std::string>(), key, path)) {
      return true;
    }
  }
  const std::string store = text_of(*config, "credsStore");
  const std::string server = registry_ == hub ? std::string(hub_key) : registry_;
  if (!store.empty() && ask_helper(store, server, path)) return true;
  const Json* entries = member(*config, "auths", Json::value_t::object);
  if (entries == nullptr) return false;
  const Json* entry = best_member(*entries, wanted_).second;
  return entry != nullptr && entry->is_object() && read_entry(*entry, path);
}

bool Search::read_entry(const Json& entry, const std::string& file) {
  Credential credential;
  credential.origin = file;
  credential.username = text_of(entry, "username");
  credential.password = text_of(entry, "password");
  credential.identity_token = text_of(entry, "identitytoken");
  credential.registry_token = text_of(entry, "registrytoken");
  if (const std::string text = text_of(entry, "auth"); !text.empty()) {
    const auto pair = base64_decoded(text);
    const std::size_t colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) {
      note(file + ": what `auth` holds for " + registry_ + " is not user:password in base64");
    } else {
      credential.username = pair->substr(0, colon);
      credential.password = pair->substr(colon + 1);
      while (credential.password.ends_with('\0')) credential.password.pop_back();
    }
  }
  if (credential.empty()) return false;
  found_.credential = std::move(credential);
  return true;
}

bool Search::is_trusted(const std::string& path) const {
  const auto real = world_.host->real_path(path);
  for (const std::string& folder : settings_.untrusted_directories) {
    const auto real_folder = world_.host->real_path(folder);
    if (is_within(path, folder)) return false;
    if (real && real_folder && is_within(*real, *real_folder)) return false;
  }
  return true;
}

// In the absolute folders of PATH: "" and "." are wherever one happens to stand, which may be a
// repository of somebody else's.
std::string Search::find_helper(const std::string& name) const {
  const std::string path = world_.host->environment("PATH").value_or("");
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    if (!folder.starts_with('/')) continue;
    const std::string candidate = normal_path(std::string(folder) + "/" + name);
    const auto status = world_.host->status(candidate);
    if (!status || status->kind != FileKind::Regular || (status->mode & executable_bits) == 0) {
      continue;
    }
    if (is_trusted(candidate)) return candidate;
  }
  return "";
}

bool Search::ask_helper(const std::string& name, const std::string& server,
                        const std::string& file) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  if (!plain) {
    note(file + ": no name of a credential helper: " + printable(name));
    return false;
  }
  const std::string program = "docker-credential-" + name;
  const std::string path = find_helper(program);
  if (path.empty()) {
    note(file + " names " + program + ", which is not in the absolute folders of PATH");
    return false;
  }
  Process process;
  process.program = path;
  process.arguments = {"get"};
  process.input = server;
  const auto output = world_.run(process);
  if (!output) {
    note(output.error().message);
    return false;
  }
  if (output->exit_code != 0) {
    if (output->out.find("credentials not found") == std::string::npos) {
      note(program + ": " + printable(output->out.empty() ? output->err : output->out));
    }
    return false;
  }
  const auto answer = parse_object(output->out);
  if (!answer) {
    note(program + ": its answer is " + answer.error().message);
    return false;
  }
  Credential credential;
  credential.origin = program;
  credential.username = text_of(*answer, "Username");
  const std::string secret = text_of(*answer, "Secret");
  (credential.username == "<token>" ? credential.identity_token : credential.password) = secret;
  if (credential.username.empty() || secret.empty()) return false;
  if (!credential.identity_token.empty()) credential.username.clear();
  found_.credential = std::move(credential);
  return true;
}

}  // namespace

Lookup find_credential(const World& world, const Settings& settings, const std::string& registry,
                       const std::string& repository) {
  return Search(world, settings, registry, repository).run();
}

}  // namespace plimsoll::registry
