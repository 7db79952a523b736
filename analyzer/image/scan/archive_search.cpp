// How a file is searched depends on how long it is (settings are short), and an archive tells that
// too late or not at all. So the first MiB of each is held: what ends within it is handed over
// whole, what does not as a long file that streams.
//
// What is no file that can be unpacked (damage, encryption, what hides behind a header or behind
// the directory) is searched as the bytes that it is. Only the end tells what that was, so all of
// an archive is searched as bytes too, and what was found within readable content is dropped.

#include "analyzer/image/scan/archive_search.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace plimsoll::image {

namespace {

constexpr std::size_t whole_bytes = std::size_t{1} << 20;  // the searcher's bound for settings
constexpr std::uint64_t longer = UINT64_MAX;
constexpr std::uint64_t most_in_front = std::uint64_t{64} << 10;

// What people start although it is an archive.
constexpr std::array<std::string_view, 6> started_endings = {".jar", ".war", ".pyz",
                                                             ".pex", ".par", ".zip"};

}  // namespace

ArchiveSearch::ArchiveSearch(const SecretScanner& scanner) : reader_(scanner), own_(scanner) {}
ArchiveSearch::~ArchiveSearch() = default;

ArchiveSearch::Begins ArchiveSearch::begins(std::string_view path, std::string_view first_bytes) {
  if (first_bytes.starts_with(zip_magic)) return Begins::Here;
  const bool started = first_bytes.starts_with("#!") &&
                       std::any_of(started_endings.begin(), started_endings.end(),
                                   [&](std::string_view ending) { return path.ends_with(ending); });
  return started ? Begins::Later : Begins::No;
}

void ArchiveSearch::begin(std::string_view path, std::uint64_t size, std::uint64_t plain_bytes,
                          Begins where) {
  path_ = std::string(path) + "!/";
  size_ = size;
  plain_limit_ = plain_bytes;
  zip_.reset();
  tail_.clear();
  front_ = 0;
  cut_short_ = false;
  searching_ = where == Begins::Later;
  if (!searching_) start(0);
}

void ArchiveSearch::start(std::uint64_t at) {
  searching_ = false;
  front_ = at;
  ZipLimits limits;
  limits.plain_bytes = std::min(limits.plain_bytes, plain_limit_);
  ZipReader::Visitor& files = *this;
  zip_ = std::make_unique<ZipReader>(files, limits);
  mark_ = zip_magic.size();  // with it the rest would count as compressed
  own_.begin(path_.substr(0, path_.size() - 2), size_ - std::min(size_, at + mark_));
}

std::size_t ArchiveSearch::find(std::string_view bytes) {
  // Its first bytes may have been the last of the piece before.
  constexpr std::size_t most_held = zip_magic.size() - 1;
  const std::string seam = tail_ + std::string(bytes.substr(0, most_held));
  const std::size_t at_seam = seam.find(zip_magic);
  const bool begun = at_seam < tail_.size();
  const std::size_t front = begun ? 0 : std::min(bytes.find(zip_magic), bytes.size());
  if (!begun && front == bytes.size()) {
    tail_ += bytes.substr(bytes.size() - std::min(most_held, bytes.size()));
    tail_.erase(0, tail_.size() - std::min(most_held, tail_.size()));
    front_ += bytes.size();
    searching_ = front_ < most_in_front;
    return front;
  }
  const std::string held = begun ? tail_.substr(at_seam) : std::string();
  start(front_ + front - held.size());
  read(held);
  read(bytes.substr(front));
  return front;
}

std::size_t ArchiveSearch::feed(std::string_view bytes) {
  if (searching_) return find(bytes);
  if (!zip_) return bytes.size();
  read(bytes);
  return 0;
}

void ArchiveSearch::read(std::string_view bytes) {
  zip_->feed(bytes);
  const std::size_t marks = std::min(mark_, bytes.size());
  mark_ -= marks;
  if (marks < bytes.size() && own_.wants_more()) own_.feed(bytes.substr(marks));
}

bool ArchiveSearch::entry(std::string_view name) {
  name_ = name;
  reader_.begin(path_ + name_, longer);
  plain_.clear();
  streams_ = false;
  return reader_.wants_more();
}

void ArchiveSearch::content(std::string_view bytes) {
  if (!streams_ && plain_.size() + bytes.size() <= whole_bytes) {
    plain_ += bytes;
    return;
  }
  if (!streams_) {
    streams_ = true;
    if (reader_.wants_more()) reader_.feed(plain_);
  }
  if (reader_.wants_more()) reader_.feed(bytes);
}

void ArchiveSearch::end(bool sound) {
  if (!streams_) {
    reader_.begin(path_ + name_, plain_.size());
    if (reader_.wants_more()) reader_.feed(plain_);
  }
  hits_.clear();
  reader_.finish(hits_);
  if (!sound) return;
  cut_short_ = cut_short_ || reader_.cut_short();
  for (SecretHit& hit : hits_) {
    if (found_.size() >= SecretReader::most_hits) {
      cut_short_ = true;
      return;
    }
    found_.push_back({name_, std::move(hit)});
  }
}

// Of its bytes: what is no content that was searched (or is none that is), and not found there.
void ArchiveSearch::add_own() {
  hits_.clear();
  own_.finish(hits_);
  cut_short_ = cut_short_ || own_.cut_short();
  const std::vector<ZipRange>& contents = zip_->contents();
  const std::size_t inner = found_.size();
  for (SecretHit& hit : hits_) {
    hit.offset += zip_magic.size();
    const auto behind =
        std::upper_bound(contents.begin(), contents.end(), hit.offset,
                         [](std::uint64_t at, const ZipRange& each) { return at < each.begin; });
    if (behind != contents.begin() && hit.offset < std::prev(behind)->end) continue;
    const auto end = found_.begin() + static_cast<std::ptrdiff_t>(inner);
    if (std::any_of(found_.begin(), end, [&](const InnerSecret& each) {
          return each.hit.fingerprint == hit.fingerprint;
        })) {
      continue;
    }
    hit.offset += front_;
    if (front_ > 0) hit.line = 0;  // nobody counted those in front
    found_.push_back({"", std::move(hit)});
  }
}

void ArchiveSearch::finish(std::vector<InnerSecret>& found) {
  if (zip_) {
    zip_->finish();
    add_own();
  }
  std::move(found_.begin(), found_.end(), std::back_inserter(found));
  found_.clear();
}

bool ArchiveSearch::limited() const { return zip_ && zip_->ended() == ZipEnd::Limit; }
std::uint64_t ArchiveSearch::plain_bytes() const { return zip_ ? zip_->plain_bytes() : 0; }

}  // namespace plimsoll::image
