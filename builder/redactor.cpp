#include "builder/redactor.h"

#include <algorithm>

namespace plimsoll::builder {
namespace {

constexpr std::size_t shortest_secret_bytes = 4;
constexpr std::string_view stars = "***";

}  // namespace

Redactor::Redactor(const std::vector<std::string>& secrets) {
  const auto add = [this](std::string_view secret) {
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.remove_suffix(1);
    if (secret.size() >= shortest_secret_bytes) secrets_.emplace_back(secret);
  };
  for (const std::string& secret : secrets) {
    add(secret);
    std::string_view rest = secret;
    while (rest.find('\n') != std::string_view::npos) {
      add(rest.substr(0, rest.find('\n')));
      rest.remove_prefix(rest.find('\n') + 1);
      if (rest.find('\n') == std::string_view::npos) add(rest);
    }
  }
  // The longer first: a line of a secret must not hide that all of it stands there.
  std::sort(secrets_.begin(), secrets_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());
}

std::size_t Redactor::kept_back() const {
  std::size_t most = 0;
  for (const std::string& secret : secrets_) {
    for (std::size_t size = std::min(secret.size() - 1, pending_.size()); size > most; --size) {
      if (std::string_view(pending_).ends_with(std::string_view(secret).substr(0, size))) {
        most = size;
      }
    }
  }
  return most;
}

void Redactor::feed(std::string_view bytes, const std::function<void(std::string_view)>& out) {
  if (secrets_.empty()) return out(bytes);
  pending_ += bytes;
  for (const std::string& secret : secrets_) {
    for (std::size_t at = pending_.find(secret); at != std::string::npos;
         at = pending_.find(secret, at + stars.size())) {
      pending_.replace(at, secret.size(), stars);
    }
  }
  const std::size_t kept = kept_back();
  const std::size_t ready = pending_.size() - kept;
  if (ready > 0) out(std::string_view(pending_).substr(0, ready));
  pending_.erase(0, ready);
}

void Redactor::finish(const std::function<void(std::string_view)>& out) {
  if (!pending_.empty()) out(pending_);
  pending_.clear();
}

}  // namespace plimsoll::builder
