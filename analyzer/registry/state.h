#pragma once

// What pulling and pushing share. Private to the folder.

#include "analyzer/registry/client.h"
#include "analyzer/registry/session.h"

namespace plimsoll::registry {

struct Client::State {
  World world;
  Settings settings;
  Session session;

  State(http::Client& http, World with, Settings set)
      : world(std::move(with)), settings(std::move(set)), session(http, world, settings) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

[[nodiscard]] Scopes pull_scopes(const Endpoint& endpoint);
[[nodiscard]] Scopes push_scopes(const Endpoint& endpoint);

// "12", "sha256:..."; what stands behind manifests/.
[[nodiscard]] std::string manifest_name(const ImageReference& image);

// The digest that an answer's header tells, when it is one that we can check.
[[nodiscard]] std::optional<std::string> told_digest(const http::Response& response);

// The first place of each distinct digest, in order.
[[nodiscard]] std::vector<std::size_t> distinct(const std::vector<Descriptor>& blobs);

}  // namespace plimsoll::registry
