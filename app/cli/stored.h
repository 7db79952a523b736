#pragma once

// What the commands of the store have in common: names on the command line, and how images are
// shown.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/amounts.h"
#include "app/cli/session.h"
#include "builder/store/store.h"

namespace plimsoll::app {

// What a name, a digest, or the first digits of one (at least six) mean in the store.
[[nodiscard]] Result<Descriptor> stored(const builder::Store& store, const std::string& name);

// One image of it: for --platform, else for this machine, else the only one that there is.
[[nodiscard]] Result<builder::StoredImage> stored_image(const Session& session,
                                                        const builder::Store& store,
                                                        const std::string& name);

// --platform, with commas between; empty when it was not given.
[[nodiscard]] Result<std::vector<Platform>> given_platforms(const Session& session);

// "30m", "36h", "14d", "2w": seconds.
[[nodiscard]] std::optional<std::int64_t> seconds_from(std::string_view text);
// The day of an RFC 3339 time; "-" without one.
[[nodiscard]] std::string day_of(std::string_view time);
// "sha256:" and all digits, or the first twelve of them.
[[nodiscard]] std::string shown_digest(const Session& session, std::string_view digest);

// Columns, two blanks apart, the last as long as it is. The first row is the head.
void print_table(Session& session, const std::vector<std::vector<std::string>>& rows);

}  // namespace plimsoll::app
