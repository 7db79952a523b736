#pragma once

// Other programs, run to their end.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll {

struct Process {
  std::string program;                 // an absolute path: nothing is searched for
  std::vector<std::string> arguments;  // without the program's name
  std::string input;                   // its standard input
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
  std::size_t output_limit_bytes = 1 << 20;  // of standard output; it is ended beyond
};

struct ProcessOutput {
  int exit_code = 0;  // 128 + the signal that ended it
  std::string out;
  std::string err;  // its first 4 KiB
};

// Runs it in "/", with our environment and no descriptor but the three streams. Fails when it
// cannot be started, takes too long or says too much; an exit code is no failure.
[[nodiscard]] Result<ProcessOutput> run_process(const Process& process);

void sleep_for(std::chrono::milliseconds duration);

}  // namespace plimsoll
