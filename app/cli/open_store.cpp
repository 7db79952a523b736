#include "app/cli/open_store.h"

#include <cerrno>

#include "analyzer/base/paths.h"

namespace plimsoll::app {

Result<std::string> store_directory(const Session& session) {
  const auto variable = [&](const char* name) {
    return session.host.environment(name).value_or("");
  };
  if (const GivenFlag* given = session.line.last(FlagId::Store)) {
    if (given->value.empty()) return failure("--store lacks its directory");
    return join_path(session.host.current_directory(), given->value);
  }
  if (const std::string place = variable("PLIMSOLL_STORE"); !place.empty()) {
    return join_path(session.host.current_directory(), place);
  }
  if (const std::string data = variable("XDG_DATA_HOME"); data.starts_with('/')) {
    return data + "/plimsoll";
  }
  if (const std::string home = variable("HOME"); home.starts_with('/')) {
    return home + "/.local/share/plimsoll";
  }
  return failure(
      "there is no home directory to keep images in\n  name one by --store or "
      "PLIMSOLL_STORE");
}

Result<builder::Store> open_store(const Session& session, bool read_only) {
  const Result<std::string> directory = store_directory(session);
  if (!directory) return tl::unexpected<Error>(directory.error());
  return builder::Store::open(*directory, read_only);
}

Result<builder::Store> open_store_to_look(const Session& session) {
  Result<builder::Store> store = open_store(session);
  if (store || (store.error().code != EACCES && store.error().code != EROFS)) return store;
  Result<builder::Store> looked_into = open_store(session, true);
  return looked_into ? std::move(looked_into) : std::move(store);
}

}  // namespace plimsoll::app
