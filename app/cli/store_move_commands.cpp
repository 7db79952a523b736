#include <fmt/format.h>

#include "analyzer/dockerfile/parse.h"
#include "app/cli/commands.h"
#include "app/cli/open_store.h"
#include "app/cli/stored.h"
#include "app/cli/visible.h"
#include "builder/build.h"
#include "builder/export/export.h"
#include "builder/export/root_file_system.h"
#include "builder/store/names.h"

// `plimsoll store load`, `save`, `import` and `export`: images in and out as files.

namespace plimsoll::app {
namespace {

using builder::Output;
using builder::Saved;
using builder::Store;
using builder::StoredImage;

std::string last_value(const Session& session, FlagId id, std::string otherwise) {
  const GivenFlag* given = session.line.last(id);
  return given ? given->value : std::move(otherwise);
}

// -o, or standard output where that is no terminal.
Result<std::string> destination(const Session& session) {
  std::string path = last_value(session, FlagId::Output, "-");
  if (path == "-" && session.host.out_is_terminal()) {
    return failure("an archive is nothing for a terminal\n  --output FILE, or `> FILE`");
  }
  return path;
}

Result<std::optional<Compression>> compression(const Session& session) {
  const GivenFlag* given = session.line.last(FlagId::Compression);
  if (!given) return std::nullopt;
  if (given->value == "none") return Compression::None;
  if (given->value == "gzip") return Compression::Gzip;
  if (given->value == "zstd") return Compression::Zstd;
  return failure(fmt::format("--compression cannot be `{}`\n  it is none, gzip or zstd",
                             visible(given->value)));
}

// Without --format: what `docker load` reads, unless there are images for several platforms.
Result<void> choose_format(const Session& session, const std::vector<Saved>& images,
                           Output& output) {
  const std::string format = last_value(session, FlagId::Format, "");
  output.kind = format == "oci" || format == "dir" ? Output::Kind::Oci : Output::Kind::Docker;
  output.as_directory = format == "dir";
  if (!format.empty() && format != "oci" && format != "dir" && format != "docker") {
    return failure(
        fmt::format("--format cannot be `{}`\n  it is docker, oci or dir", visible(format)));
  }
  for (const Saved& image : images) {
    if (format.empty() && is_index(image.image.media_type)) output.kind = Output::Kind::Oci;
  }
  return {};
}

// With --platform the image of that platform; an index of which there is one image is that image.
Result<Descriptor> to_save(const Session& session, const Store& store, const std::string& name) {
  const Result<Descriptor> root = stored(store, name);
  if (!root || !is_index(root->media_type)) return root;
  const Result<std::vector<Descriptor>> members = builder::members_of(store, {*root});
  if (!members) return tl::unexpected(members.error());
  if (!session.line.has(FlagId::Platform) && members->size() != 1) return root;
  const Result<StoredImage> image = stored_image(session, store, name);
  if (!image) return tl::unexpected(image.error());
  return image->descriptor;
}

// A Dockerfile of `--change` lines: what they say of the configuration is what the builder would
// make of them.
Result<ImageConfig> changed_config(const Session& session, const Platform& platform) {
  std::string text = "FROM files\n";
  for (const GivenFlag& flag : session.line.flags) {
    if (flag.spec->id == FlagId::Change) text += flag.value + "\n";
  }
  const SourceFile source("--change", std::move(text));
  const Dockerfile dockerfile = parse_dockerfile(source);
  if (const Problem* problem = dockerfile.refusal()) {
    return failure(fmt::format("--change: `{}` is no instruction that an image can have",
                               visible(problem->subject)));
  }
  lowered::Options options;
  options.target_platform = platform;
  options.build_platform = builder::machine_platform();
  // Files say nothing of themselves, not even what scratch says.
  options.find_base = [&](const lowered::Source&, const Platform&) {
    ImageConfig empty;
    empty.platform = platform;
    return Result<std::optional<ImageConfig>>(std::move(empty));
  };
  const lowered::Graph graph = lowered::lower(source, dockerfile, options);
  if (!graph.refused.empty()) return failure("--change: " + graph.refused.front().message);
  const lowered::Stage& stage = graph.stages[graph.target];
  for (const lowered::Step& step : stage.steps) {
    if (!std::holds_alternative<lowered::ConfigStep>(step.action) &&
        !std::holds_alternative<lowered::WorkdirStep>(step.action)) {
      return failure(fmt::format("--change: `{}` changes files; build an image for that",
                                 visible(step.origin.text)));
    }
  }
  ImageConfig config = stage.config;
  config.platform = platform;
  return config;
}

}  // namespace

void store_load_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.size() > 2) {
    return session.fail("", "one archive at a time\n  plimsoll store load [FILE [NAME]]");
  }
  if (operands.size() == 2 && !builder::normal_name(operands[1])) {
    return session.fail("", fmt::format("`{}` is no name of an image", visible(operands[1])));
  }
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  const Result<std::vector<std::string>> names = builder::import_images(
      *store, operands.empty() ? "-" : operands[0], operands.size() == 2 ? operands[1] : "");
  if (!names) return session.fail("", visible(names.error().message));
  for (const std::string& name : *names) {
    session.print(session.quiet() ? visible(name) + "\n"
                                  : fmt::format("loaded {}\n", visible(name)));
  }
}

void store_save_command(Session& session) {
  if (session.line.operands.empty()) {
    return session.fail("", "name an image\n  plimsoll store save --output FILE NAME...");
  }
  Result<Store> store = open_store_to_look(session);
  if (!store) return session.fail("", store.error().message);
  std::vector<Saved> images;
  for (const std::string& name : session.line.operands) {
    const Result<Descriptor> image = to_save(session, *store, name);
    if (!image) return session.fail("", image.error().message);
    // A digest, or its first digits, names nothing that could be loaded under a name.
    const Result<std::optional<Descriptor>> named = store->find(name);
    const bool has_name = named && *named && !builder::normal_name(name)->starts_with("sha256:");
    images.push_back(
        {*image, has_name ? std::vector<std::string>{name} : std::vector<std::string>{}});
  }
  Output output;
  const Result<std::optional<Compression>> packed = compression(session);
  if (!packed) return session.fail("", packed.error().message);
  output.compression = *packed;
  if (Result<void> chosen = choose_format(session, images, output); !chosen) {
    return session.fail("", chosen.error().message);
  }
  Result<std::string> path = destination(session);
  if (!path) return session.fail("", path.error().message);
  output.destination = std::move(*path);
  const Result<unsigned> workers = session.workers();
  if (!workers) return session.fail("", workers.error().message);
  if (Result<void> saved = builder::save_images(*store, images, output, *workers); !saved) {
    session.fail("", saved.error().message);
  }
}

void store_import_command(Session& session) {
  const std::vector<std::string>& operands = session.line.operands;
  if (operands.empty() || operands.size() > 2) {
    return session.fail("",
                        "name a tar of files, and the image\n  plimsoll store import FILE [NAME]");
  }
  if (operands.size() == 2 && !builder::normal_name(operands[1])) {
    return session.fail("", fmt::format("`{}` is no name of an image", visible(operands[1])));
  }
  const Result<std::vector<Platform>> platforms = given_platforms(session);
  if (!platforms) return session.fail("", platforms.error().message);
  if (platforms->size() > 1) return session.fail("", "an image has one platform");
  const Result<ImageConfig> config = changed_config(
      session, platforms->empty() ? builder::machine_platform() : platforms->front());
  if (!config) return session.fail("", config.error().message);
  Result<Store> store = open_store(session);
  if (!store) return session.fail("", store.error().message);
  std::int64_t epoch_s = 0;
  if (const auto epoch = session.host.environment("SOURCE_DATE_EPOCH")) {
    epoch_s = seconds_from(*epoch + "s").value_or(0);
  }
  const Result<Descriptor> image = builder::import_tree(*store, operands[0], *config, epoch_s);
  if (!image) return session.fail("", visible(image.error().message));
  const Result<void> tagged =
      store->tag(operands.size() == 2 ? operands[1] : image->digest, *image);
  if (!tagged) return session.fail("", tagged.error().message);
  session.print(image->digest + "\n");
}

void store_export_command(Session& session) {
  if (session.line.operands.size() != 1) {
    return session.fail("", "name one image\n  plimsoll store export --output FILE NAME");
  }
  Output output;
  const std::string format = last_value(session, FlagId::Format, "tar");
  if (format != "tar" && format != "dir") {
    return session.fail(
        "", fmt::format("--format cannot be `{}`\n  it is tar or dir", visible(format)));
  }
  output.kind = format == "tar" ? Output::Kind::Tar : Output::Kind::Local;
  Result<std::string> path = destination(session);
  if (!path) return session.fail("", path.error().message);
  output.destination = std::move(*path);
  Result<Store> store = open_store_to_look(session);
  if (!store) return session.fail("", store.error().message);
  const Result<StoredImage> image = stored_image(session, *store, session.line.operands[0]);
  if (!image) return session.fail("", image.error().message);
  const Result<unsigned> workers = session.workers();
  if (!workers) return session.fail("", workers.error().message);
  // Files keep the times that they have.
  const Result<void> done =
      builder::export_images(*store, {image->descriptor}, output, INT64_MAX, *workers);
  if (!done) session.fail("", done.error().message);
}

}  // namespace plimsoll::app
