// Who hashes what, when.
//
// A layer is hashed twice, packed and plain, which is a third of all the work on it; and one layer
// is often bigger than all others together. A worker that walks a layer and hashes it too would
// still be at it when the others have long gone home. So nobody hashes his own: blocks are put down
// here with a reference count, each stream keeping its order, and whoever has time takes a few
// streams at once (analyzer/digest/sha256_lanes.h says why at once).
//
// Who has time? The worker of the biggest layer has none while there are blocks to write to. The
// others hash first what lies here, then go on with their layers. Without a free block everybody
// hashes. Example: 600 MB and 400 MB of layers on two cores, a second of inflating for each GB and
// a quarter for hashing it. The first worker inflates for 0.6 s, the second for 0.4 s and hashes
// for 0.2 s: both are done at once. Were each to hash his own, it would be 0.75 s and 0.5 s.
//
// Rejected: a thread for hashing alone, which idles where there are few cores and many layers.

#include "analyzer/image/scan/hash_station.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/digest/sha256.h"

namespace plimsoll::image {
namespace {

// All blocks together stay in a third cache.
constexpr std::size_t blocks_for_all = 16;
constexpr std::size_t blocks_for_each = 6;
// Less is not worth a visit, unless somebody waits for it.
constexpr std::uint64_t worthwhile_bytes = 4 * Block::room;

}  // namespace

struct HashStation::Stream {
  digest::Sha256Lane lane;
  std::deque<Chunk> chunks;
  std::uint64_t bytes = 0;  // of chunks
  bool busy = false;        // somebody hashes it
};

HashStation::HashStation(unsigned workers)
    : blocks_left_to_make_(blocks_for_all + blocks_for_each * workers), workers_(workers) {}

HashStation::~HashStation() = default;

HashStation::StreamRef HashStation::open() { return std::make_shared<Stream>(); }

HashStation::BlockRef HashStation::take_block(bool in_haste) {
  Lock lock(mutex_);
  if (!in_haste && waiting_bytes_ >= worthwhile_bytes) help(lock);
  while (free_.empty() && blocks_left_to_make_ == 0) {
    if (!help(lock)) changed_.wait(lock);
  }
  if (free_.empty()) {
    --blocks_left_to_make_;
    free_.push_back(std::make_unique<Block>());
  }
  Block* const block = free_.back().release();
  free_.pop_back();
  return {block, [this](Block* used) { give_back(used); }};
}

void HashStation::give_back(Block* block) {
  std::unique_ptr<Block> owned(block);
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(owned));
  }
  changed_.notify_all();
}

void HashStation::push(const StreamRef& stream, BlockRef block, std::string_view bytes) {
  if (bytes.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    if (stream->chunks.empty() && !stream->busy) waiting_.push_back(stream);
    stream->chunks.push_back({std::move(block), bytes});
    stream->bytes += bytes.size();
    waiting_bytes_ += bytes.size();
  }
  changed_.notify_all();
}

std::string HashStation::finish(const StreamRef& stream) {
  Lock lock(mutex_);
  while (stream->busy || !stream->chunks.empty()) {
    if (!help(lock)) changed_.wait(lock);
  }
  return digest::to_hex(stream->lane.finish());
}

void HashStation::leave() {
  {
    const std::lock_guard lock(mutex_);
    ++left_;
  }
  changed_.notify_all();
}

void HashStation::work_until_all_left() {
  Lock lock(mutex_);
  while (left_ < workers_) {
    if (!help(lock)) changed_.wait(lock);
  }
}

// Those with most to do, so that they stay together for long.
std::vector<HashStation::Lane> HashStation::choose_lanes() {
  std::sort(waiting_.begin(), waiting_.end(),
            [](const StreamRef& a, const StreamRef& b) { return a->bytes > b->bytes; });
  const std::size_t count = std::min(waiting_.size(), digest::max_lanes);
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < count; ++i) {
    Stream& stream = *waiting_[i];
    stream.busy = true;
    waiting_bytes_ -= std::exchange(stream.bytes, 0);
    lanes.push_back({waiting_[i], std::exchange(stream.chunks, {})});
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  return lanes;
}

bool HashStation::help(Lock& lock) {
  if (waiting_.empty()) return false;
  std::vector<Lane> lanes = choose_lanes();
  lock.unlock();
  hash(lanes);
  lock.lock();
  for (const Lane& lane : lanes) {
    lane.stream->busy = false;
    if (!lane.stream->chunks.empty()) waiting_.push_back(lane.stream);
  }
  changed_.notify_all();
  return true;
}

void HashStation::hash(std::vector<Lane>& lanes) {
  while (true) {
    std::array<digest::LaneBytes, digest::max_lanes> work;
    std::array<std::string_view*, digest::max_lanes> from{};
    std::size_t count = 0;
    for (Lane& lane : lanes) {
      while (!lane.chunks.empty() && lane.chunks.front().bytes.empty()) lane.chunks.pop_front();
      if (lane.chunks.empty()) continue;
      from[count] = &lane.chunks.front().bytes;
      work[count] = {&lane.stream->lane, lane.chunks.front().bytes};
      ++count;
    }
    if (count == 0) return;
    digest::hash_together({work.data(), count});
    for (std::size_t i = 0; i < count; ++i) *from[i] = work[i].bytes;
  }
}

}  // namespace plimsoll::image
