#pragma once

// How images are called in the store.

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::builder {

// "app" and "docker.io/library/app" are one name: "docker.io/library/app:latest". With a digest the
// tag goes: "ghcr.io/x/y@sha256:...". A digest alone stays. Nothing for what is no reference.
[[nodiscard]] std::optional<std::string> normal_name(std::string_view text);

// The other way round, as people type it: "app:latest", "ghcr.io/x/y:2".
[[nodiscard]] std::string familiar_name(std::string_view normal);

// The digest that a normal name ends in; "" when it is a tag's.
[[nodiscard]] std::string_view digest_in(std::string_view normal);

}  // namespace plimsoll::builder
