// The display for people: what has ended scrolls up and stays, what runs is drawn below it, again
// and again, with its time and the last lines of what it prints.
//
//   => CACHED [1/4] FROM debian:12
//   => [2/4] COPY . /src                                0.1s
//   [+] building 12.4s (2 of 4)
//   => [3/4] RUN make -C /src                          12.2s
//    #  cc -O2 -c main.c
//
// The lower part is taken away by moving up as many rows as it has. Rows are counted anew with the
// width that the terminal has by then, since terminals break long lines again when they are
// resized; so a line that was cut to fit before may take two rows now.

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "analyzer/source/utf8.h"
#include "app/cli/build_display.h"
#include "app/cli/visible.h"
#include "app/report/paint.h"
#include "app/report/width.h"

namespace plimsoll::app {
namespace {

using builder::BuildEvent;

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::size_t lines_shown = 6;  // of each step that runs
constexpr std::size_t lines_kept = 20;  // told again when it fails
constexpr std::size_t steps_shown = 8;  // at the same time
constexpr int narrowest_columns = 20;

// As much of printable text as fits.
std::string cut(std::string_view text, int columns) {
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::CodePoint point = utf8::decode(text, at);
    const int width = column_width(point.value);
    if (used + width > columns) return std::string(text.substr(0, at));
    used += width;
    at += point.size;
  }
  return std::string(text);
}

class TerminalDisplay final : public BuildDisplay {
 public:
  explicit TerminalDisplay(Session& session)
      : session_(session), paint_(session.color()), began_(session.host.now()) {}
  ~TerminalDisplay() override { finish(); }

  void event(const BuildEvent& event) override {
    const std::lock_guard lock(mutex_);
    switch (event.kind) {
      case BuildEvent::Kind::StepStarted:
        running_[event.step] = {visible(event.name), session_.host.now(), {}, {}};
        steps_ = event.steps;
        if (!ticker_.joinable()) ticker_ = std::thread([this] { tick(); });
        return;
      case BuildEvent::Kind::Output:
        take_output(event);
        return;
      case BuildEvent::Kind::Note:
        erase();
        session_.host.write_err(fmt::format(" note: {}\n", visible(event.text)));
        return;
      default:
        end_step(event);
        return;
    }
  }

  void finish() override {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      erase();
    }
    wake_.notify_all();
    if (ticker_.joinable()) ticker_.join();
  }

 private:
  struct Step {
    std::string name;
    std::chrono::steady_clock::time_point began;
    std::deque<std::string> last;
    OutputLines lines[2];
  };

  [[nodiscard]] double since(std::chrono::steady_clock::time_point began) const {
    return std::chrono::duration<double>(session_.host.now() - began).count();
  }
  [[nodiscard]] int columns() const {
    return std::max(session_.host.terminal_columns(), narrowest_columns);
  }

  static void keep(Step& step, const std::string& line) {
    step.last.push_back(line);
    if (step.last.size() > lines_kept) step.last.pop_front();
  }

  void take_output(const BuildEvent& event) {
    Step& step = running_[event.step];
    step.lines[event.is_error ? 1 : 0].feed(event.text,
                                            [&](const std::string& line) { keep(step, line); });
  }

  void end_step(const BuildEvent& event) {
    erase();
    Step& step = running_[event.step];
    std::string text;
    const bool failed = event.kind == BuildEvent::Kind::StepFailed;
    const std::string_view mark = event.kind == BuildEvent::Kind::StepCached      ? "CACHED "
                                  : failed                                        ? "ERROR "
                                  : event.kind == BuildEvent::Kind::StepCancelled ? "CANCELED "
                                                                                  : "";
    text += line_of(fmt::format(" => {}{}", mark, step.name),
                    event.kind == BuildEvent::Kind::StepCached ? -1 : event.seconds,
                    failed ? Ink::BoldRed : Ink::BoldBlue);
    text += '\n';
    if (failed) {
      for (OutputLines& lines : step.lines) {
        lines.finish([&](const std::string& line) { keep(step, line); });
      }
      for (const std::string& line : step.last) text += fmt::format("    {}\n", line);
    }
    session_.host.write_err(text);
    running_.erase(event.step);
    ++done_;
  }

  // A line with its seconds at the right end; without them when negative.
  [[nodiscard]] std::string line_of(const std::string& words, double seconds, Ink ink) const {
    const std::string time = seconds < 0 ? std::string() : fmt::format("{:.1f}s", seconds);
    const int room = columns() - 2 - static_cast<int>(time.size());
    const std::string fitting = cut(words, room);
    std::string text;
    paint_.put(text, ink, fitting);
    if (!time.empty()) {
      text.append(static_cast<std::size_t>(std::max(1, room - column_width(fitting) + 1)), ' ');
      text += time;
    }
    return text;
  }

  void erase() {
    if (drawn_.empty()) return;
    int rows = 0;
    for (const int width : drawn_) rows += 1 + std::max(0, width - 1) / columns();
    session_.host.write_err(fmt::format("\x1b[{}A\r\x1b[J", rows));
    drawn_.clear();
  }

  void draw() {
    erase();
    std::string text;
    const auto add = [&](std::string line, int width) {
      text += line + "\n";
      drawn_.push_back(width);
    };
    const std::string head =
        cut(fmt::format("[+] building {:.1f}s ({} of {})", since(began_), done_, steps_),
            columns() - 1);
    add(head, column_width(head));
    std::size_t shown = 0;
    for (const auto& [number, step] : running_) {
      if (shown++ == steps_shown) break;
      add(line_of(" => " + step.name, since(step.began), Ink::Plain), columns() - 1);
      const std::size_t count = std::min(lines_shown, step.last.size());
      for (std::size_t i = step.last.size() - count; i < step.last.size(); ++i) {
        const std::string line = cut(" #  " + step.last[i], columns() - 1);
        std::string painted;
        paint_.put(painted, Ink::Dim, line);
        add(painted, column_width(line));
      }
    }
    session_.host.write_err(text);
  }

  void tick() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, redraw_interval, [this] { return ended_; })) {
      if (!running_.empty()) draw();
    }
  }

  Session& session_;
  const Paint paint_;
  const std::chrono::steady_clock::time_point began_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread ticker_;
  std::map<std::uint32_t, Step> running_;
  std::vector<int> drawn_;  // columns of each line below
  std::uint32_t steps_ = 0;
  std::uint32_t done_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<BuildDisplay> make_terminal_display(Session& session) {
  return std::make_unique<TerminalDisplay>(session);
}

}  // namespace plimsoll::app
