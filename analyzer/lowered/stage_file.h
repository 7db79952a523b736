#pragma once

// The stages of a file before any instruction of theirs runs: the global arguments, what each FROM
// stands on, and what a name means. Internal to analyzer/lowered.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lowered/lowered.h"
#include "analyzer/lowered/scope.h"

namespace plimsoll::lowered {

struct FileStage {
  const From* from = nullptr;
  std::string name;  // lower case
  std::vector<const Instruction*> instructions;
  Source base;            // Kind::Stage where FROM names one
  bool replaced = false;  // a named context has the stage's name: nothing of it runs
  Value platform_text;
  std::optional<Platform> platform;

  [[nodiscard]] std::optional<std::uint32_t> parent() const {
    if (base.kind != Source::Kind::Stage) return std::nullopt;
    return base.stage;
  }
};

// The value of an ARG: from the command line, else its default (null = none), with holes where
// `options` leave it open. Nothing: no value, and surely none.
struct ArgumentValue {
  Value value;
  bool unset = false;  // nobody has given it one; `value` is a hole
};
[[nodiscard]] std::optional<ArgumentValue> argument_value(const std::string& name,
                                                          const Value* fallback,
                                                          const Options& options);

// Why a word cannot be expanded, for people.
[[nodiscard]] std::string problem_text(const ExpansionProblem& problem);

class StageFile {
 public:
  // Refers to all that it is given; what is wrong goes to `refused`.
  StageFile(const Dockerfile& dockerfile, const Options& options, std::vector<Refused>& refused);

  [[nodiscard]] const std::vector<FileStage>& stages() const { return stages_; }
  [[nodiscard]] const Scope& globals() const { return globals_; }
  [[nodiscard]] std::optional<std::uint32_t> target() const { return target_; }

  // What `COPY --from=` (a number is an index) or a mount's `from=` (names alone) takes from.
  // Nothing, and why, where BuildKit refuses it.
  struct Answer {
    std::optional<Source> source;
    std::string refusal;
  };
  [[nodiscard]] Answer copied_from(const Text& text) const;
  [[nodiscard]] Answer mounted_from(std::string_view text) const;
  // For messages: "build", or "number 2".
  [[nodiscard]] std::string display_name(std::uint32_t stage) const;

 private:
  void read_globals(const Dockerfile& dockerfile);
  void set_global(const std::string& name, const Value* fallback);
  void read_stage(const From& from);
  void read_platform(const From& from, FileStage& stage);
  void find_target();
  [[nodiscard]] std::optional<std::string> named_context(const std::string& reference) const;
  [[nodiscard]] Answer by_reference(const std::string& text) const;
  [[nodiscard]] std::string known_names() const;
  void refuse(const Instruction& by, Span where, std::string message);

  const Options& options_;
  std::vector<Refused>& refused_;
  char escape_;
  Scope globals_;
  std::vector<FileStage> stages_;
  std::map<std::string, std::uint32_t, std::less<>> by_name_;
  std::map<std::string, std::string, std::less<>> contexts_;  // by familiar name, as given
  std::optional<std::uint32_t> target_;
};

}  // namespace plimsoll::lowered
