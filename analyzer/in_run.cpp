// What holds for one command inside a RUN: the variables it sees, and what the commands behind it
// clean up.

#include <algorithm>
#include <cctype>

#include "analyzer/facts.h"
#include "analyzer/removals.h"
#include "analyzer/shell/path.h"

namespace plimsoll {

namespace {

Lookup known_word(const ShellWord& word) {
  return {Answer::Yes, word.known ? Value(word.text) : Value::unknown(word.text), false};
}

// `path`, which may begin with `~`, as an absolute path by the home that is meant. Where the home
// is not known, that of `removed` is taken: nobody empties the cache of another user.
std::string with_home(const Value& home, std::string_view path, std::string_view removed) {
  if (!path.starts_with('~')) return std::string(path);
  const std::string tail(path.substr(1));
  if (home.known()) return home.text() + tail;
  if (removed.starts_with("/home/")) {
    const std::size_t slash = removed.find('/', 6);
    return std::string(removed.substr(0, slash)) + tail;
  }
  return "/root" + tail;
}

// `$GOPATH/src` with its leading variable put in, where that is known.
std::string with_variable(const Environment& environment, const std::string& path) {
  if (!path.starts_with('$')) return path;
  const bool braced = path.starts_with("${");
  const std::size_t begin = braced ? 2 : 1;
  std::size_t end = begin;
  while (end < path.size() &&
         (std::isalnum(static_cast<unsigned char>(path[end])) || path[end] == '_')) {
    ++end;
  }
  if (braced && (end >= path.size() || path[end] != '}')) return path;
  const Lookup found = environment.lookup(path.substr(begin, end - begin));
  if (!is_yes(found.defined) || !found.value.known()) return path;
  return found.value.text() + path.substr(end + (braced ? 1 : 0));
}

// Whether a removal of which only the begin is known, or not even the directory that it starts
// from, may be one of `wanted`: by the literal bytes that it begins with.
bool may_be(const Facts& facts, const Instruction& run, const Command& command,
            const std::string& removed, const std::string& wanted) {
  const std::string begin = removed.substr(0, removed.find_first_of("$`*?["));
  if (begin.empty()) return true;
  const Value from = facts.absolute_path(run, Value(begin));
  const bool relative = begin.front() != '/' && begin.front() != '~';
  if (relative && (!command.directory || !from.known())) {
    const std::string first = begin.substr(0, begin.find('/'));
    return first == "." || first == ".." || wanted.find("/" + first) != std::string::npos;
  }
  if (!from.known()) return true;
  const std::size_t common = std::min(from.text().size(), wanted.size());
  return from.text().substr(0, common) == wanted.substr(0, common);
}

}  // namespace

Lookup Facts::variable(const Instruction& run, const Command& command,
                       std::string_view name) const {
  for (auto at = command.assignments.rbegin(); at != command.assignments.rend(); ++at) {
    if (at->name == name) return known_word(at->value);
  }
  if (command.wrapped_in("env")) {
    for (std::uint32_t i = 0; i < command.program_word; ++i) {
      const ShellWord& word = command.words[i];
      if (!word.text.starts_with(name) || word.text.substr(name.size(), 1) != "=") continue;
      if (!word.known) return {Answer::Yes, Value::unknown(std::string(name)), false};
      return {Answer::Yes, Value(word.text.substr(name.size() + 1)), false};
    }
  }
  const CommandList& list = commands(run);
  for (std::uint32_t i =
           std::min<std::uint32_t>(command.index, static_cast<std::uint32_t>(list.commands.size()));
       i-- > 0;) {
    for (const Assignment& assignment : list.commands[i].assignments) {
      if (assignment.name == name && assignment.exported) return known_word(assignment.value);
    }
  }
  return before(run).env.lookup(name);
}

Answer removed_by(const Facts& facts, const Instruction& run, const Command& command,
                  const PathUse& use, const Value& home, std::string_view path) {
  const bool at_home = use.path.starts_with('~') && path.starts_with('~');
  const Value removed = at_home ? Value(use.path) : facts.absolute_path(run, Value(use.path));
  if (!use.known || !removed.known()) {
    const std::string begin = with_variable(facts.before(run).env, use.path);
    const std::string wanted = with_home(home, path, begin);
    return may_be(facts, run, command, begin, wanted) ? Answer::Unknown : Answer::No;
  }
  const std::string wanted = at_home ? std::string(path) : with_home(home, path, removed.text());
  // covers() wants absolute paths.
  const std::string_view mark = at_home ? "/" : "";
  return answer(
      covers(std::string(mark) + removed.text(), use.recursive, std::string(mark) + wanted));
}

Answer Facts::removes(const Instruction& run, std::string_view path, const Command* after) const {
  const CommandList& list = commands(run);
  Answer answer = list.is_opaque() ? Answer::Unknown : Answer::No;
  const Value folder = home(run);
  for (std::size_t i = after ? after->index + 1 : 0; i < list.commands.size(); ++i) {
    for (const PathUse& use : effects_of(list.commands[i]).removes) {
      answer = either(answer, removed_by(*this, run, list.commands[i], use, folder, path));
      if (is_yes(answer)) return answer;
    }
  }
  return answer;
}

}  // namespace plimsoll
