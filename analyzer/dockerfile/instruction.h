#pragma once

// Long because it is one table: an instruction of the language, a struct of it.
//
// The typed instructions of a Dockerfile, by the Dockerfile reference and BuildKit's parser. Each
// knows its place in the file; text that BuildKit would join is a Text, which knows the way back.
// Nothing here is expanded: `$x` stands as written (see analyzer/values).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/dockerfile/text.h"
#include "analyzer/source/span.h"

namespace plimsoll {

enum class Keyword : std::uint8_t {
  Add,
  Arg,
  Cmd,
  Copy,
  Entrypoint,
  Env,
  Expose,
  From,
  Healthcheck,
  Label,
  Maintainer,
  OnBuild,
  Run,
  Shell,
  StopSignal,
  User,
  Volume,
  Workdir,
  Unknown
};

// "ADD", ...; "" for Unknown.
[[nodiscard]] std::string_view to_string(Keyword keyword);

// `--name` or `--name=value`. The value has lost its quotes; `$x` stands as written.
struct Flag {
  Span span;
  std::string name;
  Span name_span;  // without the dashes
  std::optional<Text> value;
};

// One field of `--mount`: `key`, or `key=value`.
struct MountField {
  std::string key;
  std::optional<std::string> value;
  Span span;
};

struct Mount {
  Span span;  // of the whole flag
  std::vector<MountField> fields;

  // The value of the first field with one of these names ("target", "dst", "destination"); empty
  // optional when absent. A bare field has the value "true".
  [[nodiscard]] std::optional<std::string_view> get(
      std::initializer_list<std::string_view> keys) const;
  [[nodiscard]] const MountField* field(std::initializer_list<std::string_view> keys) const;
  [[nodiscard]] std::string_view type() const;    // "bind" when not given
  [[nodiscard]] std::string_view target() const;  // "" when not given
};

struct Heredoc {
  std::string name;
  bool expand = true;  // the name was not quoted
  bool chomp = false;  // <<-
  Span opener;         // `<<EOF` on the logical line
  Span body;           // the raw lines, the last line end included
  Span terminator;     // the closing line without its line end; empty when missing
};

enum class Form : std::uint8_t { Shell, Exec };

struct Instruction {
  virtual ~Instruction() = default;

  Keyword keyword = Keyword::Unknown;
  std::string name;   // upper case, whatever it is
  Span keyword_span;  // from the keyword's first byte to its last (a continuation may be inside)
  Span span;          // keyword to the last byte of the arguments or of the last heredoc's
                      // terminator, without the line end
  Span lines;         // the tree's node: from the first non-blank byte (a leading continuation
                      // counts) to the end of all that belongs to it, trailing comments too
  std::uint32_t first_line = 0;  // 1-based, as BuildKit numbers (a leading continuation counts)
  std::uint32_t last_line = 0;   // inclusive, heredocs included
  std::vector<Flag> flags;
  // The arguments as BuildKit's parser leaves them: words; for shell text one word; for ENV and
  // LABEL the words `name=value` (see KeyValues for the parsed form); for JSON the elements.
  std::vector<Text> arguments;
  Text rest;          // everything after the flags, joined, trimmed on the right
  bool json = false;  // the arguments were a JSON array
  std::vector<Heredoc> heredocs;
  std::vector<Span> comments;        // the comment lines directly above
  std::vector<Span> inner_comments;  // comment lines between continuations
  std::uint32_t index = 0;  // position in Dockerfile::instructions; a trigger has its ONBUILD's
  bool broken = false;  // BuildKit refuses it: a Problem tells why; fields hold what could be read

  [[nodiscard]] const Flag* flag(std::string_view name) const;
};

struct From : Instruction {
  static constexpr Keyword kind = Keyword::From;
  Text image;
  std::optional<Text> alias;  // as written
  std::string stage_name;     // lower case; "" without alias
  Span as_span;               // the word AS; empty without
  [[nodiscard]] const Flag* platform() const { return flag("platform"); }
};

// RUN, CMD, ENTRYPOINT and what follows CMD in HEALTHCHECK: shell text or a JSON array.
struct CommandLine {
  Form form = Form::Shell;
  Text shell;              // shell form: the joined text
  std::vector<Text> argv;  // exec form: the elements, unescaped
  Span span;               // all of it in the file
};

struct Run : Instruction {
  static constexpr Keyword kind = Keyword::Run;
  CommandLine command;
  std::vector<Mount> mounts;
};

struct Cmd : Instruction {
  static constexpr Keyword kind = Keyword::Cmd;
  CommandLine command;
};

struct Entrypoint : Instruction {
  static constexpr Keyword kind = Keyword::Entrypoint;
  CommandLine command;
};

struct Healthcheck : Instruction {
  static constexpr Keyword kind = Keyword::Healthcheck;
  bool none = false;
  CommandLine command;
};

// ADD and COPY: see `keyword` for which.
struct Copy : Instruction {
  static constexpr Keyword kind = Keyword::Copy;
  std::vector<Text> sources;  // without the heredoc openers
  Text destination;
  [[nodiscard]] const Flag* from() const { return flag("from"); }
};

// One pair of ENV or LABEL, or one name of ARG.
struct KeyValue {
  Text key;
  std::optional<Text> value;  // as written, quotes kept; ARG alone may lack it
  Span span;
};

// ENV and LABEL: see `keyword` for which.
struct KeyValues : Instruction {
  std::vector<KeyValue> pairs;
  bool legacy = false;  // the old form: one name, a blank, the rest of the line
};

struct Env : KeyValues {
  static constexpr Keyword kind = Keyword::Env;
};

struct LabelInstruction : KeyValues {  // `Label` is the finding's
  static constexpr Keyword kind = Keyword::Label;
};

struct Arg : Instruction {
  static constexpr Keyword kind = Keyword::Arg;
  std::vector<KeyValue> names;
};

struct Shell : Instruction {
  static constexpr Keyword kind = Keyword::Shell;
  std::vector<Text> argv;
};

// EXPOSE and VOLUME take words, or (VOLUME) a JSON array.
struct Expose : Instruction {
  static constexpr Keyword kind = Keyword::Expose;
};
struct Volume : Instruction {
  static constexpr Keyword kind = Keyword::Volume;
};

// The whole rest of the line is the one argument.
struct SingleValue : Instruction {
  Text value;
};
struct User : SingleValue {
  static constexpr Keyword kind = Keyword::User;
};
struct Workdir : SingleValue {
  static constexpr Keyword kind = Keyword::Workdir;
};
struct StopSignal : SingleValue {
  static constexpr Keyword kind = Keyword::StopSignal;
};
struct Maintainer : SingleValue {
  static constexpr Keyword kind = Keyword::Maintainer;
};

struct OnBuild : Instruction {
  static constexpr Keyword kind = Keyword::OnBuild;
  std::unique_ptr<Instruction> trigger;  // null when nothing follows
};

// An instruction as its type, or null.
template <class T>
[[nodiscard]] const T* as(const Instruction* instruction) {
  if (!instruction) return nullptr;
  const bool same = instruction->keyword == T::kind ||
                    (T::kind == Keyword::Copy && instruction->keyword == Keyword::Add);
  return same ? static_cast<const T*>(instruction) : nullptr;
}
template <class T>
[[nodiscard]] const T* as(const Instruction& instruction) {
  return as<T>(&instruction);
}

}  // namespace plimsoll
