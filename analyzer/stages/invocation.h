#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll {

// How the file is built, as far as the caller knows: what stands on the command line of a build, or
// in a compose, bake or CI file. Empty means what a plain `docker build .` does.
struct Invocation {
  std::optional<std::string> target;              // --target: a stage's name or index
  std::map<std::string, std::string> build_args;  // --build-arg NAME=VALUE
  std::vector<std::string> platforms;             // --platform: "linux/amd64", ...
  std::vector<std::string> named_contexts;        // the names of --build-context NAME=...
  bool complete = false;  // nothing else is ever given: an ARG without a value is then surely empty
};

}  // namespace plimsoll
