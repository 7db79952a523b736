#include "app/cli/progress.h"

#include <fmt/format.h>

namespace plimsoll::app {

Progress::Progress(Session& session, std::string doing, std::size_t total)
    : session_(session),
      doing_(std::move(doing)),
      total_(total),
      wanted_(!session.quiet() && session.host.err_is_terminal()) {
  if (wanted_) next_ = session.host.now() + patience;
}

void Progress::step() {
  const std::size_t done = ++done_;
  if (!wanted_) return;
  const std::unique_lock<std::mutex> lock(drawing_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  const auto now = session_.host.now();
  if (now < next_) return;
  next_ = now + interval;
  shown_ = true;
  session_.host.write_err(fmt::format("\r\x1b[K{} {}/{}", doing_, done, total_));
}

void Progress::clear() {
  const std::lock_guard<std::mutex> lock(drawing_);
  if (shown_) session_.host.write_err("\r\x1b[K");
  shown_ = false;
}

}  // namespace plimsoll::app
