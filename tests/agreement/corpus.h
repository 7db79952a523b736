#pragma once

// The shared corpus: real Dockerfiles with BuildKit's reading of each (see its README). Its folder
// is named by PLIMSOLL_CORPUS.

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace plimsoll::corpus {

inline std::string folder() {
  const char* path = std::getenv("PLIMSOLL_CORPUS");
  return path ? path : "";
}

// What a test returns when there is no corpus: success at home, failure where it was promised.
inline int absent() {
  const char* ci = std::getenv("CI");
  const bool promised = ci && std::string(ci) == "true";
  std::puts("PLIMSOLL_CORPUS names no corpus: nothing was compared");
  return promised ? 1 : 0;
}

// Calls `use` with each line of a file (through `zstd` where it is compressed). False when it
// cannot be read.
inline bool each_line(const std::string& path,
                      const std::function<void(const nlohmann::json&)>& use) {
  const bool packed = path.size() > 4 && path.substr(path.size() - 4) == ".zst";
  std::FILE* in =
      packed ? ::popen(("zstd -dcq '" + path + "'").c_str(), "r") : std::fopen(path.c_str(), "r");
  if (!in) return false;
  std::string line;
  bool some = false;
  char buffer[1 << 16];
  const auto flush = [&] {
    if (line.empty()) return;
    use(nlohmann::json::parse(line));
    line.clear();
    some = true;
  };
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, in)) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (buffer[i] != '\n') continue;
      line.append(buffer + begin, i - begin);
      flush();
      begin = i + 1;
    }
    line.append(buffer + begin, size - begin);
  }
  flush();
  if (packed) {
    ::pclose(in);
  } else {
    std::fclose(in);
  }
  return some;
}

}  // namespace plimsoll::corpus
