#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/open_store.h"
#include "app/cli/registries.h"
#include "app/cli/stored.h"
#include "app/cli/transfer_display.h"
#include "app/cli/visible.h"
#include "builder/build.h"
#include "builder/export/export.h"
#include "builder/export/transfer.h"
#include "builder/store/names.h"

// `plimsoll pull`, `push` and `index create`: images from and to registries.

namespace plimsoll::app {
namespace {

using builder::Pulled;
using builder::PushedImage;
using builder::Store;

Result<Pulled> pull_one(Session& session, Store& store, registry::Client& client,
                        const std::string& name, const std::vector<Platform>& platforms) {
  TransferDisplay display(session, "pulling");
  return builder::pull(store, client, name, platforms, display.callback());
}

Result<std::vector<Platform>> wanted_platforms(const Session& session) {
  if (session.line.has(FlagId::AllPlatforms)) return std::vector<Platform>{};
  Result<std::vector<Platform>> platforms = given_platforms(session);
  if (platforms && platforms->empty()) platforms->push_back(builder::machine_platform());
  return platforms;
}

Result<Descriptor> to_push(const Session& session, const Store& store, const std::string& name) {
  if (!session.line.has(FlagId::Platform)) return stored(store, name);
  const Result<builder::StoredImage> image = stored_image(session, store, name);
  if (!image) return tl::unexpected(image.error());
  return image->descriptor;
}

// A source of an index: in the store, else at its registry, with all its platforms.
Result<Descriptor> source_of_index(Session& session, Store& store, Registries& registries,
                                   const std::string& name) {
  const Result<std::optional<Descriptor>> there = store.find(name);
  if (!there) return tl::unexpected(there.error());
  if (*there) return **there;
  if (session.line.has(FlagId::Offline)) return stored(store, name);
  const Result<registry::Client*> client = registries.client();
  if (!client) return tl::unexpected(client.error());
  const Result<Pulled> pulled = pull_one(session, store, **client, name, {});
  if (!pulled) return tl::unexpected(pulled.error());
  return pulled->root;
}

}  // namespace

void pull_command(Session& session) {
  if (session.line.operands.empty()) {
    return session.fail("", "name an image\n  plimsoll pull NAME...");
  }
  const Result<std::vector<Platform>> platforms = wanted_platforms(session);
  if (!platforms) return session.fail("", platforms.error().message);
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  Registries registries(session);
  const Result<registry::Client*> client = registries.client();
  if (!client) return session.fail("", client.error().message);
  for (const std::string& name : session.line.operands) {
    const Result<Pulled> pulled = pull_one(session, *store, **client, name, *platforms);
    if (!pulled) {
      session.fail("", visible(pulled.error().message));
      continue;
    }
    for (const std::string& platform : pulled->missing) {
      session.partial("", fmt::format("{} has no image for {}", visible(name), platform));
    }
    session.print(session.quiet() ? pulled->root.digest + "\n"
                                  : fmt::format("{} {}\n", visible(name), pulled->root.digest));
  }
}

void push_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.empty() || operands.size() > 2) {
    return session.fail("", "name an image, and where it goes\n  plimsoll push NAME [REFERENCE]");
  }
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  const Result<Descriptor> image = to_push(session, *store, operands[0]);
  if (!image) return session.fail("", image.error().message);
  Registries registries(session);
  const Result<registry::Client*> client = registries.client();
  if (!client) return session.fail("", client.error().message);
  const Result<PushedImage> pushed = push_image(session, *store, **client, *image, operands.back());
  if (!pushed) return session.fail("", visible(pushed.error().message));
  session.print(session.quiet() ? pushed->digest + "\n"
                                : fmt::format("{} {}\n", visible(operands.back()), pushed->digest));
}

void index_create_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.size() < 2) {
    return session.fail("",
                        "name the index and what goes into it\n  plimsoll index create NAME "
                        "SOURCE...");
  }
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  Registries registries(session);
  std::vector<Descriptor> sources;
  for (std::size_t i = 1; i < operands.size(); ++i) {
    Result<Descriptor> source = source_of_index(session, *store, registries, operands[i]);
    if (!source) return session.fail("", visible(source.error().message));
    sources.push_back(std::move(*source));
  }
  const Result<Descriptor> index = builder::join_index(*store, sources);
  if (!index) return session.fail("", index.error().message);
  if (const Result<void> tagged = store->tag(operands[0], *index); !tagged) {
    return session.fail("", visible(tagged.error().message));
  }
  std::string digest = index->digest;
  if (session.line.has(FlagId::Push)) {
    const Result<registry::Client*> client = registries.client();
    if (!client) return session.fail("", client.error().message);
    const Result<PushedImage> pushed = push_image(session, *store, **client, *index, operands[0]);
    if (!pushed) return session.fail("", visible(pushed.error().message));
    digest = pushed->digest;
  }
  session.print(fmt::format("{} {}\n", visible(operands[0]), digest));
}

}  // namespace plimsoll::app
