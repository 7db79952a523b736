#include "analyzer/base/tasks.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace plimsoll {

unsigned available_workers() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
  }
  return std::max(1U, std::thread::hardware_concurrency());
}

// Items differ wildly in cost (one file in a thousand is huge), so every worker takes the next item
// when it is free; an even split would wait for the slowest part.
void parallel_for(std::size_t count, unsigned workers,
                  const std::function<void(std::size_t, unsigned)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&](unsigned worker) {
    for (std::size_t i = next++; i < count; i = next++) work(i, worker);
  };
  std::vector<std::thread> helpers;
  for (unsigned worker = 1; worker < workers && worker < count; ++worker) {
    helpers.emplace_back(run, worker);
  }
  run(0);
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace plimsoll
