// How a file is searched depends on how long it is (settings are short), and an archive tells that
// too late or not at all. So the first MiB of each is held: what ends within it is handed over
// whole, what does not as a long file that streams.

#include "analyzer/image/scan/archive_search.h"

#include <algorithm>
#include <array>
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

ArchiveSearch::ArchiveSearch(const SecretScanner& scanner) : reader_(scanner) {}
ArchiveSearch::~ArchiveSearch() = default;

ArchiveSearch::Begins ArchiveSearch::begins(std::string_view path, std::string_view first_bytes) {
  if (first_bytes.starts_with(zip_magic)) return Begins::Here;
  const bool started = first_bytes.starts_with("#!") &&
                       std::any_of(started_endings.begin(), started_endings.end(),
                                   [&](std::string_view ending) { return path.ends_with(ending); });
  return started ? Begins::Later : Begins::No;
}

void ArchiveSearch::begin(std::string_view path, std::uint64_t plain_bytes, Begins where) {
  path_ = std::string(path) + "!/";
  plain_limit_ = plain_bytes;
  zip_.reset();
  searching_ = where == Begins::Later;
  if (!searching_) {
    ZipLimits limits;
    limits.plain_bytes = std::min(limits.plain_bytes, plain_limit_);
    ZipReader::Visitor& files = *this;
    zip_ = std::make_unique<ZipReader>(files, limits);
  }
  tail_.clear();
  passed_ = 0;
  cut_short_ = false;
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
    passed_ += bytes.size();
    searching_ = passed_ < most_in_front;
    return front;
  }
  const std::string held = begun ? tail_.substr(at_seam) : std::string();
  begin(path_.substr(0, path_.size() - 2), plain_limit_, Begins::Here);
  zip_->feed(held);
  zip_->feed(bytes.substr(front));
  return front;
}

std::size_t ArchiveSearch::feed(std::string_view bytes) {
  if (searching_) return find(bytes);
  if (!zip_) return bytes.size();
  zip_->feed(bytes);
  return 0;
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

void ArchiveSearch::finish(std::vector<InnerSecret>& found) {
  if (zip_) zip_->finish();
  std::move(found_.begin(), found_.end(), std::back_inserter(found));
  found_.clear();
}

bool ArchiveSearch::limited() const { return zip_ && zip_->ended() == ZipEnd::Limit; }
std::uint64_t ArchiveSearch::plain_bytes() const { return zip_ ? zip_->plain_bytes() : 0; }

}  // namespace plimsoll::image
