#pragma once

// The steps that make layers, each from its key to its result.

#include <cstdint>
#include <functional>
#include <string>

#include "analyzer/lowered/lowered.h"
#include "builder/results.h"
#include "builder/workbench.h"

namespace plimsoll::builder {

// Where a step reads from.
struct SourceOf {
  const ContextTree* context = nullptr;      // a directory of this machine; else
  RootFs root;                               // what a stage or an image has; or nothing at all
  std::shared_ptr<const StoredImage> image;  // which, where it is one
};

// A step with all that surrounds it.
struct Place {
  Workbench& bench;
  const lowered::Stage& stage;
  const lowered::Step& step;
  const RootFs& root;  // what is below
  Platform platform;
  std::uint32_t event = 0;  // its number in events
  // What a source of the graph means.
  std::function<Result<SourceOf>(const lowered::Source&)> open;
  int& exit_code;  // of a command that failed
};

[[nodiscard]] Result<std::shared_ptr<const FileTree>> tree_of(Workbench& bench,
                                                              const SourceOf& source);

[[nodiscard]] Result<Made> copy_files(const Place& place, const lowered::CopyStep& step);
[[nodiscard]] Result<Made> make_workdir(const Place& place, const lowered::WorkdirStep& step);
[[nodiscard]] Result<Made> run_command(const Place& place, const lowered::RunStep& step);

}  // namespace plimsoll::builder
