#include "builder/schedule.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace plimsoll::builder {

TEST_CASE("one job does the tasks in their order") {
  std::vector<int> order;
  std::vector<Task> tasks;
  for (int i = 0; i < 5; ++i) {
    tasks.push_back({{}, [&order, i] {
                       order.push_back(i);
                       return true;
                     }});
  }
  CHECK(run_tasks(std::move(tasks), 1));
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("a task begins when those before it have ended") {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    std::atomic<int> ended = 0;
    std::atomic<bool> early = false;
    std::vector<Task> tasks;
    for (int i = 0; i < 20; ++i) {
      tasks.push_back({{}, [&] {
                         ++ended;
                         return true;
                       }});
    }
    Task last;
    for (std::size_t i = 0; i < 20; ++i) last.after.push_back(i);
    last.run = [&] {
      early = ended != 20;
      return true;
    };
    tasks.push_back(last);
    CHECK(run_tasks(std::move(tasks), jobs));
    CHECK_FALSE(early);
  }
}

TEST_CASE("what does not depend on each other runs at the same time") {
  std::mutex mutex;
  std::condition_variable met;
  int here = 0;
  // Each waits for the other: one thread alone would wait for ever.
  const auto meet = [&] {
    std::unique_lock lock(mutex);
    ++here;
    met.notify_all();
    met.wait(lock, [&] { return here == 2; });
    return true;
  };
  CHECK(run_tasks({{{}, meet}, {{}, meet}}, 2));
}

TEST_CASE("nothing new begins after a failure, and what began is waited for") {
  for (const unsigned jobs : {1U, 3U}) {
    bool followed = false;
    std::vector<Task> tasks;
    tasks.push_back({{}, [] { return false; }});
    tasks.push_back({{0}, [&] {
                       followed = true;
                       return true;
                     }});
    CHECK_FALSE(run_tasks(std::move(tasks), jobs));
    CHECK_FALSE(followed);
  }
}

TEST_CASE("no tasks are no failure") { CHECK(run_tasks({}, 4)); }

}  // namespace plimsoll::builder
