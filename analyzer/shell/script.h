#pragma once

// The tree of a shell text: what both readers (fast_path.h, tree_path.h) make and flow.h turns into
// a CommandList. All positions count bytes of the ShellText; nothing here is decided yet.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/shell/command.h"

namespace plimsoll::script {

using Range = Span;  // positions in ShellText::str(), not in the file

struct Statement;

// A word whose spans are Ranges, with what its substitutions run.
struct Word {
  ShellWord word;
  std::vector<Statement> inner;  // one Kind::List a substitution; flow numbers their scopes
};

struct ScriptAssignment {
  Assignment assignment;  // without value
  Word value;
};

struct ScriptRedirect {
  Redirect redirect;  // without target
  Word target;
  std::vector<Statement> inner;  // substitutions of a heredoc's body
};

struct Statement {
  enum class Kind : std::uint8_t {
    List,      // children, joined by Sequence or Background
    AndOr,     // children, joined by And or Or
    Pipeline,  // children, joined by Pipe
    Simple,    // assignments, words, redirects
    Subshell,  // one child
    Group,     // one child
    If,        // condition, branch, condition, branch ... and the else branch if the number is odd
    Loop,      // condition, body
    For,       // body; words are the items
    Case,      // one child a branch; words[0] is the subject
    Function,  // one child; name
    Unknown,   // could not be read
  };
  Kind kind = Kind::Simple;
  Range range;
  Connector connector = Connector::Start;
  Range connector_range;
  bool negated = false;
  bool background = false;
  bool each_word = false;  // For: `in` was written, so `words` is all
  std::string name;        // Function: its name; For: its variable
  std::vector<Statement> children;
  std::vector<ScriptAssignment> assignments;
  std::vector<Word> words;
  std::vector<ScriptRedirect> redirects;
};

// Puts `parts` under one statement of `kind`; a single part stands for itself.
inline Statement combine(Statement::Kind kind, std::vector<Statement> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Statement whole;
  whole.kind = kind;
  if (!parts.empty()) whole.range = {parts.front().range.begin, parts.back().range.end};
  whole.children = std::move(parts);
  return whole;
}

// `>&file` writes both outputs; `>&2`, `<&-` and the like only duplicate. To be called once the
// target is read.
inline void finish_redirect(Redirect& redirect, const ShellWord& target) {
  if (redirect.kind != Redirect::Kind::Duplicate || redirect.descriptor != 1) return;
  if (!target.known || target.text == "-") return;
  if (target.text.find_first_not_of("0123456789-") == std::string::npos) return;
  redirect.kind = Redirect::Kind::Output;
  redirect.descriptor = -1;
}

}  // namespace plimsoll::script
