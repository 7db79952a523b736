#include "analyzer/shell/command_list.h"

#include <algorithm>
#include <iterator>

#include "analyzer/shell/path.h"

namespace plimsoll {

namespace {

// Whether what surely stands before the first expansion already leads elsewhere: `/tmp/x-$V` has
// nothing to do with /var/lib.
bool leads_elsewhere(std::string_view written, std::string_view path) {
  const std::string_view begin = written.substr(0, written.find_first_of("$`*?["));
  if (!begin.starts_with('/')) return false;
  const std::size_t common = std::min(begin.size(), path.size());
  return begin.substr(0, common) != path.substr(0, common);
}

// Whether one command removes all of `path`: yes, no, or not to be told.
Answer removal(const Command& command, std::string_view path) {
  Answer best = Answer::No;
  for (const PathUse& use : effects_of(command).removes) {
    if (!use.known || !use.path.starts_with('/')) {
      if (!leads_elsewhere(use.path, path)) best = Answer::Unknown;
    } else if (covers(use.path, use.recursive, path)) {
      return Answer::Yes;
    }
  }
  return best;
}

}  // namespace

const Command* CommandList::find(std::string_view program) const {
  for (const Command& command : commands) {
    if (command.is(program)) return &command;
  }
  return nullptr;
}

const Command* CommandList::find(std::string_view program, std::string_view subcommand) const {
  for (const Command& command : commands) {
    if (command.is(program, subcommand)) return &command;
  }
  return nullptr;
}

std::vector<const Command*> CommandList::all(std::string_view program) const {
  std::vector<const Command*> found;
  for (const Command& command : commands) {
    if (command.is(program)) found.push_back(&command);
  }
  return found;
}

std::vector<const Command*> CommandList::all(std::string_view program,
                                             std::string_view subcommand) const {
  std::vector<const Command*> found;
  for (const Command& command : commands) {
    if (command.is(program, subcommand)) found.push_back(&command);
  }
  return found;
}

const Command* CommandList::removes(std::string_view path, const Command* after) const {
  for (std::size_t i = commands.size(); i-- > (after ? after->index + 1 : 0);) {
    if (is_yes(removal(commands[i], path))) return &commands[i];
  }
  return nullptr;
}

Answer CommandList::may_remove(std::string_view path, const Command* after) const {
  if (removes(path, after)) return Answer::Yes;
  if (is_opaque()) return Answer::Unknown;
  for (std::size_t i = after ? after->index + 1 : 0; i < commands.size(); ++i) {
    if (is_unknown(removal(commands[i], path))) return Answer::Unknown;
  }
  return Answer::No;
}

std::vector<Package> CommandList::installs() const {
  std::vector<Package> found;
  for (const Command& command : commands) {
    if (!command.has_grammar) continue;
    const std::vector<Package>& own = effects_of(command).installs;
    found.insert(found.end(), own.begin(), own.end());
  }
  return found;
}

std::vector<Fetch> CommandList::fetches() const {
  std::vector<Fetch> found;
  for (const Command& command : commands) {
    if (!command.has_grammar) continue;
    const std::vector<Fetch>& own = effects_of(command).fetches;
    found.insert(found.end(), own.begin(), own.end());
  }
  return found;
}

std::vector<const Command*> CommandList::in_scope(std::uint32_t scope) const {
  std::vector<const Command*> found;
  for (const Command& command : commands) {
    if (command.scope == scope) found.push_back(&command);
  }
  return found;
}

bool CommandList::inside(const Command& command, Scope::Kind kind) const {
  for (std::uint32_t at = command.scope;; at = scopes[at].parent) {
    if (scopes[at].kind == kind) return true;
    if (at == scopes[at].parent) return false;
  }
}

bool CommandList::plain_and_chain() const {
  if (is_opaque() || commands.empty()) return false;
  return std::all_of(commands.begin(), commands.end(), [&](const Command& command) {
    if (command.scope != 0)
      return inside(command, Scope::Kind::Substitution) || inside(command, Scope::Kind::Inner);
    return command.connector == Connector::Start || command.connector == Connector::And ||
           command.connector == Connector::Pipe;
  });
}

}  // namespace plimsoll
