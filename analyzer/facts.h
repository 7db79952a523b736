#pragma once

// What a rule is handed: everything that is known of one Dockerfile, const, computed when asked.
// One Facts is used by one thread. Questions answer yes, no or unknown (Answer); rules are silent
// on unknown.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"
#include "analyzer/bases/bases.h"
#include "analyzer/context/context.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/placed.h"
#include "analyzer/settings.h"
#include "analyzer/shell/shell.h"
#include "analyzer/source/source_file.h"
#include "analyzer/stages/stages.h"
#include "analyzer/values/values.h"

namespace plimsoll {

struct FactsState;

class Facts {
 public:
  // Refers to all of them; they must outlive it. `context` is null where there is none. `reader`
  // spares making one a file; it serves one thread.
  Facts(const SourceFile& source, const Dockerfile& dockerfile, const Settings& settings,
        const BuildContext* context = nullptr, ShellReader* reader = nullptr);
  ~Facts();
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  const SourceFile& source;
  const Dockerfile& dockerfile;
  const Settings& settings;
  const BuildContext* const context;  // null = unknown

  // Every T, triggers of ONBUILD included, in file order, with its stage:
  //   for (const Placed<Copy>& copy : facts.every<Copy>()) ... copy->destination ...
  template <class T>
  [[nodiscard]] Every<T> every() const {
    return Every<T>(placed());
  }
  [[nodiscard]] Every<Run> runs() const { return every<Run>(); }
  [[nodiscard]] const std::vector<Placed<Instruction>>& placed() const;

  // Stages.
  [[nodiscard]] const StageGraph& graph() const;
  [[nodiscard]] const std::vector<Stage>& stages() const { return graph().stages(); }
  [[nodiscard]] const Stage* stage(const Instruction& instruction) const;  // null before FROM
  [[nodiscard]] const Stage* target() const { return graph().target(); }
  // Whether this instruction's layer or setting is in the image that results.
  [[nodiscard]] bool ships(const Instruction& instruction) const;
  // What the table knows of the image below this stage, through FROM of other stages.
  [[nodiscard]] const BaseFacts& base(const Stage& stage) const;
  [[nodiscard]] const BaseFacts& base(const Instruction& instruction) const;

  // Values.
  [[nodiscard]] const Values& values() const;
  [[nodiscard]] State before(const Instruction& instruction) const;
  [[nodiscard]] State at_end(const Stage& stage) const;
  // A text of `instruction`, expanded as BuildKit expands it there.
  [[nodiscard]] Value value(const Instruction& instruction, const Text& text) const;
  // All words of `instruction` that BuildKit expands, with the variables used in each.
  [[nodiscard]] const std::vector<ExpandedWord>& expansions(const Instruction& instruction) const;

  // Shell. The commands of a shell form, of heredocs by their `#!`, of an exec form (one command;
  // the script of `sh -c`). Empty for a body that is opaque (PowerShell, an unknown interpreter).
  [[nodiscard]] const CommandList& commands(const Instruction& instruction) const;
  // Whether a later instruction on the same file system (the stage and what is built from it) needs
  // what is at or below `path`: reads it, copies it out, or uses the manager that keeps it there.
  [[nodiscard]] Answer read_later(const Instruction& run, std::string_view path) const;
  // A variable as one command of `run` sees it: put before it, exported by a command in front of
  // it, else of the instruction's environment.
  [[nodiscard]] Lookup variable(const Instruction& run, const Command& command,
                                std::string_view name) const;
  // Whether a command behind `after` (null: any) removes all at or below `path`, which may begin
  // with `~`.
  [[nodiscard]] Answer removes(const Instruction& run, std::string_view path,
                               const Command* after = nullptr) const;
  // A cache or tmpfs mount that holds `path` ("/var/lib/apt", "~/.cache/pip"); mounts_over also
  // says yes to what each build mounts (/dev/shm).
  [[nodiscard]] Answer mounts_over(const Run& run, std::string_view path) const;
  [[nodiscard]] const Mount* mount_over(const Run& run, std::string_view path) const;
  // Where a mount stands, absolute; empty for a mount without a target.
  [[nodiscard]] Value mount_target(const Run& run, const Mount& mount) const;
  // HOME at an instruction: of ENV, else by the user where that is certain.
  [[nodiscard]] Value home(const Instruction& instruction) const;
  // `path` as a process of this instruction would take it: by WORKDIR, `~` by HOME.
  [[nodiscard]] Value absolute_path(const Instruction& instruction, const Value& path) const;

 private:
  [[nodiscard]] Answer copy_takes(const Edge& edge, std::string_view path) const;
  [[nodiscard]] Answer run_reads(const Run& run, std::string_view path) const;
  [[nodiscard]] Answer mount_holds(const Run& run, const Mount& mount, std::string_view path) const;
  std::unique_ptr<FactsState> state_;
};

using RunView = Placed<Run>;

}  // namespace plimsoll
