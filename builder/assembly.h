#pragma once

// One platform's graph, being built: a task a step, each after the one before it in its stage and
// after the stages that it reads.

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lowered/lowered.h"
#include "builder/actions.h"
#include "builder/schedule.h"

namespace plimsoll::builder {

class Assembly {
 public:
  // `label`: what stands before the names of steps where there are several platforms; else "".
  Assembly(Workbench& bench, lowered::Graph graph, Platform platform, std::string label);

  // Appends what is to be done; the tasks refer to this.
  void add_tasks(std::vector<Task>& tasks);
  // After the tasks: the first failure, in the order of the file.
  [[nodiscard]] const std::optional<BuildFailure>& failure() const { return failure_; }
  // After the tasks, where none failed: configuration and manifest, in the store.
  [[nodiscard]] Result<BuiltImage> finish() const;

 private:
  struct StageState {
    RootFs root;
    std::vector<HistoryEntry> history;         // of the base image
    std::vector<std::optional<Layer>> layers;  // by step
    std::size_t last_task = 0;
  };
  bool begin_stage(std::uint32_t stage, std::uint32_t event);
  bool do_step(std::uint32_t stage, std::size_t step, std::uint32_t event);
  [[nodiscard]] Result<RootFs> base_of(std::uint32_t stage);
  [[nodiscard]] Result<SourceOf> open(const lowered::Source& source, const Platform& platform);
  void add_step_tasks(std::uint32_t stage, std::vector<Task>& tasks);
  [[nodiscard]] std::string name_of(std::uint32_t stage, std::size_t number, std::size_t count,
                                    const std::string& text) const;
  void fail(const lowered::Origin& origin, std::uint32_t event, const Error& error, int exit_code);
  [[nodiscard]] std::vector<HistoryEntry> history_of(std::uint32_t stage) const;

  Workbench& bench_;
  const lowered::Graph graph_;
  const Platform platform_;
  const std::string label_;
  std::vector<StageState> states_;
  std::mutex mutex_;  // of failure_
  std::optional<BuildFailure> failure_;
};

// Whether an error is of the machine or a server, not of what the file asks for.
[[nodiscard]] bool is_of_the_world(const Error& error);

}  // namespace plimsoll::builder
