#pragma once

// Bearer tokens and basic authorization (the distribution project's token authentication). Private
// to the folder.

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/http/http.h"
#include "analyzer/registry/challenge.h"
#include "analyzer/registry/credentials.h"
#include "analyzer/registry/endpoint.h"

namespace plimsoll::registry {

// What is to be done, as token servers spell it: "repository:library/debian:pull".
using Scopes = std::vector<std::string>;

// A token of a server's answer, and how long it lives.
struct Token {
  std::string value;
  std::chrono::seconds lifetime{0};
};
[[nodiscard]] Result<Token> read_token(std::string_view body);

// Any number of threads.
class Authorizer {
 public:
  Authorizer(http::Client& http, const World& world, const Settings& settings)
      : http_(http), world_(world), settings_(settings) {}

  // The Authorization header for a request, or "": until the endpoint has asked for it, nobody is
  // told who we are.
  [[nodiscard]] std::string header(const Endpoint& endpoint, const Scopes& scopes);

  // After a 401 to a request that went with `used`: whether another try may do better.
  [[nodiscard]] Result<bool> answer(const Endpoint& endpoint, const http::Response& refusal,
                                    const Scopes& scopes, const std::string& used);

  // Why access was denied, as far as we can tell: what to do for a user.
  [[nodiscard]] std::string advice(const Endpoint& endpoint);

 private:
  struct Known {
    std::string realm;  // "" for basic
    std::string service;
    bool asked = false;
    bool looked_up = false;
    Lookup lookup;
  };
  struct Kept {
    std::string value;
    std::chrono::steady_clock::time_point end;
  };

  Known& known(const Endpoint& endpoint);
  [[nodiscard]] Result<Token> fetch(const Endpoint& endpoint, const Known& known,
                                    const Scopes& scopes);
  [[nodiscard]] http::Request token_request(const Known& known, const Scopes& scopes) const;
  [[nodiscard]] std::string header_locked(const Endpoint& endpoint, const Scopes& scopes);

  http::Client& http_;
  const World& world_;
  const Settings& settings_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;                          // by host and repository
  std::map<std::pair<std::string, std::string>, Kept> tokens_;  // by host and scopes
};

}  // namespace plimsoll::registry
