#pragma once

// The command line as layers over the configuration file.

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "app/config/configuration.h"
#include "app/config/layer.h"

namespace plimsoll::app {

struct FlagLayer {
  std::vector<Layer> layers;
  std::vector<std::string> only;
  std::vector<std::string> warnings;  // ready to print
};

// Checks flags and assignments; `directory` is where their patterns start. Fails with the text to
// print.
[[nodiscard]] Result<FlagLayer> read_flags(const ConfigurationFlags& flags,
                                           const std::string& directory);

}  // namespace plimsoll::app
