#pragma once

// Commands that ask a question where nobody can answer.

#include <string_view>

#include "analyzer/facts.h"

namespace plimsoll {

// Whether a command of the dnf family (yum, dnf, tdnf ...) waits for a confirmation: it changes the
// system, no option and no pipe answers, and the file does not set `assumeyes` anywhere.
[[nodiscard]] bool dnf_waits(const Facts& facts, const Command& command);

}  // namespace plimsoll
