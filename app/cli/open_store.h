#pragma once

#include <string>

#include "app/cli/session.h"
#include "builder/store/store.h"

namespace plimsoll::app {

// --store, else PLIMSOLL_STORE, else plimsoll in XDG_DATA_HOME or ~/.local/share. Fails where none
// of them is known.
[[nodiscard]] Result<std::string> store_directory(const Session& session);

[[nodiscard]] Result<builder::Store> open_store(const Session& session, bool read_only = false);
// For commands that change nothing: for reading, where it cannot be written.
[[nodiscard]] Result<builder::Store> open_store_to_look(const Session& session);

}  // namespace plimsoll::app
