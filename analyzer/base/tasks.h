#pragma once

// Many independent items on a few threads. Results are collected by index, so that the number of
// workers changes nothing but time.

#include <cstddef>
#include <functional>
#include <vector>

namespace plimsoll {

// The number of processors that this process may use, at least 1.
[[nodiscard]] unsigned available_workers();

// Calls `work(i, worker)` once for every i in [0, count), on at most `workers` threads (the
// caller's is one of them; 0 and 1 start none). Returns when all calls have. `work` must not throw,
// and must touch shared state only where that is safe; what belongs to `worker`, below `workers` or
// 0, is its alone.
void parallel_for(std::size_t count, unsigned workers,
                  const std::function<void(std::size_t, unsigned)>& work);

// What `make(i, worker)` returns for every i, in the order of i. T must have a default value.
template <class T, class Make>
[[nodiscard]] std::vector<T> parallel_map(std::size_t count, unsigned workers, const Make& make) {
  std::vector<T> results(count);
  parallel_for(count, workers,
               [&](std::size_t i, unsigned worker) { results[i] = make(i, worker); });
  return results;
}

}  // namespace plimsoll
