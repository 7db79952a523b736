#pragma once

// What one sees of a build while it runs, on standard error.

#include <memory>
#include <string>
#include <string_view>

#include "app/cli/build_options.h"
#include "app/cli/session.h"
#include "builder/build.h"

namespace plimsoll::app {

class BuildDisplay {
 public:
  virtual ~BuildDisplay() = default;
  virtual void event(const builder::BuildEvent& event) = 0;
  // Takes away what does not stay. Nothing is to come after it.
  virtual void finish() {}
};

[[nodiscard]] std::unique_ptr<BuildDisplay> make_build_display(ProgressKind kind, Session& session);

// The display for people at a terminal (build_terminal.cpp).
[[nodiscard]] std::unique_ptr<BuildDisplay> make_terminal_display(Session& session);

// What a command printed, in lines fit for a screen: escape sequences are gone, and of a line that
// was drawn over with carriage returns the last state stands.
class OutputLines {
 public:
  // Calls `line` for every line that is complete.
  template <class Line>
  void feed(std::string_view bytes, const Line& line) {
    pending_ += bytes;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = pending_.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      line(shown(std::string_view(pending_).substr(begin, end - begin)));
    }
    pending_.erase(0, begin);
    if (pending_.size() > line_limit_bytes) finish(line);
  }
  // A last line without its end.
  template <class Line>
  void finish(const Line& line) {
    if (!pending_.empty()) line(shown(pending_));
    pending_.clear();
  }
  [[nodiscard]] static std::string shown(std::string_view line);

 private:
  static constexpr std::size_t line_limit_bytes = std::size_t{64} << 10;
  std::string pending_;
};

}  // namespace plimsoll::app
