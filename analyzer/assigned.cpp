#include "analyzer/assigned.h"

#include <algorithm>
#include <optional>

namespace plimsoll {

namespace {

using Wanted = std::function<bool(std::string_view)>;

Value value_of_word(const Facts& facts, const Instruction& instruction, const ShellWord& word) {
  if (word.known) return Value(word.text);
  const Environment environment = facts.before(instruction).env;
  const std::optional<std::string> text =
      word.expanded([&](std::string_view name) -> std::optional<std::string> {
        const Lookup found = environment.lookup(name);
        if (!is_yes(found.defined) || !found.value.known()) return std::nullopt;
        return found.value.text();
      });
  return text ? Value(*text) : Value::unknown(word.text);
}

void add_pairs(const Facts& facts, const Instruction& instruction,
               const std::vector<KeyValue>& pairs, const Wanted& wanted,
               std::vector<Assigned>& out) {
  for (const KeyValue& pair : pairs) {
    if (!pair.value || !wanted(pair.key.str())) continue;
    out.push_back({pair.key.str(), facts.value(instruction, *pair.value), pair.span, &instruction});
  }
}

void add_command(const Facts& facts, const Instruction& instruction, const Command& command,
                 const Wanted& wanted, std::vector<Assigned>& out) {
  for (const Assignment& assignment : command.assignments) {
    if (assignment.array || !wanted(assignment.name)) continue;
    out.push_back({assignment.name, value_of_word(facts, instruction, assignment.value),
                   assignment.span, &instruction});
  }
  if (!command.wrapped_in("env")) return;
  for (std::uint32_t i = 0; i < command.program_word && i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    const std::size_t equals = word.text.find('=');
    if (equals == std::string::npos || !wanted(word.text.substr(0, equals))) continue;
    const Value value = word.known ? Value(word.text.substr(equals + 1)) : Value::unknown("value");
    out.push_back({word.text.substr(0, equals), value, word.span, &instruction});
  }
}

}  // namespace

std::vector<Assigned> assigned(const Facts& facts, const Wanted& wanted) {
  std::vector<Assigned> out;
  for (const Placed<Instruction>& placed : facts.placed()) {
    const Instruction& instruction = *placed;
    if (const Env* env = as<Env>(instruction)) {
      add_pairs(facts, instruction, env->pairs, wanted, out);
    } else if (const Arg* arg = as<Arg>(instruction)) {
      add_pairs(facts, instruction, arg->names, wanted, out);
    } else if (as<Run>(instruction) || as<Cmd>(instruction) || as<Entrypoint>(instruction) ||
               as<Healthcheck>(instruction)) {
      for (const Command& command : facts.commands(instruction).commands) {
        add_command(facts, instruction, command, wanted, out);
      }
    }
  }
  return out;
}

}  // namespace plimsoll
