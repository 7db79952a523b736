#include "analyzer/shell/flow_state.h"

#include <algorithm>

namespace plimsoll::script {

using Kind = Statement::Kind;

Runs worse(Runs a, Runs b) { return std::max(a, b); }
static Answer agreed(Answer a, Answer b) { return a == b ? a : Answer::Unknown; }
Env merged(const Env& a, const Env& b) {
  Env both;
  both.options.errexit = agreed(a.options.errexit, b.options.errexit);
  both.options.pipefail = agreed(a.options.pipefail, b.options.pipefail);
  both.options.nounset = agreed(a.options.nounset, b.options.nounset);
  both.options.xtrace = agreed(a.options.xtrace, b.options.xtrace);
  both.directory = a.directory == b.directory ? a.directory : std::nullopt;
  both.left = worse(a.left, b.left);
  return both;
}

Ending ending_of(const Statement& statement) {
  switch (statement.kind) {
    case Kind::Simple: {
      if (statement.words.empty()) return Ending::None;
      const ShellWord& first = statement.words[0].word;
      if (first.is("false")) return Ending::False;
      if (!first.is("exit") && !first.is("return")) return Ending::None;
      if (statement.words.size() < 2) return Ending::Failure;  // the status of what failed before
      const ShellWord& status = statement.words[1].word;
      if (status.text == "$?") return Ending::Failure;
      if (!status.known) return Ending::None;
      return status.text == "0" ? Ending::Success : Ending::Failure;
    }
    case Kind::Group:
      return ending_of(statement.children[0]);
    case Kind::List:
    case Kind::AndOr: {
      if (statement.children.empty()) return Ending::None;
      const Ending last = ending_of(statement.children.back());
      const Connector before = statement.children.back().connector;
      return before == Connector::Or ? Ending::None : last;
    }
    case Kind::Subshell:
      return ending_of(statement.children[0]) == Ending::Failure ? Ending::False : Ending::None;
    default:
      return Ending::None;
  }
}

Answer fails(const Where& where, const Env& env) {
  Answer by_errexit = Answer::No;
  if (where.errexit_counts && !is_no(env.options.errexit)) {
    by_errexit = is_yes(env.options.errexit) ? where.shell_fails : Answer::Unknown;
  }
  return either(where.status, by_errexit);
}

}  // namespace plimsoll::script
