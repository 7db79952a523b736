#pragma once

// Tasks that wait for others, on a few threads.

#include <cstddef>
#include <functional>
#include <vector>

namespace plimsoll::builder {

struct Task {
  std::vector<std::size_t> after;  // tasks that must have succeeded; all come earlier in the list
  std::function<bool()> run;       // false = failed: nothing new begins
};

// Runs them, the earlier first where there is a choice, on at most `jobs` threads (the caller's is
// one; another starts only when there is work for it). Returns when all that began have ended.
// False when one failed.
bool run_tasks(std::vector<Task> tasks, unsigned jobs);

}  // namespace plimsoll::builder
