#include "builder/schedule.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "analyzer/base/check.h"

namespace plimsoll::builder {
namespace {

class Schedule {
 public:
  Schedule(std::vector<Task> tasks, unsigned jobs)
      : tasks_(std::move(tasks)), waiting_for_(tasks_.size()), then_(tasks_.size()), jobs_(jobs) {
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      for (const std::size_t before : tasks_[i].after) {
        CHECK(before < i);
        then_[before].push_back(i);
      }
      waiting_for_[i] = tasks_[i].after.size();
      if (waiting_for_[i] == 0) ready_.insert(i);
    }
    left_ = tasks_.size();
  }

  bool run() {
    std::unique_lock lock(mutex_);
    work(lock);
    lock.unlock();
    for (std::thread& helper : helpers_) helper.join();
    return !failed_;
  }

 private:
  // Until nothing is left to begin; the mutex is held but while a task runs.
  void work(std::unique_lock<std::mutex>& lock) {
    while (true) {
      if (failed_ || left_ == 0) return;
      if (ready_.empty()) {
        ++idle_;
        changed_.wait(lock);
        --idle_;
        continue;
      }
      const std::size_t next = *ready_.begin();
      ready_.erase(ready_.begin());
      if (!ready_.empty()) call_others();
      lock.unlock();
      const bool succeeded = tasks_[next].run();
      lock.lock();
      finish(next, succeeded);
    }
  }

  void finish(std::size_t done, bool succeeded) {
    --left_;
    failed_ = failed_ || !succeeded;
    if (succeeded) {
      for (const std::size_t task : then_[done]) {
        if (--waiting_for_[task] == 0) ready_.insert(task);
      }
    }
    if (failed_ || left_ == 0) changed_.notify_all();
  }

  void call_others() {
    if (idle_ > 0) {
      changed_.notify_one();
    } else if (helpers_.size() + 1 < jobs_) {
      helpers_.emplace_back([this] {
        std::unique_lock lock(mutex_);
        work(lock);
      });
    }
  }

  std::vector<Task> tasks_;
  std::vector<std::size_t> waiting_for_;
  std::vector<std::vector<std::size_t>> then_;
  const unsigned jobs_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::size_t> ready_;
  std::vector<std::thread> helpers_;
  std::size_t left_ = 0;
  unsigned idle_ = 0;
  bool failed_ = false;
};

}  // namespace

bool run_tasks(std::vector<Task> tasks, unsigned jobs) {
  return Schedule(std::move(tasks), jobs).run();
}

}  // namespace plimsoll::builder
