#pragma once

// One run of the program: the world, the command line, what is printed, and how it will end.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/host.h"
#include "app/cli/cli.h"
#include "app/cli/command_line.h"
#include "app/report/report.h"

namespace plimsoll::app {

class Session {
 public:
  // `host` must outlive the session.
  Session(Host& host_, CommandLine line_) : host(host_), line(std::move(line_)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { flush(); }

  Host& host;
  const CommandLine line;

  // To standard output, in large pieces.
  void print(std::string_view text);
  // Hands over what is still held back; false when nobody reads any more.
  bool flush();

  // Says on standard error what is wrong with a path, or with the run as a whole, and makes the
  // exit code what it has to be. Each is also remembered for the report.
  void fail(const std::string& path, const std::string& message);
  void partial(const std::string& path, const std::string& message);
  void warn(const std::string& path, const std::string& message);
  // The same for a text that is complete already (a configuration file's complaint with excerpt).
  void fail_with_text(const std::string& path, const std::string& text);

  // Something was found at or above the fail level.
  void found() { raise(ExitCode::Findings); }
  [[nodiscard]] ExitCode exit_code() const { return exit_code_; }
  [[nodiscard]] const std::vector<Notice>& notices() const { return notices_; }

  // What --color, the environment and the terminal say together.
  [[nodiscard]] bool color() const;
  [[nodiscard]] bool quiet() const { return line.has(FlagId::Quiet); }
  // -j, or the number of processors. A value that is no number is a failure.
  [[nodiscard]] Result<unsigned> workers() const;

 private:
  void raise(ExitCode code);
  void say(const std::string& path, const std::string& message, bool error);

  std::string pending_;
  std::vector<Notice> notices_;
  ExitCode exit_code_ = ExitCode::Clean;
};

[[nodiscard]] std::string_view version();

}  // namespace plimsoll::app
