#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/open_store.h"
#include "app/cli/registries.h"
#include "app/cli/stored.h"
#include "app/cli/visible.h"
#include "app/report/json_writer.h"
#include "builder/store/names.h"
#include "builder/store/prune.h"

// `plimsoll store tag`, `rm` and `prune`: what stays.

namespace plimsoll::app {
namespace {

using builder::Store;

// The manifest that a registry calls so, with all names that it has there.
void remove_remote(Session& session) {
  Registries registries(session);
  for (const std::string& name : session.line.operands) {
    const std::optional<ImageReference> reference = parse_image_reference(name);
    if (!reference) {
      session.fail("", fmt::format("`{}` is no image reference", visible(name)));
      continue;
    }
    const Result<registry::Client*> client = registries.client();
    if (!client) return session.fail("", client.error().message);
    if (const Result<void> removed = (*client)->delete_manifest(*reference); !removed) {
      session.fail("", visible(removed.error().message));
    } else {
      session.print(fmt::format("deleted {} at {}\n", visible(name), visible(reference->registry)));
    }
  }
}

bool remove_name(Session& session, Store& store, const std::string& name) {
  Result<bool> removed = builder::normal_name(name) ? store.untag(name) : Result<bool>(false);
  if (removed && !*removed) {
    // The digest of an image: all its names go, as long as it is certain which one is meant.
    const Result<Descriptor> image = stored(store, name);
    if (!image) {
      session.fail("", image.error().message);
      return false;
    }
    const Result<std::vector<builder::NamedImage>> names = store.names();
    if (!names) return session.fail("", names.error().message), false;
    for (const builder::NamedImage& named : *names) {
      if (named.descriptor.digest != image->digest) continue;
      if (Result<bool> gone = store.untag(named.name); !gone) removed = gone;
    }
  }
  if (!removed) session.fail("", removed.error().message);
  return removed.has_value();
}

}  // namespace

void store_tag_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.size() < 2) {
    return session.fail("",
                        "name an image and what to call it\n  plimsoll store tag IMAGE NAME...");
  }
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  const Result<Descriptor> image = stored(*store, operands[0]);
  if (!image) return session.fail("", image.error().message);
  for (std::size_t i = 1; i < operands.size(); ++i) {
    if (const Result<void> tagged = store->tag(operands[i], *image); !tagged) {
      session.fail("", visible(tagged.error().message));
    }
  }
}

void store_rm_command(Session& session) {
  if (session.line.operands.empty()) {
    return session.fail("", "name an image\n  plimsoll store rm NAME...");
  }
  if (session.line.has(FlagId::Remote)) return remove_remote(session);
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  for (const std::string& name : session.line.operands) {
    if (remove_name(session, *store, name)) {
      session.print(fmt::format("removed {}\n", visible(name)));
    }
  }
}

void store_prune_command(Session& session) {
  builder::PruneOptions options;
  options.all = session.line.has(FlagId::All);
  options.dry_run = session.line.has(FlagId::DryRun);
  if (const GivenFlag* size = session.line.last(FlagId::KeepStorage)) {
    options.keep_bytes = bytes_from(size->value);
    if (!options.keep_bytes) {
      return session.fail("", fmt::format("--keep-storage cannot be `{}`\n  it is a size, such as "
                                          "10GB",
                                          visible(size->value)));
    }
  }
  if (const GivenFlag* age = session.line.last(FlagId::OlderThan)) {
    const std::optional<std::int64_t> seconds = seconds_from(age->value);
    if (!seconds) {
      return session.fail("", fmt::format("--older-than cannot be `{}`\n  it is a time, such as "
                                          "36h or 14d",
                                          visible(age->value)));
    }
    options.unused_for_s = *seconds;
  }
  const Result<std::string> directory = store_directory(session);
  if (!directory) return session.fail("", directory.error().message);
  const Result<builder::PruneReport> report = builder::prune(*directory, options);
  if (!report) return session.fail("", report.error().message);
  if (session.line.has(FlagId::Json)) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().field("freed", report->freed_bytes).field("kept", report->kept_bytes);
    json.field("removed", std::uint64_t{report->removed}).end_object();
    return session.print(text + "\n");
  }
  session.print(fmt::format("{} {} in {} {}, {} stay\n", options.dry_run ? "would free" : "freed",
                            human_bytes(report->freed_bytes), report->removed,
                            report->removed == 1 ? "piece" : "pieces",
                            human_bytes(report->kept_bytes)));
}

}  // namespace plimsoll::app
