#pragma once

// The files that lint and fix are about, each with the configuration that holds for it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/source/source_file.h"
#include "app/cli/session.h"
#include "app/config/configuration.h"

namespace plimsoll::app {

// Dockerfiles are kilobytes; what is larger than this is something else.
inline constexpr std::uint64_t file_limit_bytes = 16 * 1024 * 1024;

// What is analysed of one file: ten times as much as anybody has written, and still answered in
// seconds and a few hundred megabytes.
inline constexpr std::size_t lines_limit = 200'000;

struct Input {
  std::string path;   // as discovery found it; "-" is standard input
  std::string shown;  // its name in reports
  const Configuration* configuration = nullptr;
};

// Discovers, and asks the configuration. What fails is said at once and left out; nothing found at
// all is a failure too. `configurations` owns what the inputs point to.
[[nodiscard]] std::vector<Input> collect_inputs(Session& session, Configurations& configurations);

// What the flags of the command line say to the configuration.
[[nodiscard]] ConfigurationFlags configuration_flags(const CommandLine& line);

// Says that no stage of the file is the target. Without one nothing ships and most rules are
// silent: that must not pass for clean. Where the file is not `alone`, others may have such a
// stage.
void complain_of_target(Session& session, const Input& input, bool alone);

// The text of an input. Fails in words that tell what to do, for what cannot be read and what is
// not text. Safe on several threads.
[[nodiscard]] Result<std::string> read_input(const Host& host, const Input& input);

// Cuts `text` after lines_limit lines; true when something was cut off.
bool cut_to_limit(std::string& text);

// The build context of a Dockerfile, where there is no doubt which directory it is: the one of
// --context; or the Dockerfile's own, where a .dockerignore lies beside it or a repository begins.
[[nodiscard]] std::optional<std::string> context_of(const Host& host, const CommandLine& line,
                                                    const Input& input);

}  // namespace plimsoll::app
