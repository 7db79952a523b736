#include "app/cli/registries.h"

#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config/configuration.h"

namespace plimsoll::app {

struct Registries::State {
  const Session& session;
  std::mutex mutex;
  std::unique_ptr<http::Client> http;
  std::unique_ptr<registry::Client> registry;
};

Registries::Registries(const Session& session) : state_(new State{session, {}, nullptr, nullptr}) {}

Registries::~Registries() = default;

http::Client& Registries::http() {
  const std::lock_guard lock(state_->mutex);
  if (!state_->http) {
    const Host& host = state_->session.host;
    state_->http = std::make_unique<http::Client>(host, http::settings_from(host));
  }
  return *state_->http;
}

Result<registry::Client*> Registries::client() {
  http::Client& transport = http();
  const std::lock_guard lock(state_->mutex);
  if (!state_->registry) {
    const Host& host = state_->session.host;
    Result<registry::Settings> settings = registry::settings_from(host);
    if (!settings) return tl::unexpected(settings.error());
    Configurations configurations(host, {});
    const Result<const Configuration*> configuration = configurations.for_file("Dockerfile");
    if (!configuration) return tl::unexpected(configuration.error());
    settings->allowed = (*configuration)->settings.trusted_registries;
    state_->registry = std::make_unique<registry::Client>(transport, registry::world_of(host),
                                                          std::move(*settings));
  }
  return state_->registry.get();
}

builder::Fetch Registries::fetch(builder::Store& store, builder::OnTransfer on_transfer) {
  builder::FetchOptions options;
  options.offline = state_->session.line.has(FlagId::Offline);
  options.pull = state_->session.line.has(FlagId::Pull);
  options.socket = docker_socket(state_->session.host);
  options.http = [this]() -> http::Client& { return http(); };
  options.registry = [this] { return client(); };
  options.on_transfer = std::move(on_transfer);
  return [&store, options](const std::string& reference, const Platform& platform) {
    return builder::fetch_image(store, reference, platform, options);
  };
}

std::string docker_socket(const Host& host) {
  constexpr std::string_view scheme = "unix://";
  const std::string place = host.environment("DOCKER_HOST").value_or("");
  if (place.empty()) return "/var/run/docker.sock";
  return place.starts_with(scheme) ? place.substr(scheme.size()) : "";
}

}  // namespace plimsoll::app
