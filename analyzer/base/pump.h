#pragma once

// Bytes that one side pushes (a download, a process) and the other wants to pull: a thread pushes
// into a ring of bounded size and waits where it is full.

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "analyzer/base/result.h"

namespace plimsoll {

class Pump {
 public:
  // Hands bytes over, waiting for room; fails with ECANCELED when nobody will read them.
  using Write = std::function<Result<void>(std::string_view bytes)>;
  // Runs once, on a thread of the pump; its failure is the reader's.
  using Produce = std::function<Result<void>(const Write& write)>;

  Pump(std::size_t room_bytes, Produce produce);
  // Lets the producer end at its next write, and waits for it.
  ~Pump();
  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;

  // At least one byte; 0 = the producer has ended well. Its failure comes after all its bytes.
  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t room);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll
