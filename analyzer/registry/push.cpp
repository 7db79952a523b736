// Pushing a blob.
//
// The cheapest way first: the registry has it; it has it in another repository and takes it from
// there (mount); one PUT with all bytes; pieces. Pieces (PATCH) are for what does not go through in
// one: a proxy that bounds requests (413), a registry that knows no other way, a line that breaks
// again and again. Example of the last: after two pieces of 64 MiB the third one's connection
// breaks; a GET of the upload's place says "Range: 0-150000000", and the third goes on from there.
//
// Where an upload goes on (Location) is told anew by each answer. It may be relative, and may lie
// on another server: then it carries its own authorization, and ours stays at home.

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "analyzer/base/tasks.h"
#include "analyzer/registry/challenge.h"
#include "analyzer/registry/state.h"

namespace plimsoll::registry {

namespace {

constexpr std::uint64_t smallest_chunk_bytes = 1ULL << 20;
constexpr std::uint64_t chunk_divisor = 8;
constexpr unsigned patience = 10;  // a registry may digest what it was sent before it answers
constexpr int ok = 200;
constexpr int created = 201;
constexpr int accepted = 202;
constexpr int no_content = 204;
constexpr int bad_range = 416;
constexpr int too_large = 413;

// Refusals of one big PUT that pieces may get around; wrong bytes are as wrong in pieces.
bool wants_pieces(const http::Response& response) {
  const int status = response.status;
  if (server_words(response.body).starts_with("DIGEST_INVALID")) return false;
  return status == 400 || status == 404 || status == 405 || status == 411 || status == too_large ||
         status == 501;
}

http::Body part_of(const Upload& upload, std::uint64_t begin, std::uint64_t size) {
  http::Body body;
  body.size = size;
  body.read = [&upload, begin](std::uint64_t offset, char* into, std::size_t room) {
    return upload.read(begin + offset, into, room);
  };
  return body;
}

class BlobPush {
 public:
  BlobPush(Client::State& state, const Endpoint& endpoint, const Upload& upload)
      : state_(state),
        endpoint_(endpoint),
        upload_(upload),
        chunk_(std::max(smallest_chunk_bytes, state.settings.chunk_bytes)) {}

  Result<Pushed> run();

 private:
  Result<bool> present();
  // Mounted from where it is: true. Else false, and perhaps an upload has begun all the same.
  Result<bool> mounted();
  Result<void> begin();
  Result<http::Response> put_whole();
  Result<void> in_pieces();
  // One PATCH, and what it tells of where to go on.
  Result<http::Response> patch();
  Result<void> recover();
  Result<void> finish();
  [[nodiscard]] Result<void> take_place(const http::Response& response);
  // A bad line may break each piece once or twice; who breaks more does not want to have it.
  [[nodiscard]] std::uint64_t most_troubles() const {
    return state_.settings.attempts + 2 * (upload_.blob.size / chunk_);
  }
  [[nodiscard]] std::string final_url() const {
    return place_ + (place_.find('?') == std::string::npos ? "?" : "&") +
           "digest=" + http::percent_encoded(upload_.blob.digest);
  }
  [[nodiscard]] tl::unexpected<Error> refused(const http::Response& response) {
    return tl::unexpected(state_.session.refusal(endpoint_, response));
  }
  [[nodiscard]] Ask ask(const char* method) const {
    Ask ask;
    ask.method = method;
    ask.scopes = push_scopes(endpoint_);
    return ask;
  }

  Client::State& state_;
  const Endpoint& endpoint_;
  const Upload& upload_;
  std::uint64_t chunk_;
  std::uint64_t sent_ = 0;      // bytes of the upload that the registry has
  std::uint64_t troubles_ = 0;  // pieces that did not get through
  std::string place_;           // of the upload; "" = none has begun
};

Result<bool> BlobPush::present() {
  Ask head = ask("HEAD");
  head.path = "blobs/" + upload_.blob.digest;
  const auto response = state_.session.send(endpoint_, head);
  if (!response) return tl::unexpected(response.error());
  if (response->status == ok) return true;
  if (response->status == 404) return false;
  return refused(*response);
}

Result<bool> BlobPush::mounted() {
  for (const std::string& from : upload_.mount_from) {
    if (from == endpoint_.repository) continue;
    Ask mount = ask("POST");
    mount.path = "blobs/uploads/?mount=" + http::percent_encoded(upload_.blob.digest) +
                 "&from=" + http::percent_encoded(from);
    mount.scopes.push_back("repository:" + from + ":pull");
    const auto response = state_.session.send(endpoint_, mount);
    if (!response) return tl::unexpected(response.error());
    if (response->status == created) return true;
    if (response->status == accepted) {
      if (auto place = take_place(*response); !place) return tl::unexpected(place.error());
      return false;
    }
  }
  return false;
}

Result<void> BlobPush::take_place(const http::Response& response) {
  const auto url = location_of(response);
  if (!url) return tl::unexpected(url.error());
  place_ = url->text();
  return {};
}

Result<void> BlobPush::begin() {
  sent_ = 0;
  place_.clear();
  Ask post = ask("POST");
  post.path = "blobs/uploads/";
  const auto response = state_.session.send(endpoint_, post);
  if (!response) return tl::unexpected(response.error());
  if (response->status != accepted) return refused(*response);
  if (const auto least = response->headers.first("OCI-Chunk-Min-Length")) {
    std::uint64_t bytes = 0;
    for (const char c : least->substr(0, 12)) {
      if (c >= '0' && c <= '9') bytes = bytes * 10 + static_cast<std::uint64_t>(c - '0');
    }
    chunk_ = std::max(chunk_, bytes);
  }
  return take_place(*response);
}

Result<http::Response> BlobPush::put_whole() {
  Ask put = ask("PUT");
  put.url = final_url();
  put.headers.set("Content-Type", "application/octet-stream");
  put.body = part_of(upload_, 0, upload_.blob.size);
  put.patience = patience;
  return state_.session.once(endpoint_, put);
}

Result<Pushed> BlobPush::run() {
  const auto there = present();
  if (!there) return tl::unexpected(there.error());
  if (*there) return Pushed::Present;
  const auto taken = mounted();
  if (!taken) return tl::unexpected(taken.error());
  if (*taken) return Pushed::Mounted;
  for (unsigned tried = 1;; ++tried) {
    if (place_.empty()) {
      if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
    }
    auto response = put_whole();
    place_.clear();
    if (response && (response->status == created || response->status == no_content)) {
      return Pushed::Uploaded;
    }
    const bool broke_again = !response && tried > 1 && http::is_transient(response.error());
    const bool pieces = response ? wants_pieces(*response) && upload_.blob.size > 0
                                 : broke_again && upload_.blob.size > smallest_chunk_bytes;
    if (pieces) {
      auto pushed = in_pieces();
      if (!pushed) return tl::unexpected(pushed.error());
      return Pushed::Uploaded;
    }
    if (state_.session.pause(tried, response)) continue;
    if (!response) return tl::unexpected(response.error());
    return refused(*response);
  }
}

Result<http::Response> BlobPush::patch() {
  const std::uint64_t size = std::min(chunk_, upload_.blob.size - sent_);
  Ask patch = ask("PATCH");
  patch.url = place_;
  patch.headers.set("Content-Type", "application/octet-stream");
  patch.headers.set("Content-Range",
                    std::to_string(sent_) + "-" + std::to_string(sent_ + size - 1));
  patch.body = part_of(upload_, sent_, size);
  patch.patience = patience;
  auto response = state_.session.once(endpoint_, patch);
  if (!response || response->status != accepted) return response;
  if (auto place = take_place(*response); !place) return tl::unexpected(place.error());
  const auto range = response->headers.first("Range");
  const auto told = range ? parse_upload_range(*range) : std::nullopt;
  sent_ = told && *told > sent_ && *told <= sent_ + size ? *told : sent_ + size;
  return response;
}

// Asks how far the upload is; begins anew when the registry has forgotten it.
Result<void> BlobPush::recover() {
  Ask get = ask("GET");
  get.url = place_;
  const auto response = state_.session.send(endpoint_, get);
  if (!response) return tl::unexpected(response.error());
  if (response->status != no_content && response->status != accepted) return begin();
  const auto range = response->headers.first("Range");
  const auto told = range ? parse_upload_range(*range) : std::nullopt;
  if (!told || *told > upload_.blob.size) return begin();
  sent_ = *told;
  return response->headers.first("Location") ? take_place(*response) : Result<void>();
}

Result<void> BlobPush::in_pieces() {
  if (auto begun = begin(); !begun) return begun;
  unsigned tried = 1;
  while (sent_ < upload_.blob.size) {
    const std::uint64_t before = sent_;
    auto response = patch();
    if (response && response->status == accepted) {
      tried = 1;
      continue;
    }
    if (++troubles_ > most_troubles()) break;
    if (response && response->status == too_large && chunk_ > smallest_chunk_bytes) {
      chunk_ = std::max(smallest_chunk_bytes, chunk_ / chunk_divisor);
      if (auto anew = begin(); !anew) return anew;
      continue;
    }
    const bool out_of_step = response && response->status == bad_range;
    if (out_of_step ? tried >= state_.settings.attempts : !state_.session.pause(tried, response)) {
      return response ? refused(*response) : tl::unexpected(std::move(response.error()));
    }
    if (auto known = recover(); !known) return known;
    tried = sent_ > before ? 1 : tried + 1;
  }
  if (sent_ < upload_.blob.size) {
    return failure(
        endpoint_.host + " takes the pieces of " + upload_.blob.digest + " and forgets them again",
        EIO);
  }
  return finish();
}

Result<void> BlobPush::finish() {
  Ask put = ask("PUT");
  put.url = final_url();
  put.patience = patience;
  const auto response = state_.session.send(endpoint_, put);
  if (!response) return tl::unexpected(response.error());
  if (response->status == created || response->status == no_content) return {};
  return refused(*response);
}

}  // namespace

Result<bool> Client::has_blob(const ImageReference& image, const Descriptor& blob) {
  if (auto fine = permit_registry(state_->settings, image); !fine) {
    return tl::unexpected(fine.error());
  }
  if (!is_digest(blob.digest)) {
    return failure("no sha256 digest: " + printable(blob.digest), EINVAL);
  }
  const Endpoint endpoint = endpoint_of(state_->settings, image);
  Ask head;
  head.method = "HEAD";
  head.path = "blobs/" + blob.digest;
  head.scopes = pull_scopes(endpoint);
  const auto response = state_->session.send(endpoint, head);
  const std::string doing = "looking for a blob of " + image.familiar();
  if (!response) return tl::unexpected(Error(response.error()).while_doing(doing));
  if (response->status == ok) return true;
  if (response->status == 404) return false;
  return tl::unexpected(state_->session.refusal(endpoint, *response).while_doing(doing));
}

Result<Pushed> Client::push_blob(const ImageReference& image, const Upload& upload) {
  if (auto fine = permit_registry(state_->settings, image); !fine) {
    return tl::unexpected(fine.error());
  }
  if (!is_digest(upload.blob.digest)) {
    return failure("no sha256 digest: " + printable(upload.blob.digest), EINVAL);
  }
  const Endpoint endpoint = endpoint_of(state_->settings, image);
  auto pushed = BlobPush(*state_, endpoint, upload).run();
  if (!pushed) {
    return tl::unexpected(
        std::move(pushed.error()).while_doing("pushing a blob of " + image.familiar()));
  }
  return pushed;
}

Result<std::vector<Pushed>> Client::push_blobs(const ImageReference& image,
                                               const std::vector<Upload>& uploads) {
  std::vector<Descriptor> blobs;
  blobs.reserve(uploads.size());
  for (const Upload& upload : uploads) blobs.push_back(upload.blob);
  const std::vector<std::size_t> places = distinct(blobs);
  std::atomic<bool> failed = false;
  const auto outcomes =
      parallel_map<Result<Pushed>>(places.size(), std::max(1U, state_->settings.parallel),
                                   [&](std::size_t place, unsigned) -> Result<Pushed> {
                                     if (failed) return Pushed::Present;
                                     auto pushed = push_blob(image, uploads[places[place]]);
                                     if (!pushed) failed = true;
                                     return pushed;
                                   });
  std::vector<Pushed> all(uploads.size(), Pushed::Present);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!outcomes[i]) return tl::unexpected(outcomes[i].error());
    all[places[i]] = *outcomes[i];
  }
  return all;
}

Result<std::string> Client::push_manifest(const ImageReference& image, const Manifest& manifest,
                                          bool by_digest) {
  if (auto fine = permit_registry(state_->settings, image); !fine) {
    return tl::unexpected(fine.error());
  }
  const Endpoint endpoint = endpoint_of(state_->settings, image);
  const std::string digest = digest_of(manifest.bytes);
  Ask put;
  put.method = "PUT";
  put.path = "manifests/" + (by_digest ? digest : std::string(image.tag_or_latest()));
  put.headers.set("Content-Type", manifest.media_type);
  put.body = http::Body::of(manifest.bytes);
  put.scopes = push_scopes(endpoint);
  const std::string doing = "pushing " + shown(image);
  const auto response = state_->session.send(endpoint, put);
  if (!response) return tl::unexpected(Error(response.error()).while_doing(doing));
  if (response->status != created && response->status != ok && response->status != accepted) {
    return tl::unexpected(state_->session.refusal(endpoint, *response).while_doing(doing));
  }
  const auto told = told_digest(*response);
  if (told && *told != digest) {
    return failure("while " + doing + ": " + endpoint.host +
                       " took something else for it: " + *told + " instead of " + digest,
                   EBADMSG);
  }
  return digest;
}

}  // namespace plimsoll::registry
