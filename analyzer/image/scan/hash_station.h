#pragma once

// Where the blocks of all layers are hashed, by whoever has time.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/digest/sha256_lanes.h"

namespace plimsoll::image {

// Room for bytes of a layer, from a fixed number of such rooms.
struct Block {
  static constexpr std::size_t room = std::size_t{256} << 10;
  // In front of the room, for what is left of the block before.
  static constexpr std::size_t front = 64;
  char* bytes() { return memory.get() + front; }

  std::unique_ptr<char[]> memory{new char[front + room]};
};

class HashStation {
 public:
  // Of `workers` threads that take blocks.
  explicit HashStation(unsigned workers);
  ~HashStation();
  HashStation(const HashStation&) = delete;
  HashStation& operator=(const HashStation&) = delete;

  using BlockRef = std::shared_ptr<Block>;
  struct Stream;
  using StreamRef = std::shared_ptr<Stream>;

  [[nodiscard]] StreamRef open();
  // A free block; hashes where there is none. With `in_haste` no more than that: for the layer for
  // which all will wait in the end.
  [[nodiscard]] BlockRef take_block(bool in_haste);
  // The next bytes of a stream; `block` holds them until they have been hashed.
  void push(const StreamRef& stream, BlockRef block, std::string_view bytes);
  // The digest of all that was pushed, in hexadecimal.
  [[nodiscard]] std::string finish(const StreamRef& stream);
  // Hashes for others until leave() has been called as often as there are workers.
  void work_until_all_left();
  void leave();

 private:
  struct Chunk {
    BlockRef block;
    std::string_view bytes;
  };
  struct Lane {
    StreamRef stream;
    std::deque<Chunk> chunks;
  };
  using Lock = std::unique_lock<std::mutex>;
  // False: there is nothing that nobody hashes already.
  bool help(Lock& lock);
  std::vector<Lane> choose_lanes();
  void hash(std::vector<Lane>& lanes);
  void give_back(Block* block);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Block>> free_;
  std::vector<StreamRef> waiting_;  // streams that have chunks, and nobody hashes them
  std::size_t blocks_left_to_make_;
  std::uint64_t waiting_bytes_ = 0;
  unsigned workers_ = 1;
  unsigned left_ = 0;
};

}  // namespace plimsoll::image
