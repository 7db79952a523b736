#pragma once

// The table `image` of plimsoll.toml.

#include <span>
#include <string_view>
#include <vector>

#include "app/config/complaint.h"
#include "app/config/image_policy.h"
#include "app/config/layer.h"

namespace plimsoll::app {

struct ImageKey {
  std::string_view name;
  std::string_view help;  // one sentence, lower case, no full stop
};
// In the order of the documentation.
[[nodiscard]] std::span<const ImageKey> image_keys();

// False, with complaints, where the value may not stay.
[[nodiscard]] bool check_image_table(const Value& value, std::vector<Complaint>& errors);

// Puts a checked entry over what earlier ones said, key by key.
void assign_image_table(const Entry& entry, ImagePolicy& policy);

}  // namespace plimsoll::app
