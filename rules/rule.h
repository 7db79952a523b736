#pragma once

// All that a rule file needs: the descriptor, the reporter and the facts. See docs/add-a-rule.md.

#include "analyzer/facts.h"    // IWYU pragma: export
#include "rules/descriptor.h"  // IWYU pragma: export
#include "rules/reporter.h"    // IWYU pragma: export
