#pragma once

#include <string>
#include <utility>

#include "analyzer/lowered/lowered.h"

namespace plimsoll::lowered {

inline Options for_amd64() {
  Options options;
  options.target_platform = options.build_platform = Platform{"linux", "amd64", ""};
  options.invocation.complete = true;
  return options;
}

// Every image is this one.
inline Options on(ImageConfig base) {
  Options options = for_amd64();
  options.find_base = [base = std::move(base)](const Source&, const Platform&) {
    return Result<std::optional<ImageConfig>>(base);
  };
  return options;
}

inline Options alpine() {
  ImageConfig base;
  base.platform = Platform{"linux", "amd64", ""};
  base.env = {"PATH=/bin"};
  base.cmd = std::vector<std::string>{"/bin/sh"};
  base.diff_ids = {"sha256:0000000000000000000000000000000000000000000000000000000000000000"};
  return on(base);
}

inline Graph lowered_text(std::string text, const Options& options = for_amd64()) {
  const SourceFile source("Dockerfile", std::move(text));
  return lower(source, parse_dockerfile(source), options);
}

}  // namespace plimsoll::lowered
