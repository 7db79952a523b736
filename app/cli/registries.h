#pragma once

// What the commands have in common that leave this machine: clients made when they are first
// needed, and what the command line says of them.

#include <memory>
#include <optional>
#include <string>

#include "analyzer/http/http.h"
#include "analyzer/registry/client.h"
#include "app/cli/session.h"
#include "builder/build.h"
#include "builder/export/fetch.h"

namespace plimsoll::app {

class Registries {
 public:
  // `session` must outlive this. Registries that trusted-registries of the configuration leaves out
  // are not asked.
  explicit Registries(const Session& session);
  Registries(const Registries&) = delete;
  Registries& operator=(const Registries&) = delete;
  ~Registries();

  // Any thread; the first call reads the settings. A setting that cannot be read is an error.
  [[nodiscard]] Result<registry::Client*> client();
  [[nodiscard]] http::Client& http();

  // How FROM finds what is not in `store`, by --offline and --pull; `on_transfer` may be empty. The
  // result refers to this and to `store`.
  [[nodiscard]] builder::Fetch fetch(builder::Store& store, builder::OnTransfer on_transfer);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Where a docker daemon would listen: DOCKER_HOST=unix://PATH, else /var/run/docker.sock. "" where
// DOCKER_HOST names something else.
[[nodiscard]] std::string docker_socket(const Host& host);

}  // namespace plimsoll::app
