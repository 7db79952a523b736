// Which words of which instruction BuildKit expands: the methods of Values that go by keyword.

#include <algorithm>

#include "analyzer/values/values.h"

namespace plimsoll {

namespace {

bool flag_expands(const Instruction& instruction, const Flag& flag) {
  switch (instruction.keyword) {
    case Keyword::From:
      return flag.name == "platform";
    case Keyword::Add:
      return flag.name == "chown" || flag.name == "chmod" || flag.name == "checksum";
    case Keyword::Copy:
      return flag.name == "chown" || flag.name == "chmod";
    case Keyword::Run:
      return flag.name == "mount";
    default:
      return false;
  }
}

// The words apart from flags and heredocs.
std::vector<const Text*> expanded_texts(const Instruction& instruction) {
  std::vector<const Text*> texts;
  const auto pairs = [&](const std::vector<KeyValue>& all, bool keys) {
    for (const KeyValue& pair : all) {
      if (keys) texts.push_back(&pair.key);
      if (pair.value) texts.push_back(&*pair.value);
    }
  };
  switch (instruction.keyword) {
    case Keyword::From:
      texts.push_back(&as<From>(instruction)->image);
      break;
    case Keyword::Arg:
      pairs(as<Arg>(instruction)->names, false);
      break;
    case Keyword::Env:
      pairs(as<Env>(instruction)->pairs, true);
      break;
    case Keyword::Label:
      pairs(as<LabelInstruction>(instruction)->pairs, true);
      break;
    case Keyword::Add:
    case Keyword::Copy: {
      const Copy* copy = as<Copy>(instruction);
      for (const Text& source : copy->sources) texts.push_back(&source);
      texts.push_back(&copy->destination);
      break;
    }
    case Keyword::Expose:
    case Keyword::Volume:
      for (const Text& word : instruction.arguments) texts.push_back(&word);
      break;
    case Keyword::User:
      texts.push_back(&as<User>(instruction)->value);
      break;
    case Keyword::Workdir:
      texts.push_back(&as<Workdir>(instruction)->value);
      break;
    case Keyword::StopSignal:
      texts.push_back(&as<StopSignal>(instruction)->value);
      break;
    default:
      break;
  }
  return texts;
}

bool in_flags(const Instruction& instruction, const Text& text, bool& expands) {
  for (const Flag& flag : instruction.flags) {
    if (!flag.value || &*flag.value != &text) continue;
    expands = flag_expands(instruction, flag);
    return true;
  }
  return false;
}

bool shell_or_json(Keyword keyword) {
  switch (keyword) {
    case Keyword::Run:
    case Keyword::Cmd:
    case Keyword::Entrypoint:
    case Keyword::Healthcheck:
    case Keyword::Shell:
    case Keyword::Maintainer:
    case Keyword::OnBuild:
    case Keyword::Unknown:
      return true;
    default:
      return false;
  }
}

}  // namespace

Expansion Values::expand_in(const Instruction& instruction, const Text& text) const {
  bool expands = !shell_or_json(instruction.keyword);
  in_flags(instruction, text, expands);
  if (!expands || is_plain_word(text.str(), escape())) {
    Expansion literal;
    literal.value = Value(text.str());
    return literal;
  }
  const Environment environment = environment_for(instruction, &text);
  return expand(text, [&](std::string_view name) { return environment.lookup(name); },
                {.escape = escape()});
}

std::vector<ExpandedWord> Values::expansions(const Instruction& instruction) const {
  std::vector<ExpandedWord> words;
  for (const Flag& flag : instruction.flags) {
    if (!flag.value || !flag_expands(instruction, flag) || instruction.keyword == Keyword::Run)
      continue;
    words.push_back({&*flag.value, flag.value->span(), expand_in(instruction, *flag.value)});
  }
  if (const Run* run = as<Run>(instruction)) {
    for (const Mount& mount : run->mounts) {
      for (const MountField& field : mount.fields) {
        if (!field.value || field.key == "from") continue;
        words.push_back({nullptr, field.span, expand_field(*run, field)});
      }
    }
  }
  for (const Text* text : expanded_texts(instruction)) {
    words.push_back({text, text->span(), expand_in(instruction, *text)});
  }
  return words;
}

// The value stands at the end of the field; quotes of the flag may lie between the two.
Expansion Values::expand_field(const Run& run, const MountField& field) const {
  const std::string& value = field.value ? *field.value : field.key;
  const auto size = static_cast<std::uint32_t>(value.size());
  const std::uint32_t begin = field.span.size() >= size ? field.span.end - size : field.span.begin;
  const Environment environment = environment_for(run, nullptr);
  return expand(Text(value, begin), [&](std::string_view name) { return environment.lookup(name); },
                {.escape = escape()});
}

}  // namespace plimsoll
