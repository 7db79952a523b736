#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "app/cli/session.h"

namespace plimsoll::app {

// A line on standard error that counts, on a terminal only and only once a run has taken long
// enough that one begins to wonder. Several threads may step at once.
class Progress {
 public:
  Progress(Session& session, std::string doing, std::size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void step();
  // Takes the line away, before something else is printed.
  void clear();

 private:
  static constexpr std::chrono::milliseconds patience{300};
  static constexpr std::chrono::milliseconds interval{100};

  Session& session_;
  const std::string doing_;
  const std::size_t total_;
  const bool wanted_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex drawing_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

}  // namespace plimsoll::app
