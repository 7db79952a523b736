#include "app/config/init.h"

#include <fmt/format.h>

#include "rules/descriptor.h"

namespace plimsoll::app {

std::string initial_configuration() {
  return fmt::format(R"(# What Plimsoll makes of the Dockerfiles in this folder and below.
# All keys are in docs/configuration.md; `plimsoll lint --show-config` prints what holds.

# The rule set of this year: newer rules wait until you ask for them.
edition = "{}"

# A finding of this severity or above fails the run: error, warning, info, style or never.
fail-level = "warning"

# Rules to leave out, by name, by category or by the name that another tool has for them.
# ignore = ["DL3006", "DL3059"]

# Rules that are off until named; `plimsoll rules` shows them.
# extend-select = ["DL3008"]

# A rule can weigh more, or less, than it does by itself.
# [severity]
# DL3004 = "error"

# Other values for some of the paths.
# [[overrides]]
# paths = ["test/**"]
# ignore = ["security"]
)",
                     rules::newest_edition);
}

}  // namespace plimsoll::app
