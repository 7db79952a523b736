#pragma once

#include "analyzer/base/host.h"
#include "app/report/report.h"

namespace plimsoll::app {

// The directory of the run and, where it is in a git repository, the commit and the branch that are
// checked out and the address of `origin` (without credentials). What cannot be told is left empty.
// Reads files of .git; runs nothing.
[[nodiscard]] RunPlace place_of_run(const Host& host);

}  // namespace plimsoll::app
