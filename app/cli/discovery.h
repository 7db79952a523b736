#pragma once

// Which files a command is about. A path that the user names is taken as it is; a directory is
// walked for files that are Dockerfiles by name (and, where the name is weak, by content).

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/host.h"

namespace plimsoll::app {

// How sure a file's name makes us.
enum class NameVerdict : unsigned char {
  No,
  Look,  // `Dockerfile-old`, `Dockerfile.py`: the content decides
  Yes    // `Dockerfile`, `web.dockerfile`, `Containerfile.alpine`
};

[[nodiscard]] NameVerdict dockerfile_name(std::string_view name);

// True when the first thing that is neither comment nor blank is a FROM or an ARG.
[[nodiscard]] bool looks_like_dockerfile(std::string_view bytes);

// Something that could not be looked at.
struct PathError {
  std::string path;
  Error error;
};

struct Discovered {
  std::vector<std::string> files;  // sorted, each file once; "-" is standard input
  std::vector<PathError> errors;
};

struct DiscoveryOptions {
  bool honour_ignore_files = true;
  // Says which found paths are left out (the configuration's `exclude`); may be empty. Not asked
  // for paths that the user named.
  std::function<Result<bool>(const std::string& path, bool is_directory)> excluded;
};

// Paths keep the form in which they were given: below "a" a file is "a/Dockerfile", below "." it is
// "Dockerfile". Named files are in the list even where they do not exist: reading them says why.
[[nodiscard]] Discovered discover(const Host& host, const std::vector<std::string>& paths,
                                  const DiscoveryOptions& options);

}  // namespace plimsoll::app
