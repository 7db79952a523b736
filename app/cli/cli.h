#pragma once

#include <span>
#include <string>

#include "analyzer/base/host.h"

namespace plimsoll::app {

// The same for every command and every output format. The greater trouble wins: Failure over
// Partial over Findings.
enum class ExitCode : int {
  Clean = 0,     // nothing at or above the fail level
  Findings = 1,  // something is
  Failure = 2,   // wrong usage or configuration, a file that cannot be read or written
  Partial = 3    // a limit was hit: what was not looked at is not known to be clean
};

// Runs the program. `arguments` are without its name.
[[nodiscard]] ExitCode run(Host& host, std::span<const std::string> arguments);

}  // namespace plimsoll::app
