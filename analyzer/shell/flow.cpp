#include "analyzer/shell/flow.h"

#include <algorithm>
#include <utility>

#include "analyzer/shell/flow_state.h"
#include "analyzer/shell/inner_script.h"
#include "analyzer/shell/invocation.h"
#include "analyzer/shell/path.h"
#include "analyzer/shell/shell.h"
#include "analyzer/shell/word_reader.h"

// Says of each command when it runs and what its failure does, given that the RUN is only of use
// when the whole text ends with success:
//
//     set -e; a && b; c || true; if d; then e; fi; f
//
// `a`, `c`, `d`, `f` always run; `b` only if `a` succeeds, and `a` may fail unnoticed (errexit does
// not look at the left side of `&&`); `e` sometimes. The failure of `c` is masked.
//
// The walk carries two things. Where, which goes down the tree by value: what a failing status at
// this place means. And Env, which goes through the text in its order: options, directory, and
// whether the script may have ended already. Where ways through the script meet again, two Envs
// are merged, and what differs becomes unknown.
//
// Long because it is one walk: each construct hands its meaning to those inside.

namespace plimsoll::script {

namespace {

using Kind = Statement::Kind;

class Flow {
 public:
  Flow(const ShellText& text, const ReadScript& read, bool exec, CommandList& list)
      : text_(&text), read_(read), list_(list), exec_(exec) {}

  void run(const Statement& statement, Where where, Env& env, std::uint32_t depth) {
    depth_ = depth;
    visit(statement, where, env);
  }

  void unparsed(const std::vector<Range>& ranges) {
    for (const Range& range : ranges) list_.unparsed.push_back(span(range));
  }

 private:
  [[nodiscard]] Span span(Range range) const { return text_->source_span(range.begin, range.end); }

  void visit(const Statement& statement, Where where, Env& env) {
    if (statement.connector != Connector::Start) {
      where.connector = statement.connector;
      where.connector_range = statement.connector_range;
    }
    if (statement.negated) {
      where.negated = true;
      where.status = is_no(where.status) ? Answer::No : Answer::Unknown;
      where.errexit_counts = false;
    }
    if (statement.background) {
      where.background = true;
      where.status = Answer::No;
      where.shell_fails = Answer::No;
      where.errexit_counts = false;
    }
    if (statement.kind == Kind::Simple) return simple(statement, where, env);
    if (statement.kind == Kind::List) return list(statement, where, env);
    if (statement.kind == Kind::AndOr) return and_or(statement, where, env);
    if (statement.kind == Kind::Pipeline) return pipeline(statement, where, env);
    where = where.inside();
    if (!statement.redirects.empty()) {
      where.scope = new_scope(Scope::Kind::Group, statement.range, where.scope, 0);
      for (const ScriptRedirect& r : statement.redirects) {
        Redirect made = redirect(r);
        note_variables(made);
        list_.scopes[where.scope].redirects.push_back(std::move(made));
      }
    }
    compound(statement, where, env);
  }

  void compound(const Statement& statement, const Where& where, Env& env) {
    switch (statement.kind) {
      case Kind::Subshell: {
        Where w = where;
        w.scope = new_scope(Scope::Kind::Subshell, statement.range, where.scope, 0);
        w.shell_fails = fails(where, env);
        Env own = env;
        return visit(statement.children[0], w, own);
      }
      case Kind::Group: {
        Where w = where;
        w.scope = new_scope(Scope::Kind::Group, statement.range, where.scope, 0);
        return visit(statement.children[0], w, env);
      }
      case Kind::If:
        return if_statement(statement, where, env);
      case Kind::Loop:
        return loop(statement, where, env);
      case Kind::For:
        return for_loop(statement, where, env);
      case Kind::Case:
        return cases(statement, where, env);
      case Kind::Function:
        return function(statement, where, env);
      default:  // could not be read: nothing behind it is certain
        env.left = Runs::Unknown;
        env.directory.reset();
        env.options = {Answer::Unknown, Answer::Unknown, Answer::Unknown, Answer::Unknown};
    }
  }

  void list(const Statement& statement, const Where& where, Env& env) {
    for (std::size_t i = 0; i < statement.children.size(); ++i) {
      Where w = i == 0 ? where : where.inside();
      if (i + 1 < statement.children.size()) w.status = Answer::No;
      visit(statement.children[i], w, env);
    }
  }

  void and_or(const Statement& chain, const Where& where, Env& env) {
    std::optional<Env> without;  // as it is when the conditional parts do not run
    // failing[i]: what it comes to when the status before part i is a failure.
    std::vector<Answer> failing(chain.children.size() + 1, where.status);
    for (std::size_t i = chain.children.size(); i-- > 0;) {
      failing[i] = failing[i + 1];
      if (chain.children[i].connector != Connector::Or) continue;
      const Ending ending = ending_of(chain.children[i]);
      if (ending == Ending::Failure) failing[i] = where.shell_fails;
      if (ending == Ending::None || ending == Ending::Success) failing[i] = Answer::No;
    }
    for (std::size_t i = 0; i < chain.children.size(); ++i) {
      const Statement& part = chain.children[i];
      Where w = i == 0 ? where : where.inside();
      const bool last = i + 1 == chain.children.size();
      if (!last) w.errexit_counts = false;
      w.status = last ? where.status : failing[i + 1];
      if (part.connector == Connector::Or) w.runs = worse(where.runs, Runs::Sometimes);
      if (part.connector == Connector::And && !is_yes(failing[i])) {
        w.runs = worse(where.runs, Runs::Sometimes);
      }
      if (w.runs != where.runs && !without) without = env;
      visit(part, w, env);
    }
    if (without) env = merged(env, *without);
  }

  void pipeline(const Statement& statement, const Where& where, Env& env) {
    const auto length = static_cast<std::uint32_t>(statement.children.size());
    for (std::uint32_t i = 0; i < length; ++i) {
      Where w = i == 0 ? where : where.inside();
      w.pipeline_index = i;
      w.pipeline_length = length;
      if (i + 1 < length) {
        const Answer counts = env.options.pipefail;
        w.status = is_no(counts) ? Answer::No : is_yes(counts) ? where.status : Answer::Unknown;
        w.errexit_counts = where.errexit_counts && is_yes(counts);
      }
      w.shell_fails = fails(w, env);
      Env own = env;
      visit(statement.children[i], w, own);
    }
  }

  void if_statement(const Statement& statement, const Where& where, Env& env) {
    std::optional<Env> together;
    const auto reach = [&](const Env& end) { together = together ? merged(*together, end) : end; };
    const std::size_t pairs = statement.children.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
      Where condition = where;
      condition.scope =
          new_scope(Scope::Kind::Condition, statement.children[2 * i].range, where.scope, 0);
      condition.status = Answer::Unknown;
      condition.errexit_counts = false;
      if (i > 0) condition.runs = worse(where.runs, Runs::Sometimes);
      visit(statement.children[2 * i], condition, env);
      Env own = env;
      branch(statement.children[2 * i + 1], where, own);
      reach(own);
    }
    if (statement.children.size() % 2 == 1) branch(statement.children.back(), where, env);
    reach(env);
    env = *together;
  }

  void branch(const Statement& statement, const Where& where, Env& env) {
    Where w = where;
    w.scope = new_scope(Scope::Kind::Branch, statement.range, where.scope, 0);
    w.runs = worse(where.runs, Runs::Sometimes);
    visit(statement, w, env);
  }

  void loop(const Statement& statement, const Where& where, Env& env) {
    Where condition = where;
    condition.scope =
        new_scope(Scope::Kind::LoopCondition, statement.children[0].range, where.scope, 0);
    condition.status = Answer::Unknown;
    condition.errexit_counts = false;
    visit(statement.children[0], condition, env);
    body(statement.children[1], where, worse(where.runs, Runs::Sometimes), env);
  }

  void body(const Statement& statement, const Where& where, Runs runs, Env& env) {
    Where w = where;
    w.scope = new_scope(Scope::Kind::LoopBody, statement.range, where.scope, 0);
    w.runs = runs;
    if (is_yes(w.status)) w.status = Answer::Unknown;  // only the last round's counts
    const Env before = env;
    visit(statement, w, env);
    env = merged(env, before);
  }

  void for_loop(const Statement& statement, const Where& where, Env& env) {
    list_.assigned.push_back(statement.name);
    const auto owner = static_cast<std::uint32_t>(list_.commands.size());
    bool certain = false;  // at least one round
    for (const Word& item : statement.words) {
      const ShellWord made = word(item, owner, where, env, Answer::No);
      note_variables(made);
      certain = certain || (made.known && !made.glob);
    }
    const Runs runs = certain ? where.runs : worse(where.runs, Runs::Sometimes);
    body(statement.children[0], where, runs, env);
  }

  void cases(const Statement& statement, const Where& where, Env& env) {
    const auto owner = static_cast<std::uint32_t>(list_.commands.size());
    for (const Word& subject : statement.words) {
      note_variables(word(subject, owner, where, env, Answer::No));
    }
    Env together = env;  // no branch fits
    for (const Statement& child : statement.children) {
      Env own = env;
      branch(child, where, own);
      together = merged(together, own);
    }
    env = together;
  }

  void function(const Statement& statement, const Where& where, const Env& env) {
    Where w = where;
    w.scope = new_scope(Scope::Kind::Function, statement.range, where.scope, 0);
    list_.scopes[w.scope].name = statement.name;
    w.runs = Runs::Unknown;
    w.status = Answer::Unknown;
    Env own = env;
    own.directory.reset();
    visit(statement.children[0], w, own);
  }

  void simple(const Statement& statement, const Where& where, Env& env) {
    const auto index = static_cast<std::uint32_t>(list_.commands.size());
    list_.commands.emplace_back();
    Command made;
    made.index = index;
    made.span = statement.range;
    made.scope = where.scope;
    made.connector = where.connector;
    made.connector_span = where.connector_range;
    made.pipeline_index = where.pipeline_index;
    made.pipeline_length = where.pipeline_length;
    made.negated = where.negated;
    made.background = where.background;
    made.runs = worse(where.runs, env.left);
    made.failure_fails = fails(where, env);
    made.options_in_force = env.options;
    made.directory = env.directory;
    Where own = where;
    own.runs = made.runs;
    const Answer status = statement.words.empty() ? where.status : Answer::No;
    for (const ScriptAssignment& a : statement.assignments) {
      Assignment assignment = a.assignment;
      assignment.span = span(assignment.span);
      assignment.value = word(a.value, index, own, env, status);
      if (statement.words.empty()) list_.assigned.push_back(assignment.name);
      note_variables(assignment.value);
      made.assignments.push_back(std::move(assignment));
    }
    made.words.reserve(statement.words.size());
    for (const Word& w : statement.words) {
      made.words.push_back(word(w, index, own, env, Answer::No));
      note_variables(made.words.back());
    }
    for (const ScriptRedirect& r : statement.redirects) {
      Redirect target = redirect(r);
      target.target.substitutions = number(r.target.inner, index, own, env, Answer::No);
      (void)number(r.inner, index, own, env, Answer::No);
      note_variables(target);
      made.redirects.push_back(std::move(target));
    }
    made.span = span(made.span);
    if (made.connector != Connector::Start) made.connector_span = span(made.connector_span);
    read_invocation(made);
    declare(made);
    inner_script(made, statement, own, env);
    effect(made, env);
    list_.commands[index] = std::move(made);
  }

  // A word with its spans in the file and its substitutions numbered.
  ShellWord word(const Word& read, std::uint32_t owner, const Where& where, const Env& env,
                 Answer status) {
    ShellWord made = read.word;
    made.span = span(made.span);
    for (VariableUse& use : made.variables) use.span = span(use.span);
    made.substitutions = number(read.inner, owner, where, env, status);
    return made;
  }

  Redirect redirect(const ScriptRedirect& read) {
    Redirect made = read.redirect;
    made.target = read.target.word;
    made.target.span = span(made.target.span);
    for (VariableUse& use : made.target.variables) use.span = span(use.span);
    for (VariableUse& use : made.body_variables) use.span = span(use.span);
    made.span = span(made.span);
    if (!made.body.empty()) made.body = span(made.body);
    return made;
  }

  std::vector<std::uint32_t> number(const std::vector<Statement>& inner, std::uint32_t owner,
                                    const Where& where, const Env& env, Answer status) {
    std::vector<std::uint32_t> scopes;
    for (const Statement& statement : inner) {
      Where w = where.inside();
      w.scope = new_scope(Scope::Kind::Substitution, statement.range, where.scope, owner);
      w.status = status;
      w.shell_fails = status;
      w.errexit_counts = false;
      w.negated = false;
      scopes.push_back(w.scope);
      Env own = env;
      visit(statement, w, own);
    }
    return scopes;
  }

  std::uint32_t new_scope(Scope::Kind kind, Range range, std::uint32_t parent,
                          std::uint32_t owner) {
    Scope scope;
    scope.kind = kind;
    scope.parent = parent;
    scope.owner = owner;
    scope.span = span(range);
    list_.scopes.push_back(std::move(scope));
    return static_cast<std::uint32_t>(list_.scopes.size() - 1);
  }

  void note_variables(const ShellWord& w) {
    if (silent_) return;
    list_.variables.insert(list_.variables.end(), w.variables.begin(), w.variables.end());
  }
  void note_variables(const Redirect& r) {
    note_variables(r.target);
    if (silent_) return;
    list_.variables.insert(list_.variables.end(), r.body_variables.begin(), r.body_variables.end());
  }

  // `export A=b`, `read x`: names that get a value by a command.
  void declare(Command& made) {
    const bool declares = made.is("export") || made.is("local") || made.is("readonly") ||
                          made.is("declare") || made.is("typeset");
    if (!declares && !made.is("read")) return;
    for (const std::uint32_t operand : made.operands) {
      const ShellWord& w = made.words[operand];
      const std::uint32_t length = name_length(w.text, 0);
      if (length == 0) continue;
      list_.assigned.push_back(w.text.substr(0, length));
      if (!declares || length >= w.text.size() || w.text[length] != '=') continue;
      Assignment assignment;
      assignment.name = w.text.substr(0, length);
      assignment.span = w.span;
      assignment.value = w;
      assignment.value.text.erase(0, length + 1);
      for (VariableUse& use : assignment.value.variables) {
        use.at = use.at > length ? use.at - length - 1 : 0;
      }
      assignment.exported = made.is("export");
      made.assignments.push_back(std::move(assignment));
    }
  }

  // What the command does to the shell that runs it.
  static void effect(const Command& made, Env& env) {
    const std::string& program = made.program;
    if (program == "cd" || program == "pushd" || program == "popd") {
      env.directory = directory_after(made, env.directory);
    } else if (program == "set") {
      std::vector<std::string_view> words;
      for (std::size_t i = made.program_word + 1; i < made.words.size(); ++i) {
        words.push_back(made.words[i].known ? std::string_view(made.words[i].text) : "");
      }
      (void)read_shell_options(words, 0, env.options);
    } else if (program == "exit" || program == "return" || made.wrapped_in("exec")) {
      const bool failing = program == "exit" && !made.operands.empty() && made.operand(0).known &&
                           made.operand(0).text != "0";
      if (!failing) env.left = worse(env.left, Runs::Sometimes);
    }
  }

  // Where `cd` leads; no value when it cannot be told.
  static std::optional<std::string> directory_after(const Command& made,
                                                    const std::optional<std::string>& from) {
    if (!made.is("cd") || made.operands.size() != 1) return std::nullopt;
    const ShellWord& target = made.operand(0);
    if (!target.known || target.glob || target.brace || target.tilde || target.text == "-") {
      return std::nullopt;
    }
    if (!target.text.starts_with('/') && !from) return std::nullopt;
    return path_from(from.value_or(""), target.text);
  }

  void inner_script(Command& made, const Statement& statement, const Where& where, const Env& env) {
    const std::optional<InnerScript> inner = inner_script_of(made);
    if (!inner || depth_ >= max_shell_nesting) return;
    std::vector<Span> pieces;
    const Range range = statement.words[inner->word].word.span;
    const bool stands =
        exec_ ? json_pieces(*text_, range, pieces) : word_pieces(*text_, range, pieces);
    if (!stands) return;
    const ShellText text(text_->source(), pieces);
    TreeReading reading = read_(text.str());
    if (list_.opaque == CommandList::Opaque::None) list_.opaque = reading.opaque;
    Where w = where.inside();
    w.scope = new_scope(Scope::Kind::Inner, statement.words[inner->word].word.span, where.scope,
                        made.index);
    w.shell_fails = made.failure_fails;
    w.status = made.failure_fails;
    w.errexit_counts = true;
    w.negated = false;
    if (inner->runs_later) w.runs = Runs::Unknown;
    Env own = env;
    if (!inner->same_shell) own.options = inner->options;
    if (inner->other_directory) own.directory.reset();
    own.left = Runs::Always;
    const bool was_silent = std::exchange(silent_, silent_ || !made.words[inner->word].known);
    const ShellText* outside = std::exchange(text_, &text);
    const bool was_exec = std::exchange(exec_, false);
    ++depth_;
    unparsed(reading.unparsed);
    visit(reading.statement, w, own);
    --depth_;
    text_ = outside;
    exec_ = was_exec;
    silent_ = was_silent;
  }

  const ShellText* text_;
  const ReadScript& read_;
  CommandList& list_;
  bool exec_;  // the words are elements of a JSON array
  std::uint32_t depth_ = 0;
  bool silent_ = false;  // in an inner script whose variables the outer shell expands
};

}  // namespace

CommandList make_commands(const ShellText& text, const TreeReading& reading,
                          const ShellSetup& shell, const ReadScript& read) {
  CommandList list;
  list.shell = shell;
  list.opaque = reading.opaque;
  const auto size = static_cast<std::uint32_t>(text.str().size());
  list.span = text.source_span(0, size);
  Scope whole;
  whole.span = list.span;
  list.scopes.push_back(whole);
  Flow flow(text, read, reading.exec, list);
  flow.unparsed(reading.unparsed);
  Env env;
  env.options = shell.options;
  flow.run(reading.statement, Where(), env, 0);
  return list;
}

}  // namespace plimsoll::script
