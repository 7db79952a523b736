#include "app/cli/scanned.h"

#include <fmt/format.h>

#include <array>
#include <mutex>
#include <utility>

#include "analyzer/base/amounts.h"
#include "analyzer/base/paths.h"
#include "analyzer/base_reference.h"
#include "analyzer/image/scan/layer_cache.h"
#include "analyzer/image/scan/note_kinds.h"
#include "app/cli/stored.h"
#include "app/cli/stored_source.h"
#include "app/cli/visible.h"

namespace plimsoll::app {
namespace {

constexpr std::uint64_t cache_limit_bytes = std::uint64_t{2} << 30;

// What is read of all layers together, on a terminal only and once it has taken long enough.
class ScanDisplay {
 public:
  ScanDisplay(Session& session, const image::ImageDescription& image)
      : session_(session),
        wanted_(!session.quiet() && session.host.err_is_terminal()),
        next_(session.host.now() + patience),
        read_(image.layers.size()) {
    for (const image::LayerBlob& layer : image.layers) total_ += layer.blob.size;
  }
  ScanDisplay(const ScanDisplay&) = delete;
  ScanDisplay& operator=(const ScanDisplay&) = delete;
  ~ScanDisplay() {
    if (shown_) session_.host.write_err("\r\x1b[K");
  }

  // So many bytes of a layer have been read until now; any thread.
  void see(std::size_t layer, std::uint64_t bytes) {
    if (!wanted_) return;
    const std::lock_guard lock(mutex_);
    if (layer < read_.size()) sum_ += bytes - std::exchange(read_[layer], bytes);
    const auto now = session_.host.now();
    if (now < next_) return;
    next_ = now + interval;
    shown_ = true;
    std::string text = "\r\x1b[Kscanning " + human_bytes(sum_);
    if (total_ > 0) text += " of " + human_bytes(total_);
    session_.host.write_err(text);
  }

 private:
  static constexpr std::chrono::milliseconds patience{300};
  static constexpr std::chrono::milliseconds interval{100};

  Session& session_;
  const bool wanted_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_;
  std::vector<std::uint64_t> read_;  // of each layer
  std::uint64_t sum_ = 0, total_ = 0;
  bool shown_ = false;
};

std::string temporary_directory(const Host& host) {
  const std::string named = host.environment("TMPDIR").value_or("");
  return named.starts_with('/') ? named : "/tmp";
}

Result<std::unique_ptr<image::ImageSource>> open_source(const Session& session,
                                                        Registries& registries,
                                                        const ScanRequest& request,
                                                        const std::string& reference) {
  constexpr std::string_view of_store = "store:";
  const bool store_alone = reference.starts_with(of_store);
  if (store_alone || image::is_name_alone(reference)) {
    const std::string name = store_alone ? reference.substr(of_store.size()) : reference;
    auto source = stored_source(session, name);
    if (!source || *source) return source;
    if (store_alone) {
      return failure(
          fmt::format("there is no image `{}` in the store\n  `plimsoll store ls` shows "
                      "what there is",
                      visible(name)));
    }
  }
  image::OpenOptions options;
  options.platform = request.platform;
  options.temporary_directory = temporary_directory(session.host);
  options.docker_socket = docker_socket(session.host);
  const Result<FileStatus> socket = session.host.status(options.docker_socket);
  if (socket && socket->kind == FileKind::Socket) options.http = &registries.http();
  if (!session.line.has(FlagId::Offline)) {
    options.registry = [&registries] { return registries.client(); };
  }
  return image::open_image(reference, options);
}

void keep_base(const image::ImageDescription& base, const std::string& name, ScannedImage& image) {
  if (!base.configured || base.config.diff_ids.empty()) return;
  image.base = BaseAtHand{name, base.manifest_digest, base.config.diff_ids};
}

std::unique_ptr<image::LayerCache> open_cache(const Session& session, const ScanRequest& request,
                                              const SecretScanner& scanner) {
  const std::string directory = layer_cache_directory(session);
  if (!request.cache || directory.empty()) return nullptr;
  const std::string key =
      fmt::format("{} {} {}", version(), request.secrets ? scanner.version() : "without secrets",
                  image::file_interest().version());
  // A home that cannot be written costs time, and is no reason to say anything.
  auto cache = image::LayerCache::open(directory, key, cache_limit_bytes);
  return cache ? std::move(*cache) : nullptr;
}

}  // namespace

std::string layer_cache_directory(const Session& session) {
  const auto variable = [&](const char* name) {
    return session.host.environment(name).value_or("");
  };
  if (const std::string place = variable("PLIMSOLL_CACHE"); !place.empty()) {
    return join_path(join_path(session.host.current_directory(), place), "layers");
  }
  if (const std::string cache = variable("XDG_CACHE_HOME"); cache.starts_with('/')) {
    return cache + "/plimsoll/layers";
  }
  if (const std::string home = variable("HOME"); home.starts_with('/')) {
    return home + "/.cache/plimsoll/layers";
  }
  return {};
}

Result<ScanRequest> scan_request(const Session& session, std::string reference) {
  ScanRequest request;
  request.reference = std::move(reference);
  if (const GivenFlag* base = session.line.last(FlagId::Base)) request.base = base->value;
  const Result<std::vector<Platform>> platforms = given_platforms(session);
  if (!platforms) return tl::unexpected(platforms.error());
  if (platforms->size() > 1) return failure("one platform at a time, please");
  if (!platforms->empty()) request.platform = platforms->front();
  request.secrets = !session.line.has(FlagId::NoSecrets);
  request.cache = !session.line.has(FlagId::NoCache);
  if (const GivenFlag* verify = session.line.last(FlagId::Verify)) {
    request.verify_always = verify->value == "always";
  }
  const Result<unsigned> workers = session.workers();
  if (!workers) return tl::unexpected(workers.error());
  request.workers = *workers;
  return request;
}

std::vector<image::SourceNote> ScannedImage::notes() const {
  std::vector<image::SourceNote> notes = description().notes;
  for (const image::LayerScan& layer : scan.layers) {
    notes.insert(notes.end(), layer.notes.begin(), layer.notes.end());
  }
  return notes;
}

ImageFacts ScannedImage::facts(const Attribution& attribution, const Settings& settings,
                               const Facts* dockerfile) const {
  return {description(),
          scan,
          *tree,
          *contents,
          attribution,
          settings,
          secrets ? scanner.get() : nullptr,
          dockerfile,
          base ? &*base : nullptr};
}

Result<std::unique_ptr<ScannedImage>> scan(Session& session, Registries& registries,
                                           const ScanRequest& request) {
  auto out = std::make_unique<ScannedImage>();
  out->secrets = request.secrets;
  auto source = open_source(session, registries, request, request.reference);
  if (!source) return tl::unexpected(source.error());
  out->source = std::move(*source);
  if (!request.base.empty()) {
    const auto base = open_source(session, registries, request, request.base);
    if (!base) return tl::unexpected(base.error());
    out->base_diff_ids = (*base)->description().config.diff_ids;
    out->base_history = (*base)->description().config.history.size();
    keep_base((*base)->description(), request.base, *out);
  }
  auto scanner = SecretScanner::make();
  if (!scanner) return tl::unexpected(scanner.error());
  out->scanner = std::move(*scanner);
  const std::unique_ptr<image::LayerCache> cache = open_cache(session, request, *out->scanner);
  image::ScanOptions options;
  options.workers = request.workers;
  options.secrets = request.secrets ? out->scanner.get() : nullptr;
  options.interest = &image::file_interest();
  options.cache = cache.get();
  options.verify_always = request.verify_always;
  {
    ScanDisplay display(session, out->description());
    options.on_progress = [&display](std::size_t layer, std::uint64_t bytes) {
      display.see(layer, bytes);
    };
    out->scan = image::scan_image(*out->source, options);
  }
  std::vector<image::StackedLayer> layers;
  for (const image::LayerScan& layer : out->scan.layers) {
    layers.push_back({layer.layer, layer.blob_bytes});
  }
  out->tree = std::make_unique<image::ImageTree>(std::move(layers));
  out->contents = std::make_unique<image::Contents>(*out->tree, out->description().config);
  return out;
}

void know_base(Session& session, const ScanRequest& request, const Facts* dockerfile,
               ScannedImage& image) {
  if (!request.base.empty()) return;  // scan() has opened it
  std::string name;
  const auto& annotations = image.description().annotations;
  const auto told = annotations.find("org.opencontainers.image.base.name");
  if (told != annotations.end()) name = told->second;
  if (dockerfile != nullptr) {
    const Value of_file = base_reference(*dockerfile, dockerfile->target());
    if (of_file.known()) name = of_file.text();
  }
  if (name == "scratch" || !parse_image_reference(name)) return;
  const auto source = stored_source(session, name);
  if (!source || !*source) return;
  if ((*source)->description().platform == image.description().platform) {
    keep_base((*source)->description(), name, image);
  }
}

Attribution attributed(const ScannedImage& image, const Facts* dockerfile) {
  AttributionInput input;
  input.config = &image.description().config;
  input.layers = image.description().layers.size();
  input.annotations = &image.description().annotations;
  input.base_diff_ids = image.base_diff_ids;
  input.base_history = image.base_history;
  if (dockerfile != nullptr) {
    input.file = AttributedFile{&dockerfile->source, &dockerfile->dockerfile, &dockerfile->graph(),
                                &dockerfile->values()};
  }
  return attribute(input);
}

namespace {

// Files at which a limit was hit.
void complain_of_limits(Session& session, const std::string& name, std::size_t index,
                        const image::ScannedLayer& layer) {
  for (const image::LayerNote& note : layer.notes) {
    if (!image::is_limit_note(note.kind)) continue;
    const bool of_file = note.entry != image::nothing;
    const std::string path = of_file ? "/" + layer.path_of(layer.entries[note.entry]) + ": " : "";
    session.partial(
        name, fmt::format("layer {}: {}{} ({})", index, visible(path), note.detail, note.kind));
  }
}

}  // namespace

void complain_of_missing(Session& session, const ScannedImage& image) {
  const std::string& name = image.description().shown;
  std::vector<bool> said(image.scan.layers.size());
  for (const image::SourceNote& note : image.notes()) {
    const bool of_layer = note.layer >= 0;
    const std::string what =
        of_layer ? fmt::format("layer {}: {}", note.layer, note.what) : note.what;
    if (note.kind == "digest-not-verified") session.warn(name, what);
    if (!note.partial) continue;
    if (of_layer && static_cast<std::size_t>(note.layer) < said.size()) {
      said[static_cast<std::size_t>(note.layer)] = true;
    }
    session.partial(name, what);
  }
  for (std::size_t i = 0; i < image.scan.layers.size(); ++i) {
    const image::LayerScan& layer = image.scan.layers[i];
    std::string why = layer.failure;
    if (why.empty() && layer.layer != nullptr) why = layer.layer->partial;
    if (why.empty() && layer.layer == nullptr) why = "its bytes are not here";
    if (!why.empty() && !said[i]) session.partial(name, fmt::format("layer {}: {}", i, why));
    if (layer.layer != nullptr) complain_of_limits(session, name, i, *layer.layer);
  }
  if (image.scan.partial && session.exit_code() == ExitCode::Clean) {
    session.partial(name, "not all of it was read");
  }
}

}  // namespace plimsoll::app
