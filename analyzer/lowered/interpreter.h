#pragma once

// One instruction after the other over the state of a stage. Internal to analyzer/lowered.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lowered/stage_file.h"
#include "analyzer/lowered/state.h"

namespace plimsoll::lowered {

// Of all RUN steps together: what a hostile file could multiply.
inline constexpr std::size_t max_variables = std::size_t{1} << 21;
inline constexpr std::size_t max_ports = std::size_t{1} << 18;

// `<<-` takes the tabs at the begin of each line.
[[nodiscard]] std::string without_tabs(std::string_view text);
// The text that ONBUILD keeps for the stages and images on top.
[[nodiscard]] std::string trigger_of(const OnBuild& on_build, const SourceFile& source);

class Interpreter {
 public:
  // What the stages share.
  struct Shared {
    const SourceFile& source;
    const StageFile& file;
    const Options& options;
    std::vector<Refused>& refused;
    std::size_t variables = 0;  // written so far, towards max_variables
    std::size_t ports = 0;      // towards max_ports
  };
  // `index` is the stage's.
  Interpreter(Shared& shared, StageState& state, Stage& stage, std::uint32_t index)
      : shared_(shared), state_(state), stage_(stage), index_(index) {}

  // `source` is what `instruction` was read from: the file, or the text of a trigger, whose
  // problems are told at `origin`. Fills in the text and history of `origin`.
  void step(const SourceFile& source, const Instruction& instruction, Origin origin);

 private:
  void maintainer(const Maintainer& maintainer);
  void env(const Env& env);
  void label(const LabelInstruction& label);
  void arg(const Arg& arg);
  void expose(const Expose& expose);
  void expose_word(const Value& word, std::vector<std::string>& exposed);
  void volume(const Volume& volume);
  void stop_signal(const StopSignal& signal);
  void user(const User& user);
  void workdir(const Workdir& workdir);
  void shell(const Shell& shell);
  void cmd(const Cmd& cmd);
  void entrypoint(const Entrypoint& entrypoint);
  void healthcheck(const Healthcheck& healthcheck);
  void on_build(const OnBuild& on_build);
  void run(const Run& run);
  void copy(const Copy& copy);

  [[nodiscard]] std::vector<std::string> run_words(const Run& run, RunStep& step) const;
  [[nodiscard]] std::string declared_text() const;
  [[nodiscard]] Value copy_flags(const Copy& copy, CopyStep& step);
  void check_copy(const Copy& copy, const CopyStep& step);

  [[nodiscard]] Value word(const Text& text);
  [[nodiscard]] Value plain(const Text& text) const { return Value(text.str()); }
  [[nodiscard]] Setting setting();
  // Reads one --mount: mount_step.cpp.
  [[nodiscard]] MountStep mount(const Mount& mount);
  // What a COPY or a mount takes from; a stage has to stand above.
  [[nodiscard]] Source source_of(StageFile::Answer answer, Span where);
  // The words of CMD or ENTRYPOINT with the shell in front.
  void command(const CommandLine& line, const std::string& place,
               std::optional<std::vector<std::string>>& words);
  void refuse(Span where, std::string message);
  void done(Action action, std::string history);
  void configured(std::string history) { done(ConfigStep{}, std::move(history)); }
  [[nodiscard]] std::string_view body(const Heredoc& heredoc) const;

  Shared& shared_;
  StageState& state_;
  Stage& stage_;
  std::uint32_t index_;
  const SourceFile* source_ = nullptr;
  Origin origin_;
};

}  // namespace plimsoll::lowered
