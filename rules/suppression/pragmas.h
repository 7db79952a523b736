#pragma once

// The comments by which a file asks for silence, in every dialect that its authors may have used.
//
//   # plimsoll: ignore=RULE[,RULE] [until=YYYY-MM-DD] [-- reason]     the next instruction; the
//                                          whole file before the first one; the next line inside
//                                          one
//   # plimsoll: ignore-stage=...  ignore-file=...
//   # hadolint ignore=...   global ignore=...   stage ignore=...   shell=...
//   # check=skip=NAME,NAME;error=true      at the top: the file; above an instruction: that one
//   # trivy:ignore:ID[:exp:DATE]           # checkov:skip=ID[:reason] (the file)
//   # kics-scan ignore | ignore-line | ignore-block | disable=... | enable=...
//   # nosemgrep[: ID, ID]                  # dockerfile-utils: ignore
//   # tally [global ]ignore=...[;reason=...]       # shellcheck disable=...
//
// Ids are names or aliases of rules: one id may name several rules, and a foreign id none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/finding/finding.h"
#include "rules/descriptor.h"

namespace plimsoll::rules {

struct Selection;

enum class Dialect : std::uint8_t {
  Plimsoll,
  Hadolint,
  BuildKit,
  Trivy,
  Checkov,
  Kics,
  Semgrep,
  DockerfileUtils,
  Tally,
  ShellCheck
};
[[nodiscard]] std::string_view to_string(Dialect dialect);  // as it is written in the comment

enum class Scope : std::uint8_t { NextLine, Instruction, Stage, File };

struct PragmaId {
  std::string text;
  Span span;
  std::vector<const Rule*> rules;  // those it names; empty for a foreign or unknown id
  std::uint32_t hits = 0;          // findings that it kept silent
};

struct Pragma {
  Dialect dialect = Dialect::Plimsoll;
  Scope scope = Scope::Instruction;
  Span comment;  // `#` to the line's end
  Span reach;    // findings that begin in here (NextLine: that overlap it) are meant
  std::vector<PragmaId> ids;
  bool everything = false;   // names no id: all that the dialect's tool would say
  std::uint32_t hits = 0;    // of `everything`
  bool all_but_ids = false;  // kics-scan enable=: everything but the ids
  std::string reason;
  std::optional<std::int64_t> until;  // day since 1970-01-01; the last on which it holds
  bool expired = false;               // it ignores nothing any more
  std::string malformed;  // own dialect: what could not be understood; then it ignores nothing
  bool ignores = true;    // false for `hadolint shell=` and `check=error=true`
};

// Of the pragmas that begin before a finding, so many are asked: a file of nothing but pragmas and
// findings takes linear time.
inline constexpr std::size_t max_pragmas_asked = 256;

class Pragmas {
 public:
  // Reads all comments of `dockerfile`, which is of `source`. `today` as Settings::today.
  Pragmas(const SourceFile& source, const Dockerfile& dockerfile, std::int64_t today);

  [[nodiscard]] const std::vector<Pragma>& all() const { return pragmas_; }
  // `error=true` in a check directive: BuildKit's findings fail the build.
  [[nodiscard]] bool checks_are_errors() const { return checks_are_errors_; }

  // The pragma that wants this finding of `rule` silent, or null; every one that does counts a hit.
  // What is in no line (a layer, the image's configuration) those of the whole file ignore.
  [[nodiscard]] const Pragma* ignores(const Finding& finding, const Rule& rule);

  // Which rules ran: an ignore of one that did not run is not unused. `with_image`: those of the
  // image, too.
  void set_selection(const Selection& selection, bool with_image = false) {
    selection_ = &selection;
    with_image_ = with_image;
  }
  [[nodiscard]] bool ran(const Rule& rule) const;
  // False where the user wants no comment to ignore anything.
  [[nodiscard]] bool honoured() const;

 private:
  void place(Pragma& pragma, const Instruction* inside, std::uint32_t& next);
  void add(std::vector<Pragma> found, const Instruction* inside, std::uint32_t& next);
  void read_heredocs(const Instruction& instruction);
  void read_stray_nosemgrep();
  void index();
  bool silences(Pragma& pragma, Span span, const Rule& rule);
  const Pragma* ignores_everywhere(const Rule& rule);
  const Pragma* ask(const std::vector<std::uint32_t>& list, Span span, const Rule& rule);

  const SourceFile& source_;
  const Dockerfile& dockerfile_;
  std::vector<Pragma> pragmas_;
  // Indexes of those that reach a file or stage, and of the others, by where the reach begins.
  std::vector<std::uint32_t> wide_;
  std::vector<std::uint32_t> narrow_;
  std::int64_t today_ = 0;
  bool checks_are_errors_ = false;
  const Selection* selection_ = nullptr;
  bool with_image_ = false;
};

// The pragmas of one comment (Trivy allows several); empty for an ordinary comment. `text` is the
// whole comment with its `#`, which stands at `begin`. Scope and ids are set, reach is not.
[[nodiscard]] std::vector<Pragma> read_pragmas(std::string_view text, std::uint32_t begin);

// Whether an alias of this rule is one of the tool that reads this dialect.
[[nodiscard]] bool known_to(Dialect dialect, const Rule& rule);

// "2026-11-21" as days since 1970-01-01; nullopt unless it is a day of the calendar.
[[nodiscard]] std::optional<std::int64_t> day_from(std::string_view date);

}  // namespace plimsoll::rules
