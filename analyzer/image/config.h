#pragma once

// The image configuration: OCI image-spec config.md with the fields that Docker adds (Healthcheck,
// OnBuild, Shell, ArgsEscaped), which every builder writes into OCI media types too.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/image/platform.h"

namespace plimsoll {

struct HealthcheckConfig {        // Docker's HealthcheckConfig; durations in nanoseconds
  std::vector<std::string> test;  // {"NONE"}, {"CMD", ...}, {"CMD-SHELL", text}
  std::int64_t interval_ns = 0;
  std::int64_t timeout_ns = 0;
  std::int64_t start_period_ns = 0;
  std::int64_t start_interval_ns = 0;
  std::int64_t retries = 0;
  friend bool operator==(const HealthcheckConfig&, const HealthcheckConfig&) = default;
};

struct HistoryEntry {
  std::string created;  // RFC 3339; "" = absent
  std::string created_by;
  std::string author;
  std::string comment;
  bool empty_layer = false;
  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

struct ImageConfig {
  Platform platform;
  std::string os_version;
  std::string created;  // RFC 3339; "" = absent
  std::string author;

  std::string user;
  std::vector<std::string> env;  // "NAME=value", in the order of first setting
  std::optional<std::vector<std::string>> entrypoint;  // empty list and absent differ
  std::optional<std::vector<std::string>> cmd;
  std::string working_dir;
  std::map<std::string, std::string> labels;
  std::set<std::string> exposed_ports;  // "80/tcp"
  std::set<std::string> volumes;
  std::vector<std::string> on_build;
  std::string stop_signal;
  std::optional<HealthcheckConfig> healthcheck;
  std::optional<std::vector<std::string>> shell;
  bool args_escaped = false;

  std::vector<std::string> diff_ids;  // "sha256:...", bottom first
  std::vector<HistoryEntry> history;

  friend bool operator==(const ImageConfig&, const ImageConfig&) = default;
};

// At most max_config_bytes; unknown fields are ignored, wrong types are an error that names them.
inline constexpr std::size_t max_config_bytes = std::size_t{8} << 20;
[[nodiscard]] Result<ImageConfig> parse_image_config(std::string_view json);
// Fixed key order, no blanks: equal configs are equal bytes.
[[nodiscard]] std::string to_json(const ImageConfig& config);

}  // namespace plimsoll
