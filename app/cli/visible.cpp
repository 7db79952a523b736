#include "app/cli/visible.h"

#include "app/report/printable.h"

namespace plimsoll::app {

std::string visible(std::string_view text) { return printable(text); }

}  // namespace plimsoll::app
