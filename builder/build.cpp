// A build in three parts: the graph of each platform is lowered, which brings in its base images;
// all steps of all graphs become tasks of one schedule; the images are written.

#include "builder/build.h"

#include <fmt/format.h>

#include <charconv>

#include "analyzer/image/this_platform.h"
#include "builder/assembly.h"
#include "builder/image_writer.h"
#include "builder/workbench.h"

namespace plimsoll::builder {
namespace {

BuildFailure failure_without_place(Error error) {
  BuildFailure failure;
  failure.of_the_world = is_of_the_world(error);
  failure.error = std::move(error);
  return failure;
}

class Builder {
 public:
  Builder(const Host& host, const SourceFile& source, const Dockerfile& dockerfile,
          const BuildOptions& options, Store& store, const Fetch& fetch,
          const OnBuildEvent& on_event)
      : source_(source),
        dockerfile_(dockerfile),
        options_(options),
        bench_(host, options, store, fetch, on_event, options.epoch_s) {}

  BuildResult run() {
    std::vector<Platform> platforms = options_.platforms;
    if (platforms.empty()) platforms.push_back(machine_platform());
    for (const Platform& platform : platforms) {
      if (!add_platform(platform, platforms.size() > 1)) return finished();
    }
    std::vector<Task> tasks;
    for (const auto& assembly : assemblies_) assembly->add_tasks(tasks);
    const bool built = run_tasks(std::move(tasks), options_.jobs);
    bench_.contexts.save();
    if (!built) {
      for (const auto& assembly : assemblies_) {
        if (assembly->failure()) result_.failure = assembly->failure();
        if (result_.failure) break;
      }
      return finished();
    }
    write();
    return finished();
  }

 private:
  bool add_platform(const Platform& platform, bool several) {
    lowered::Options options;
    options.invocation = options_.invocation;
    options.invocation.complete = true;
    options.invocation.platforms = {platform.to_string()};
    options.invocation.named_contexts.clear();
    for (const auto& [name, place] : options_.contexts) {
      options.invocation.named_contexts.push_back(name);
    }
    options.target_platform = platform;
    options.build_platform = machine_platform();
    options.find_base = [this](const lowered::Source& base, const Platform& wanted) {
      return find_base(base, wanted);
    };
    lowered::Graph graph = lowered::lower(source_, dockerfile_, options);
    if (!graph.refused.empty()) {
      const lowered::Refused& refused = graph.refused.front();
      BuildFailure failure = failure_without_place(base_error_.value_or(Error{refused.message, 0}));
      failure.error.message = refused.message;
      failure.line = refused.line;
      failure.span = refused.span;
      result_.failure = std::move(failure);
      return false;
    }
    if (!set_epoch(graph.source_date_epoch.text_or(""))) return false;
    assemblies_.push_back(std::make_unique<Assembly>(bench_, std::move(graph), platform,
                                                     several ? platform.to_string() : ""));
    return true;
  }

  // A global ARG may say it, too; the same for every platform.
  bool set_epoch(const std::string& text) {
    if (text.empty()) return true;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) {
      result_.failure = failure_without_place(
          {fmt::format("SOURCE_DATE_EPOCH cannot be `{}`\n  it is a number of seconds since 1970",
                       text),
           0});
      return false;
    }
    bench_.epoch_s = seconds;
    return true;
  }

  Result<std::optional<ImageConfig>> find_base(const lowered::Source& base,
                                               const Platform& platform) {
    std::string reference = base.reference.text_or("");
    if (base.kind == lowered::Source::Kind::NamedContext) {
      const std::string place = bench_.contexts.place_of(reference);
      if (is_directory_context(place)) return lowered::empty_config(platform);
      reference = image_of_place(place);
    }
    const Result<std::shared_ptr<const StoredImage>> image =
        bench_.images.find(reference, platform);
    if (!image) {
      base_error_ = image.error();
      return tl::unexpected<Error>(image.error());
    }
    return (*image)->config;
  }

  void write() {
    for (const auto& assembly : assemblies_) {
      Result<BuiltImage> image = assembly->finish();
      if (!image) {
        result_.failure = failure_without_place(image.error());
        return;
      }
      result_.images.push_back(std::move(*image));
    }
    Result<Descriptor> image = write_index(bench_.store, result_.images);
    if (image) {
      result_.image = std::move(*image);
    } else {
      result_.failure = failure_without_place(image.error());
    }
  }

  BuildResult finished() {
    result_.steps = bench_.events.steps();
    result_.cached = bench_.events.cached();
    return std::move(result_);
  }

  const SourceFile& source_;
  const Dockerfile& dockerfile_;
  const BuildOptions& options_;
  Workbench bench_;
  std::vector<std::unique_ptr<Assembly>> assemblies_;
  std::optional<Error> base_error_;  // the last one, for its code
  BuildResult result_;
};

}  // namespace

Platform machine_platform() { return this_platform(); }

BuildResult build(const Host& host, const SourceFile& source, const Dockerfile& dockerfile,
                  const BuildOptions& options, Store& store, const Fetch& fetch,
                  const OnBuildEvent& on_event) {
  return Builder(host, source, dockerfile, options, store, fetch, on_event).run();
}

}  // namespace plimsoll::builder
