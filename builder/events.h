#pragma once

// Who speaks to the display: one at a time, with the time since a step began.

#include <chrono>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "builder/build.h"

namespace plimsoll::builder {

class Events {
 public:
  // Both must outlive this.
  Events(const Host& host, const OnBuildEvent& on_event);

  // A further step; returns its number.
  std::uint32_t announce(std::string name, std::uint32_t line);
  [[nodiscard]] const std::string& name_of(std::uint32_t step);

  void start(std::uint32_t step);
  void end(std::uint32_t step, BuildEvent::Kind how, std::string_view message = {});
  void output(std::uint32_t step, bool is_error, std::string_view bytes);
  // Said once, however often it is noticed.
  void note(std::string_view text);

  // When nobody speaks any more.
  [[nodiscard]] std::uint32_t steps() const { return static_cast<std::uint32_t>(steps_.size()); }
  [[nodiscard]] std::uint32_t cached() const { return cached_; }

 private:
  struct Known {
    std::string name;
    std::uint32_t line = 0;
    std::chrono::steady_clock::time_point began;
  };
  [[nodiscard]] double since(std::chrono::steady_clock::time_point began) const;
  void send(const BuildEvent& event) const;

  const Host& host_;
  const OnBuildEvent& on_event_;
  const std::chrono::steady_clock::time_point began_;
  std::mutex mutex_;
  std::deque<Known> steps_;
  std::set<std::string, std::less<>> noted_;
  std::uint32_t cached_ = 0;
};

}  // namespace plimsoll::builder
