#include "app/cli/session.h"

#include <fmt/format.h>

#include <charconv>

#include "analyzer/base/tasks.h"
#include "app/cli/visible.h"

namespace plimsoll::app {
namespace {

constexpr std::size_t write_block_bytes = 64 * 1024;
constexpr unsigned workers_limit = 1024;

int rank(ExitCode code) {
  switch (code) {
    case ExitCode::Clean:
      return 0;
    case ExitCode::Findings:
      return 1;
    case ExitCode::Partial:
      return 2;
    case ExitCode::Failure:
      break;
  }
  return 3;
}

}  // namespace

std::string_view version() { return PLIMSOLL_VERSION; }

void Session::print(std::string_view text) {
  pending_ += text;
  if (pending_.size() >= write_block_bytes) flush();
}

bool Session::flush() {
  const bool written = pending_.empty() || host.write_out(pending_);
  pending_.clear();
  return written;
}

namespace {

// Messages quote images, archives and servers: what they say is shown, and done by no terminal.
std::string lines_visible(std::string_view message) {
  std::string shown;
  while (true) {
    const std::size_t end = message.find('\n');
    shown += visible(message.substr(0, end));
    if (end == std::string_view::npos) return shown;
    shown += '\n';
    message.remove_prefix(end + 1);
  }
}

}  // namespace

void Session::say(const std::string& path, const std::string& message, bool error) {
  // What was printed before comes before it on a terminal, too.
  flush();
  const std::string_view level = error ? "" : "warning: ";
  const std::string shown = lines_visible(message);
  host.write_err(path.empty() ? fmt::format("plimsoll: {}{}\n", level, shown)
                              : fmt::format("plimsoll: {}{}: {}\n", level, visible(path), shown));
  notices_.push_back({path, message, error});
}

void Session::fail(const std::string& path, const std::string& message) {
  say(path, message, true);
  raise(ExitCode::Failure);
}

void Session::partial(const std::string& path, const std::string& message) {
  say(path, message, true);
  raise(ExitCode::Partial);
}

void Session::warn(const std::string& path, const std::string& message) {
  say(path, message, false);
}

void Session::fail_with_text(const std::string& path, const std::string& text) {
  flush();
  host.write_err(text.ends_with('\n') ? text : text + "\n");
  notices_.push_back({path, text, true});
  raise(ExitCode::Failure);
}

void Session::raise(ExitCode code) {
  if (rank(code) > rank(exit_code_)) exit_code_ = code;
}

bool Session::color() const {
  const auto set = [this](const char* name) {
    const std::optional<std::string> value = host.environment(name);
    return value && !value->empty() && *value != "0";
  };
  if (line.has(FlagId::NoColor)) return false;
  if (const GivenFlag* given = line.last(FlagId::Color); given && given->value != "auto") {
    return given->value == "always";
  }
  if (const auto no_color = host.environment("NO_COLOR"); no_color && !no_color->empty()) {
    return false;
  }
  if (set("FORCE_COLOR") || set("CLICOLOR_FORCE")) return true;
  return host.out_is_terminal() && host.environment("TERM") != "dumb";
}

Result<unsigned> Session::workers() const {
  const GivenFlag* given = line.last(FlagId::Jobs);
  if (given == nullptr) return available_workers();
  unsigned count = 0;
  const char* end = given->value.data() + given->value.size();
  const auto [stopped, error] = std::from_chars(given->value.data(), end, count);
  if (error != std::errc{} || stopped != end || count == 0 || count > workers_limit) {
    return failure(fmt::format("{} cannot be `{}`\n  it is a number from 1 to {}", given->spelled,
                               visible(given->value), workers_limit));
  }
  return count;
}

}  // namespace plimsoll::app
