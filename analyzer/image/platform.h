#pragma once

// Platforms as OCI images name them: os, architecture, variant.

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

struct Platform {
  std::string os = "linux";
  std::string architecture;  // GOARCH: "amd64", "arm64", "arm", ...
  std::string variant;       // "v7", "v8", ...; "" without

  // "linux/arm/v7".
  [[nodiscard]] std::string to_string() const;
  friend auto operator<=>(const Platform&, const Platform&) = default;
};

// Reads "linux/arm64", "arm64", "linux/arm/v7", and the names that containerd normalises (aarch64,
// x86_64, armhf, ...); a missing variant of arm is v7, that of arm64 is none (v8 is dropped).
// A lone word is an architecture of linux. Nothing for what is no platform.
[[nodiscard]] std::optional<Platform> parse_platform(std::string_view text);

// How well an image of `offered` runs where `wanted` is asked: 0 = not at all, the higher the
// better. Variants as containerd's matcher orders them (arm/v7 takes v7, v6, v5; amd64/v3 takes
// v3, v2, none); another architecture never, though containerd would run 386 on amd64.
[[nodiscard]] int platform_match(const Platform& offered, const Platform& wanted);

}  // namespace plimsoll
