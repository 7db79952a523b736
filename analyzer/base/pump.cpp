#include "analyzer/base/pump.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace plimsoll {

struct Pump::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::string ring;
  std::size_t begin = 0;  // of what has not been read
  std::size_t filled = 0;
  bool abandoned = false;
  std::optional<Result<void>> outcome;  // the producer has ended
  std::thread thread;

  Result<void> write(std::string_view bytes) {
    while (!bytes.empty()) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return filled < ring.size() || abandoned; });
      if (abandoned) return failure("nobody reads it any more", ECANCELED);
      const std::size_t at = (begin + filled) % ring.size();
      const std::size_t size = std::min({bytes.size(), ring.size() - filled, ring.size() - at});
      std::memcpy(ring.data() + at, bytes.data(), size);
      filled += size;
      bytes.remove_prefix(size);
      lock.unlock();
      changed.notify_one();
    }
    return {};
  }

  Result<std::size_t> read(char* into, std::size_t room) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return filled > 0 || outcome; });
    if (filled == 0) {
      if (!*outcome) return tl::unexpected(outcome->error());
      return 0;
    }
    const std::size_t size = std::min({room, filled, ring.size() - begin});
    std::memcpy(into, ring.data() + begin, size);
    begin = (begin + size) % ring.size();
    filled -= size;
    lock.unlock();
    changed.notify_one();
    return size;
  }
};

Pump::Pump(std::size_t room_bytes, Produce produce) : state_(std::make_unique<State>()) {
  state_->ring.resize(std::max<std::size_t>(room_bytes, 1));
  state_->thread = std::thread([state = state_.get(), made = std::move(produce)] {
    Result<void> done = made([state](std::string_view bytes) { return state->write(bytes); });
    const std::lock_guard lock(state->mutex);
    state->outcome = std::move(done);
    state->changed.notify_one();
  });
}

Pump::~Pump() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->abandoned = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

Result<std::size_t> Pump::read(char* into, std::size_t room) { return state_->read(into, room); }

}  // namespace plimsoll
