#include "analyzer/dockerfile/read_instruction.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/dockerfile/characters.h"
#include "analyzer/dockerfile/check_instruction.h"
#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/mounts.h"
#include "analyzer/dockerfile/words.h"

namespace plimsoll {

namespace {

constexpr std::size_t npos = std::string_view::npos;
Keyword keyword_of(std::string_view word) {
  const std::string lowered = lower_case(word);
  for (std::size_t i = 0; i < static_cast<std::size_t>(Keyword::Unknown); ++i) {
    const std::string_view name = to_string(static_cast<Keyword>(i));
    if (std::equal(name.begin(), name.end(), lowered.begin(), lowered.end(),
                   [](char upper, char lower) { return lower == upper - 'A' + 'a'; })) {
      return static_cast<Keyword>(i);
    }
  }
  return Keyword::Unknown;
}

// Keyword, flags and arguments of a line or of the trigger of an ONBUILD.
struct Split {
  Range name;
  Keyword keyword = Keyword::Unknown;
  std::vector<Flag> flags;
  Range rest;
};

Split split_command(const LogicalLine& line, Range where, char escape) {
  const std::string_view text = line.text();
  Split split;
  const std::size_t end =
      trim_space(text, skip_space(text.substr(0, where.end), where.begin), where.end);
  std::size_t at = std::min(skip_space(text.substr(0, end), where.begin), end);
  split.name.begin = at;
  while (at < end && !is_blank(text[at])) ++at;
  split.name.end = at;
  split.keyword = keyword_of(text.substr(split.name.begin, at - split.name.begin));
  while (at < end && is_blank(text[at])) ++at;
  at = split_flags(line, {at, end}, escape, split.flags);
  at = skip_space(text.substr(0, end), at);
  split.rest = {at, std::max(at, trim_space(text, at, end))};
  return split;
}

bool is_json(const LogicalLine& line, Range where, bool& all_strings) {
  std::string_view text = line.text().substr(where.begin, where.end - where.begin);
  text.remove_prefix(skip_space(text, 0));
  if (text.empty() || text.front() != '[') return false;
  return dockerfile_json_array(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                               &all_strings);
}

class Reader {
 public:
  Reader(const LogicalLine& line, char escape, std::vector<Problem>& problems)
      : line_(line), escape_(escape), problems_(problems) {}

  std::unique_ptr<Instruction> read(Split split, std::vector<Heredoc> heredocs, int depth);

 private:
  template <class T>
  std::unique_ptr<T> start(Split& split, std::vector<Heredoc>& heredocs);
  // The words of a JSON array; reports an element that is not a string.
  bool read_json(Instruction& to, Range rest);
  void read_command(Instruction& to, CommandLine& command, Range rest);
  void read_list(Instruction& to, Range rest);
  void read_pairs(KeyValues& to, Range rest);
  void read_arg(Arg& to, Range rest);
  void read_from(From& to);
  void read_copy(Copy& to);
  void read_healthcheck(Healthcheck& to, Range rest);
  void read_trigger(OnBuild& to, Range rest, std::vector<Heredoc> heredocs, int depth);
  KeyValue key_value(Range word, std::size_t equals) const;
  void problem(Problem::Kind kind, Span where, std::string subject, std::string detail = "");

  const LogicalLine& line_;
  char escape_;
  std::vector<Problem>& problems_;
};

void Reader::problem(Problem::Kind kind, Span where, std::string subject, std::string detail) {
  Problem found;
  found.kind = kind;
  found.where = where;
  found.subject = std::move(subject);
  found.detail = std::move(detail);
  found.refused_in_parser = true;
  problems_.push_back(std::move(found));
}

template <class T>
std::unique_ptr<T> Reader::start(Split& split, std::vector<Heredoc>& heredocs) {
  auto instruction = std::make_unique<T>();
  instruction->keyword = split.keyword;
  instruction->name =
      upper_case(line_.text().substr(split.name.begin, split.name.end - split.name.begin));
  instruction->keyword_span = line_.source_span(split.name.begin, split.name.end);
  instruction->flags = std::move(split.flags);
  instruction->rest = line_.slice(split.rest.begin, split.rest.end);
  instruction->heredocs = std::move(heredocs);
  return instruction;
}

bool Reader::read_json(Instruction& to, Range rest) {
  bool all_strings = true;
  if (!is_json(line_, rest, all_strings)) return false;
  if (!all_strings) {
    problem(Problem::Kind::JsonElement, line_.source_span(rest.begin, rest.end), to.name);
    return false;
  }
  to.json = true;
  to.arguments = json_strings(line_, rest);
  return true;
}

void Reader::read_command(Instruction& to, CommandLine& command, Range rest) {
  command.span = line_.source_span(rest.begin, rest.end);
  if (read_json(to, rest)) {
    command.form = Form::Exec;
    command.argv = to.arguments;
    return;
  }
  command.shell = line_.slice(rest.begin, rest.end);
  if (!rest.empty()) to.arguments.push_back(command.shell);
}

void Reader::read_list(Instruction& to, Range rest) {
  for (const Range& word : split_blanks(line_.text(), rest)) {
    to.arguments.push_back(line_.slice(word.begin, word.end));
  }
}

KeyValue Reader::key_value(Range word, std::size_t equals) const {
  KeyValue pair;
  pair.span = line_.source_span(word.begin, word.end);
  pair.key = line_.slice(word.begin, std::min(equals, word.end));
  if (equals < word.end) {
    pair.value = line_.slice(equals + 1, word.end);
    if (pair.value->empty()) {
      const std::uint32_t at = line_.source_offset(equals) + 1;
      pair.value->set_span({at, at});
    }
  }
  return pair;
}

void Reader::read_pairs(KeyValues& to, Range rest) {
  const std::string_view text = line_.text();
  const std::vector<QuotedWord> words = split_quoted(text, rest, escape_);
  if (words.empty()) return;
  const auto equals_of = [&](Range word) { return text.substr(0, word.end).find('=', word.begin); };
  if (equals_of(words[0].range) == npos) {
    const std::size_t blank =
        std::min(text.substr(0, rest.end).find_first_of(" \t\v\f\r", rest.begin), rest.end);
    std::size_t value = blank;
    while (value < rest.end && is_blank(text[value])) ++value;
    if (value == blank) {
      problem(Problem::Kind::KeyValueSyntax, line_.source_span(rest.begin, rest.end),
              std::string(text.substr(rest.begin, rest.end - rest.begin)), "a value");
      return;
    }
    to.legacy = true;
    KeyValue pair;
    pair.key = line_.slice(rest.begin, blank);
    pair.value = line_.slice(value, rest.end);
    pair.span = line_.source_span(rest.begin, rest.end);
    to.arguments = {pair.key, *pair.value};
    to.pairs.push_back(std::move(pair));
    return;
  }
  for (const QuotedWord& word : words) {
    const std::size_t equals = equals_of(word.range);
    to.arguments.push_back(line_.slice(word.range.begin, word.range.end));
    if (equals == npos) {
      problem(Problem::Kind::KeyValueSyntax, line_.source_span(word.range.begin, word.range.end),
              std::string(text.substr(word.range.begin, word.range.end - word.range.begin)), "=");
      continue;
    }
    to.pairs.push_back(key_value(word.range, equals));
  }
}

void Reader::read_arg(Arg& to, Range rest) {
  const std::string_view text = line_.text();
  for (const QuotedWord& word : split_quoted(text, rest, escape_)) {
    to.arguments.push_back(line_.slice(word.range.begin, word.range.end));
    to.names.push_back(
        key_value(word.range, text.substr(0, word.range.end).find('=', word.range.begin)));
  }
}

void Reader::read_from(From& to) {
  if (to.arguments.empty()) return;
  to.image = to.arguments[0];
  if (to.arguments.size() < 3) return;
  to.as_span = to.arguments[1].span();
  to.alias = to.arguments[2];
  to.stage_name = lower_case(to.alias->str());
}

void Reader::read_copy(Copy& to) {
  if (to.arguments.empty()) return;
  to.destination = to.arguments.back();
  for (std::size_t i = 0; i + 1 < to.arguments.size(); ++i) {
    const std::string& word = to.arguments[i].str();
    const bool opener =
        word.find("<<") != npos &&
        dockerfile_is_heredoc_word(reinterpret_cast<const std::uint8_t*>(word.data()), word.size());
    if (!opener) to.sources.push_back(to.arguments[i]);
  }
}

void Reader::read_healthcheck(Healthcheck& to, Range rest) {
  const std::string_view text = line_.text();
  std::size_t end = rest.begin;
  while (end < rest.end && !is_space_byte(text[end])) ++end;
  std::size_t next = end;
  while (next < rest.end && is_space_byte(text[next])) ++next;
  if (end == rest.begin) return;
  to.none = upper_case(text.substr(rest.begin, end - rest.begin)) == "NONE";
  read_command(to, to.command, {next, rest.end});
  to.arguments.insert(to.arguments.begin(), line_.slice(rest.begin, end));
}

void Reader::read_trigger(OnBuild& to, Range rest, std::vector<Heredoc> heredocs, int depth) {
  if (rest.empty()) return;
  to.arguments.push_back(line_.slice(rest.begin, rest.end));
  Split split = split_command(line_, rest, escape_);
  while (depth > 0 && split.keyword == Keyword::OnBuild && !split.rest.empty()) {
    split = split_command(line_, split.rest, escape_);  // refused anyway: no deep nesting
  }
  to.trigger = read(std::move(split), std::move(heredocs), depth + 1);
}

// NOLINTNEXTLINE(readability-function-size): one case a keyword
std::unique_ptr<Instruction> Reader::read(Split split, std::vector<Heredoc> heredocs, int depth) {
  const Range rest = split.rest;
  switch (split.keyword) {
    case Keyword::Add:
    case Keyword::Copy: {
      auto to = start<Copy>(split, heredocs);
      if (!read_json(*to, rest)) read_list(*to, rest);
      read_copy(*to);
      return to;
    }
    case Keyword::Arg: {
      auto to = start<Arg>(split, heredocs);
      read_arg(*to, rest);
      return to;
    }
    case Keyword::Cmd: {
      auto to = start<Cmd>(split, heredocs);
      read_command(*to, to->command, rest);
      return to;
    }
    case Keyword::Entrypoint: {
      auto to = start<Entrypoint>(split, heredocs);
      read_command(*to, to->command, rest);
      return to;
    }
    case Keyword::Run: {
      auto to = start<Run>(split, heredocs);
      read_command(*to, to->command, rest);
      to->mounts = read_mounts(*to);
      return to;
    }
    case Keyword::Env: {
      auto to = start<Env>(split, heredocs);
      read_pairs(*to, rest);
      return to;
    }
    case Keyword::Label: {
      auto to = start<LabelInstruction>(split, heredocs);
      read_pairs(*to, rest);
      return to;
    }
    case Keyword::Expose: {
      auto to = start<Expose>(split, heredocs);
      read_list(*to, rest);
      return to;
    }
    case Keyword::Volume: {
      auto to = start<Volume>(split, heredocs);
      if (!read_json(*to, rest)) read_list(*to, rest);
      return to;
    }
    case Keyword::From: {
      auto to = start<From>(split, heredocs);
      read_list(*to, rest);
      read_from(*to);
      return to;
    }
    case Keyword::Healthcheck: {
      auto to = start<Healthcheck>(split, heredocs);
      read_healthcheck(*to, rest);
      return to;
    }
    case Keyword::Shell: {
      auto to = start<Shell>(split, heredocs);
      if (read_json(*to, rest)) {
        to->argv = to->arguments;
      } else if (!rest.empty()) {
        to->arguments.push_back(to->rest);
      }
      return to;
    }
    case Keyword::OnBuild: {
      std::vector<Heredoc> none;
      auto to = start<OnBuild>(split, none);
      to->heredocs = heredocs;
      read_trigger(*to, rest, std::move(heredocs), depth);
      return to;
    }
    case Keyword::Unknown: {
      return start<Instruction>(split, heredocs);
    }
    default:
      break;
  }
  const auto single = [&](auto to) -> std::unique_ptr<Instruction> {
    to->value = to->rest;
    if (!rest.empty()) to->arguments.push_back(to->rest);
    return to;
  };
  switch (split.keyword) {
    case Keyword::User:
      return single(start<User>(split, heredocs));
    case Keyword::Workdir:
      return single(start<Workdir>(split, heredocs));
    case Keyword::StopSignal:
      return single(start<StopSignal>(split, heredocs));
    default:
      return single(start<Maintainer>(split, heredocs));
  }
}

}  // namespace

std::unique_ptr<Instruction> read_instruction(const LogicalLine& line, char escape,
                                              std::vector<Heredoc> heredocs,
                                              std::vector<Problem>& problems) {
  const std::size_t first = problems.size();
  Reader reader(line, escape, problems);
  auto instruction =
      reader.read(split_command(line, {0, line.text().size()}, escape), std::move(heredocs), 0);
  if (problems.size() == first) check_instruction(*instruction, problems);
  return instruction;
}

ArgumentStart heredoc_carrier(const LogicalLine& line, char escape) {
  Split split = split_command(line, {0, line.text().size()}, escape);
  if (split.keyword == Keyword::OnBuild) split = split_command(line, split.rest, escape);
  ArgumentStart start{split.keyword, false};
  const bool carries = split.keyword == Keyword::Run || split.keyword == Keyword::Add ||
                       split.keyword == Keyword::Copy;
  bool all_strings = true;
  start.heredocs = carries && !is_json(line, split.rest, all_strings);
  return start;
}

}  // namespace plimsoll
