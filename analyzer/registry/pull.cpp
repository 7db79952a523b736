// Pulling: a manifest whole, a blob as a stream that may break.
//
// A blob of a gigabyte over a bad line arrives in pieces. Example: 1000 bytes, the connection
// breaks after 400; the next request says "Range: bytes=400-" and the answer is one of
//   206 with "Content-Range: bytes 400-999/1000"   the rest: handed on as it comes
//   200 with all 1000 bytes                        the server knows no ranges: the first 400 are
//                                                  read over
//   anything else                                  an error, or worth a pause and another try
// The sink sees each byte once and in order; the running SHA-256 never starts anew. That a server
// sends other bytes the second time shows at the end, in the digest. Rejected: writing to a file
// and hashing it afterwards (twice the reading), and beginning anew after each break (a bad line
// would never end).

#include <atomic>
#include <cerrno>
#include <mutex>

#include "analyzer/base/tasks.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/registry/challenge.h"
#include "analyzer/registry/state.h"

namespace plimsoll::registry {

namespace {

constexpr const char* accepted_manifests =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::uint64_t progress_bytes = 1ULL << 20;  // this much more, and patience is renewed
constexpr std::uint64_t slack_bytes = 1ULL << 20;     // until on_piece has seen what is too much
constexpr int ok = 200;
constexpr int partial = 206;
constexpr int unsatisfiable = 416;

// One blob on its way from one endpoint.
class BlobFetch {
 public:
  BlobFetch(Client::State& state, const Endpoint& endpoint, const Descriptor& blob,
            const Sink& sink)
      : state_(state), endpoint_(endpoint), blob_(blob), sink_(sink) {}

  Result<void> run();
  // Whether the sink has got anything: then another endpoint would have to begin anew.
  [[nodiscard]] bool begun() const { return done_ > 0; }
  // Whether it was the sink that failed, so that no other endpoint helps.
  [[nodiscard]] bool sink_failed() const { return sink_failed_; }

 private:
  Ask ask();
  Result<void> verified();
  Result<void> on_head(const http::Response& response);
  Result<void> on_piece(std::string_view piece);
  [[nodiscard]] Error wrong(const std::string& what) const {
    return Error{endpoint_.host + ": the blob " + blob_.digest + " " + what, EBADMSG};
  }

  Client::State& state_;
  const Endpoint& endpoint_;
  const Descriptor& blob_;
  const Sink& sink_;
  digest::Sha256Stream hash_;
  std::uint64_t done_ = 0;      // bytes that the sink has
  std::uint64_t skipping_ = 0;  // of this answer, still to be read over
  bool whole_ = false;          // ask for no part
  bool sink_failed_ = false;
};

Ask BlobFetch::ask() {
  Ask ask;
  ask.path = "blobs/" + blob_.digest;
  ask.scopes = pull_scopes(endpoint_);
  ask.body_bytes = blob_.size + slack_bytes;
  if (done_ > 0 && !whole_) ask.headers.set("Range", "bytes=" + std::to_string(done_) + "-");
  ask.head = [this](const http::Response& response) { return on_head(response); };
  ask.sink = [this](std::string_view piece) { return on_piece(piece); };
  return ask;
}

Result<void> BlobFetch::on_head(const http::Response& response) {
  skipping_ = 0;
  if (response.status == partial) {
    const auto range = parse_content_range(response.headers.first("Content-Range").value_or(""));
    const bool fits = range && range->first == done_ && range->last < blob_.size &&
                      range->total.value_or(blob_.size) == blob_.size;
    return fits ? Result<void>()
                : tl::unexpected(wrong("comes in another part than was asked for"));
  }
  if (response.status != ok) return tl::unexpected(state_.session.refusal(endpoint_, response));
  skipping_ = done_;
  const auto length = response.headers.first("Content-Length");
  if (length && *length != std::to_string(blob_.size)) {
    return tl::unexpected(wrong("has " + printable(*length) + " bytes, and " +
                                std::to_string(blob_.size) + " by its manifest"));
  }
  return {};
}

Result<void> BlobFetch::on_piece(std::string_view piece) {
  const std::size_t over = std::min<std::uint64_t>(skipping_, piece.size());
  skipping_ -= over;
  piece.remove_prefix(over);
  if (piece.empty()) return {};
  if (piece.size() > blob_.size - done_) {
    return tl::unexpected(
        wrong("is longer than the " + std::to_string(blob_.size) + " bytes of its manifest"));
  }
  hash_.update(piece);
  done_ += piece.size();
  auto written = sink_.write(piece);
  sink_failed_ = !written;
  return written;
}

Result<void> BlobFetch::verified() {
  const std::string found = "sha256:" + digest::to_hex(hash_.finish());
  if (found != blob_.digest) return tl::unexpected(wrong("is not what comes: that is " + found));
  return {};
}

Result<void> BlobFetch::run() {
  for (unsigned tried = 1;; ++tried) {
    const std::uint64_t before = done_;
    auto response = state_.session.once(endpoint_, ask());
    if (sink_failed_) return tl::unexpected(std::move(response.error()));
    const bool body = response && (response->status == ok || response->status == partial);
    if (done_ == blob_.size && (body || done_ > 0)) return verified();
    if (body) {
      response = failure(endpoint_.host + ": the blob " + blob_.digest + " ended after " +
                             std::to_string(done_) + " of " + std::to_string(blob_.size) + " bytes",
                         ECONNRESET);
    }
    if (response && response->status == unsatisfiable && !whole_) {
      whole_ = true;
      continue;
    }
    if (done_ - before >= progress_bytes) tried = 1;
    if (state_.session.pause(tried, response)) continue;
    return tl::unexpected(response ? state_.session.refusal(endpoint_, *response)
                                   : std::move(response.error()));
  }
}

Result<Manifest> manifest_from(Client::State& state, const Endpoint& endpoint,
                               const std::string& name) {
  Ask ask;
  ask.path = "manifests/" + name;
  ask.headers.set("Accept", accepted_manifests);
  ask.body_bytes = largest_manifest_bytes;
  ask.scopes = pull_scopes(endpoint);
  auto response = state.session.send(endpoint, ask);
  if (!response) return tl::unexpected(std::move(response.error()));
  if (response->status != ok) {
    return tl::unexpected(state.session.refusal(endpoint, *response));
  }
  Manifest manifest;
  manifest.bytes = std::move(response->body);
  manifest.digest = digest_of(manifest.bytes);
  const auto told = told_digest(*response);
  if (is_digest(name) ? name != manifest.digest : told && *told != manifest.digest) {
    return failure(endpoint.host + ": the manifest is not " + (is_digest(name) ? name : *told) +
                       " as promised, but " + manifest.digest,
                   EBADMSG);
  }
  auto type = media_type_of(manifest.bytes, response->headers.first("Content-Type").value_or(""));
  if (!type) return failure(endpoint.host + ": " + type.error().message, EBADMSG);
  manifest.media_type = std::move(*type);
  return manifest;
}

// Nothing when the answer does not tell enough.
Result<std::optional<Descriptor>> head_from(Client::State& state, const Endpoint& endpoint,
                                            const std::string& name) {
  Ask ask;
  ask.method = "HEAD";
  ask.path = "manifests/" + name;
  ask.headers.set("Accept", accepted_manifests);
  ask.scopes = pull_scopes(endpoint);
  const auto response = state.session.send(endpoint, ask);
  if (!response) return tl::unexpected(response.error());
  if (response->status != ok) {
    return tl::unexpected(state.session.refusal(endpoint, *response));
  }
  const auto digest = told_digest(*response);
  const auto length = response->headers.first("Content-Length");
  std::uint64_t size = 0;
  for (const char c : length.value_or("x")) {
    if (c < '0' || c > '9' || size > largest_manifest_bytes) return std::optional<Descriptor>();
    size = size * 10 + static_cast<std::uint64_t>(c - '0');
  }
  std::string type(response->headers.first("Content-Type").value_or(""));
  if (!digest || (!is_index(type) && !is_image_manifest(type))) return std::optional<Descriptor>();
  if (is_digest(name) && *digest != name) return std::optional<Descriptor>();
  return std::optional(Descriptor{std::move(type), *digest, size});
}

// Asks one endpoint after the other, as long as `go_on` agrees; the last one's error, mostly that
// of the registry itself, says what those before said.
template <class Value, class Ask>
Result<Value> from_any(
    Client::State& state, const ImageReference& image, const Ask& ask,
    const std::function<bool()>& go_on = [] { return true; }) {
  std::string before;
  const std::vector<Endpoint> endpoints = pull_endpoints(state.settings, image);
  for (std::size_t i = 0;; ++i) {
    Result<Value> value = ask(endpoints[i]);
    if (value) return value;
    Error error = std::move(value.error());
    if (i + 1 < endpoints.size() && error.code != ECANCELED && go_on()) {
      (before += "; the mirror ") += error.message;
      continue;
    }
    error.message += before;
    return tl::unexpected(std::move(error).while_doing("pulling " + shown(image)));
  }
}

}  // namespace

Result<Descriptor> Client::head(const ImageReference& image) {
  if (auto fine = permit_pull(state_->settings, image); !fine) return tl::unexpected(fine.error());
  return from_any<Descriptor>(*state_, image, [&](const Endpoint& endpoint) -> Result<Descriptor> {
    auto found = head_from(*state_, endpoint, manifest_name(image));
    if (!found) return tl::unexpected(std::move(found.error()));
    if (*found) return **found;
    auto manifest = manifest_from(*state_, endpoint, manifest_name(image));
    if (!manifest) return tl::unexpected(std::move(manifest.error()));
    return Descriptor{manifest->media_type, manifest->digest, manifest->bytes.size()};
  });
}

Result<Manifest> Client::fetch_manifest(const ImageReference& image) {
  if (auto fine = permit_pull(state_->settings, image); !fine) return tl::unexpected(fine.error());
  if (!image.digest.empty() && !is_digest(image.digest)) {
    return failure(shown(image) + ": digests other than sha256 are not supported", ENOTSUP);
  }
  return from_any<Manifest>(*state_, image, [&](const Endpoint& endpoint) {
    return manifest_from(*state_, endpoint, manifest_name(image));
  });
}

Result<Resolved> Client::resolve(const ImageReference& image, const Choose& choose) {
  auto root = fetch_manifest(image);
  if (!root) return tl::unexpected(std::move(root.error()));
  if (!is_index(root->media_type)) return Resolved{*root, *root};
  const std::string doing = "choosing a platform of " + shown(image);
  const auto entries = read_index(root->bytes);
  if (!entries) return tl::unexpected(Error(entries.error()).while_doing(doing));
  const auto chosen = choose(*entries);
  if (!chosen) return tl::unexpected(Error(chosen.error()).while_doing(doing));
  if (*chosen >= entries->size()) return failure(shown(image) + ": no such platform", ENOENT);
  ImageReference member = image;
  member.digest = (*entries)[*chosen].manifest.digest;
  auto manifest = fetch_manifest(member);
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  if (!is_image_manifest(manifest->media_type)) {
    return failure(shown(image) + ": the index names another index, where an image should be",
                   EBADMSG);
  }
  return Resolved{std::move(*root), std::move(*manifest)};
}

Result<void> Client::fetch_blob(const ImageReference& image, const Descriptor& blob,
                                const Sink& sink) {
  if (auto fine = permit_registry(state_->settings, image); !fine) return fine;
  if (!is_digest(blob.digest)) {
    return failure(shown(image) + ": no sha256 digest: " + printable(blob.digest), EINVAL);
  }
  bool begun = false;
  bool sink_failed = false;
  const auto fetch_from = [&](const Endpoint& endpoint) -> Result<void> {
    if (begun) {
      if (auto anew = sink.restart(); !anew) return anew;
    }
    BlobFetch fetch(*state_, endpoint, blob, sink);
    auto fetched = fetch.run();
    begun = begun || fetch.begun();
    sink_failed = fetch.sink_failed();
    return fetched;
  };
  return from_any<void>(*state_, image, fetch_from,
                        [&] { return !sink_failed && (!begun || sink.restart); });
}

Result<std::string> Client::fetch_blob(const ImageReference& image, const Descriptor& blob,
                                       std::uint64_t limit_bytes) {
  if (blob.size > limit_bytes) {
    return failure(shown(image) + ": the blob " + blob.digest + " has " +
                       std::to_string(blob.size) + " bytes, more than " +
                       std::to_string(limit_bytes),
                   EFBIG);
  }
  std::string bytes;
  Sink sink;
  sink.write = [&bytes](std::string_view piece) -> Result<void> {
    bytes += piece;
    return {};
  };
  sink.restart = [&bytes]() -> Result<void> {
    bytes.clear();
    return {};
  };
  auto fetched = fetch_blob(image, blob, sink);
  if (!fetched) return tl::unexpected(std::move(fetched.error()));
  return bytes;
}

Result<void> Client::fetch_blobs(const ImageReference& image, const std::vector<Descriptor>& blobs,
                                 const std::function<Result<Sink>(std::size_t)>& sink_of,
                                 const std::function<Result<void>(std::size_t)>& done) {
  const std::vector<std::size_t> places = distinct(blobs);
  std::atomic<bool> failed = false;
  const auto fetch_one = [&](std::size_t i) -> Result<void> {
    auto sink = sink_of(i);
    if (!sink) return tl::unexpected(std::move(sink.error()));
    auto fetched = fetch_blob(image, blobs[i], *sink);
    if (!fetched) return fetched;
    return done(i);
  };
  const auto outcomes =
      parallel_map<Result<void>>(places.size(), std::max(1U, state_->settings.parallel),
                                 [&](std::size_t place, unsigned) -> Result<void> {
                                   if (failed) return {};
                                   auto outcome = fetch_one(places[place]);
                                   if (!outcome) failed = true;
                                   return outcome;
                                 });
  for (const Result<void>& outcome : outcomes) {
    if (!outcome) return outcome;
  }
  return {};
}

}  // namespace plimsoll::registry
