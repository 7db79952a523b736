#include "analyzer/dockerfile/check_instruction.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>

#include "analyzer/dockerfile/characters.h"
#include "analyzer/dockerfile/duration.h"
#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/mounts.h"
#include "analyzer/dockerfile/nearest.h"

// Long because it is a list: instruction by instruction, what BuildKit refuses.

namespace plimsoll {

namespace {

enum class FlagType : std::uint8_t { Boolean, String, Strings };

struct KnownFlag {
  std::string_view name;
  FlagType type;
};

constexpr std::array<KnownFlag, 1> from_flags{{{"platform", FlagType::String}}};
constexpr std::array<KnownFlag, 7> add_flags{{{"chown", FlagType::String},
                                              {"chmod", FlagType::String},
                                              {"link", FlagType::Boolean},
                                              {"keep-git-dir", FlagType::Boolean},
                                              {"checksum", FlagType::String},
                                              {"unpack", FlagType::Boolean},
                                              {"exclude", FlagType::Strings}}};
constexpr std::array<KnownFlag, 6> copy_flags{{{"chown", FlagType::String},
                                               {"from", FlagType::String},
                                               {"chmod", FlagType::String},
                                               {"link", FlagType::Boolean},
                                               {"exclude", FlagType::Strings},
                                               {"parents", FlagType::Boolean}}};
constexpr std::array<KnownFlag, 4> run_flags{{{"mount", FlagType::Strings},
                                              {"network", FlagType::String},
                                              {"security", FlagType::String},
                                              {"device", FlagType::Strings}}};
constexpr std::array<KnownFlag, 5> healthcheck_flags{{{"interval", FlagType::String},
                                                      {"timeout", FlagType::String},
                                                      {"start-period", FlagType::String},
                                                      {"start-interval", FlagType::String},
                                                      {"retries", FlagType::String}}};

struct FlagTable {
  const KnownFlag* begin_ = nullptr;
  std::size_t size = 0;
  [[nodiscard]] const KnownFlag* begin() const { return begin_; }
  [[nodiscard]] const KnownFlag* end() const { return begin_ + size; }
};

FlagTable flags_of(Keyword keyword) {
  switch (keyword) {
    case Keyword::From:
      return {from_flags.data(), from_flags.size()};
    case Keyword::Add:
      return {add_flags.data(), add_flags.size()};
    case Keyword::Copy:
      return {copy_flags.data(), copy_flags.size()};
    case Keyword::Run:
      return {run_flags.data(), run_flags.size()};
    case Keyword::Healthcheck:
      return {healthcheck_flags.data(), healthcheck_flags.size()};
    default:
      return {};
  }
}

class Checker {
 public:
  Checker(const Instruction& instruction, std::vector<Problem>& problems)
      : instruction_(instruction), problems_(problems) {}

  void check();

 private:
  // Each returns false, having reported, where BuildKit stops.
  bool flags();
  bool one_argument();
  bool some_argument(std::size_t count = 1);
  bool key_values(const std::vector<KeyValue>& pairs);
  void from(const From& from);
  void copy(const Copy& copy);
  void run();
  bool device(const Flag& flag);
  bool mount(const Flag& flag);
  bool one_of(std::string_view name, std::initializer_list<std::string_view> words);
  void healthcheck(const Healthcheck& healthcheck);
  bool duration(const Flag& flag);
  void volume();
  void on_build(const OnBuild& on_build);
  void shell();

  bool stop(Problem::Kind kind, Span where, std::string subject, std::string detail = "",
            std::string hint = "");
  bool arity(std::string detail) {
    return stop(Problem::Kind::Arity, instruction_.keyword_span, instruction_.name,
                std::move(detail));
  }

  const Instruction& instruction_;
  std::vector<Problem>& problems_;
};

bool Checker::stop(Problem::Kind kind, Span where, std::string subject, std::string detail,
                   std::string hint) {
  Problem found;
  found.kind = kind;
  found.where = where;
  found.subject = std::move(subject);
  found.detail = std::move(detail);
  found.hint = std::move(hint);
  problems_.push_back(std::move(found));
  return false;
}

std::string flag_text(const Flag& flag) { return "--" + flag.name; }

bool Checker::flags() {
  const FlagTable known = flags_of(instruction_.keyword);
  for (std::size_t i = 0; i < instruction_.flags.size(); ++i) {
    const Flag& flag = instruction_.flags[i];
    const auto* type = std::find_if(known.begin(), known.end(), [&](const KnownFlag& candidate) {
      return candidate.name == flag.name;
    });
    if (type == known.end()) {
      std::vector<std::string_view> names;
      std::string allowed;
      for (const KnownFlag& candidate : known) {
        names.push_back(candidate.name);
        allowed += (allowed.empty() ? "--" : ", --") + std::string(candidate.name);
      }
      return stop(Problem::Kind::FlagUnknown, flag.span, flag_text(flag), std::move(allowed),
                  std::string(nearest(flag.name, names)));
    }
    if (type->type != FlagType::Strings) {
      for (std::size_t j = 0; j < i; ++j) {
        if (instruction_.flags[j].name == flag.name) {
          return stop(Problem::Kind::FlagDuplicate, flag.span, flag_text(flag));
        }
      }
    }
    if (type->type != FlagType::Boolean) {
      if (!flag.value) return stop(Problem::Kind::FlagValue, flag.span, flag_text(flag), "a value");
      continue;
    }
    if (!flag.value) continue;
    const std::string value = lower_case(flag.value->str());
    if (value != "true" && value != "false") {
      return stop(Problem::Kind::FlagValue, value.empty() ? flag.span : flag.value->span(),
                  flag_text(flag), "true or false");
    }
  }
  return true;
}

bool Checker::one_argument() {
  return instruction_.arguments.size() == 1 || arity("exactly one argument");
}

bool Checker::some_argument(std::size_t count) {
  return instruction_.arguments.size() >= count ||
         arity(count == 1 ? "at least one argument" : "at least two arguments");
}

bool Checker::key_values(const std::vector<KeyValue>& pairs) {
  if (pairs.empty()) return arity("at least one argument");
  for (const KeyValue& pair : pairs) {
    if (pair.key.empty()) {
      return stop(Problem::Kind::KeyValueSyntax, pair.span, instruction_.name, "a name");
    }
  }
  return true;
}

bool is_stage_name(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

// `as` in any case; the long s folds to an s.
bool is_as(std::string_view word) {
  const std::string lower = lower_case(word);
  return lower == "as" || lower == "a\xC5\xBF";
}

void Checker::from(const From& from) {
  const std::size_t count = from.arguments.size();
  if (count == 3 && is_as(from.arguments[1].str())) {
    if (!is_stage_name(from.stage_name)) {
      stop(Problem::Kind::StageName, from.alias->span(), from.alias->str());
      return;
    }
  } else if (count != 1) {
    Span where = from.keyword_span;
    if (count > 1) where = {from.arguments[1].span().begin, from.arguments.back().span().end};
    stop(Problem::Kind::Arity, where, from.name, "either one or three arguments");
    return;
  }
  flags();
}

void Checker::copy(const Copy& copy) {
  if (!some_argument(2) || !flags()) return;
  const std::string& last = copy.destination.str();
  if (last.find("<<") != std::string::npos &&
      dockerfile_is_heredoc_word(reinterpret_cast<const std::uint8_t*>(last.data()), last.size())) {
    stop(Problem::Kind::HeredocDestination, copy.destination.span(), last);
  }
}

// Go's strconv.ParseBool.
bool is_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 12> words = {"1", "t", "T", "TRUE",  "true",  "True",
                                                      "0", "f", "F", "FALSE", "false", "False"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool Checker::device(const Flag& flag) {
  const auto fields = csv_fields(flag.value->str());
  if (!fields) {
    return stop(Problem::Kind::FlagValue, flag.value->span(), flag_text(flag),
                "a comma-separated record");
  }
  std::string_view name;
  for (const CsvField& field : *fields) {
    const std::string_view text = field.text;
    const std::size_t equals = text.find('=');
    const std::string key = lower_case(text.substr(0, equals));
    const bool bare = equals == std::string_view::npos;
    const std::string_view value = bare ? std::string_view() : text.substr(equals + 1);
    if (key == "required" && (bare || is_boolean(value))) continue;
    if (key == "name" && !bare && name.empty()) {
      name = value;
    } else if (key != "name" && key != "required" && name.empty()) {
      name = text;
    } else if (key == "name" && bare && name.empty()) {
      name = text;
    } else {
      return stop(Problem::Kind::FlagValue, field_span(*flag.value, field), flag_text(flag),
                  "a device name and perhaps required");
    }
  }
  return true;
}

bool Checker::mount(const Flag& flag) {
  const auto fields = csv_fields(flag.value->str());
  if (!fields) {
    return stop(Problem::Kind::MountInvalid, flag.value->span(), flag_text(flag),
                "a comma-separated record");
  }
  for (const CsvField& field : *fields) {
    const std::size_t equals = field.text.find('=');
    if (equals == std::string::npos || lower_case(field.text.substr(0, equals)) != "from") continue;
    const std::size_t dollar = field.text.find('$', equals + 1);
    if (dollar != std::string::npos && dollar + 1 != field.text.size()) {
      return stop(Problem::Kind::MountInvalid, field_span(*flag.value, field), "from",
                  "a stage or image without variables");
    }
  }
  return true;
}

bool Checker::one_of(std::string_view name, std::initializer_list<std::string_view> words) {
  const Flag* flag = instruction_.flag(name);
  if (!flag || std::find(words.begin(), words.end(), flag->value->str()) != words.end())
    return true;
  std::string allowed;
  for (const std::string_view word : words) {
    const bool last = word == *(words.end() - 1);
    allowed += (allowed.empty() ? "" : last ? " or " : ", ") + std::string(word);
  }
  return stop(Problem::Kind::FlagValue, flag->value->span(), flag_text(*flag), std::move(allowed),
              std::string(nearest(flag->value->str(), words)));
}

void Checker::run() {
  if (!flags()) return;
  for (const Flag& flag : instruction_.flags) {
    if (flag.name == "device" && !device(flag)) return;
  }
  for (const Flag& flag : instruction_.flags) {
    if (flag.name == "mount" && !mount(flag)) return;
  }
  if (!one_of("network", {"default", "none", "host"})) return;
  if (!one_of("security", {"insecure", "sandbox"})) return;
  check_mounts(static_cast<const Run&>(instruction_), problems_);
}

bool Checker::duration(const Flag& flag) {
  if (flag.value->empty()) return true;
  const auto nanoseconds = parse_duration(flag.value->str());
  constexpr std::int64_t least = 1'000'000;
  if (nanoseconds && (*nanoseconds == 0 || *nanoseconds >= least)) return true;
  return stop(Problem::Kind::FlagValue, flag.value->span(), flag_text(flag),
              nanoseconds ? "a duration of at least 1ms" : "a duration such as 30s");
}

void Checker::healthcheck(const Healthcheck& healthcheck) {
  if (!some_argument()) return;
  const std::string type = upper_case(healthcheck.arguments[0].str());
  const std::size_t words = healthcheck.arguments.size();
  if (type == "NONE") {
    if (words > 1) arity("no arguments after NONE");
    return;
  }
  if (!flags()) return;
  if (type != "CMD") {
    stop(Problem::Kind::HealthcheckType, healthcheck.arguments[0].span(),
         healthcheck.arguments[0].str());
    return;
  }
  if (words == 1) {
    stop(Problem::Kind::HealthcheckType, healthcheck.arguments[0].span(),
         healthcheck.arguments[0].str(), "a command");
    return;
  }
  for (const std::string_view name : {"interval", "timeout", "start-period", "start-interval"}) {
    const Flag* flag = healthcheck.flag(name);
    if (flag && !duration(*flag)) return;
  }
  const Flag* retries = healthcheck.flag("retries");
  if (!retries || retries->value->empty()) return;
  std::string_view text = retries->value->str();
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) {
    stop(Problem::Kind::FlagValue, retries->value->span(), flag_text(*retries),
         "a number that is not negative");
  }
}

void Checker::volume() {
  if (!some_argument() || !flags()) return;
  for (const Text& argument : instruction_.arguments) {
    if (skip_space(argument.str(), 0) == argument.str().size()) {
      stop(Problem::Kind::Arity, argument.span(), instruction_.name, "a path that is not empty");
      return;
    }
  }
}

void Checker::on_build(const OnBuild& on_build) {
  if (!on_build.trigger) {
    arity("at least one argument");
    return;
  }
  if (!flags()) return;
  const Instruction& trigger = *on_build.trigger;
  const std::string name = upper_case(trigger.name);
  if (name == "ONBUILD" || name == "MAINTAINER" || name == "FROM") {
    stop(Problem::Kind::OnBuildTrigger, trigger.keyword_span, trigger.name);
  }
}

void Checker::shell() {
  if (!flags()) return;
  if (instruction_.arguments.empty()) {
    arity("at least one argument");
  } else if (!instruction_.json) {
    stop(Problem::Kind::ShellNotJson, instruction_.rest.span(), instruction_.name);
  }
}

void Checker::check() {
  switch (instruction_.keyword) {
    case Keyword::Env:
    case Keyword::Label:
      if (flags()) key_values(static_cast<const KeyValues&>(instruction_).pairs);
      return;
    case Keyword::Arg:
      key_values(static_cast<const Arg&>(instruction_).names);
      return;
    case Keyword::Add:
    case Keyword::Copy:
      return copy(static_cast<const Copy&>(instruction_));
    case Keyword::From:
      return from(static_cast<const From&>(instruction_));
    case Keyword::Run:
      return run();
    case Keyword::Healthcheck:
      return healthcheck(static_cast<const Healthcheck&>(instruction_));
    case Keyword::Volume:
      return volume();
    case Keyword::OnBuild:
      return on_build(static_cast<const OnBuild&>(instruction_));
    case Keyword::Shell:
      return shell();
    case Keyword::StopSignal:
      one_argument();
      return;
    case Keyword::Expose:
      if (some_argument()) flags();
      return;
    case Keyword::Maintainer:
    case Keyword::User:
    case Keyword::Workdir:
      if (one_argument()) flags();
      return;
    case Keyword::Cmd:
    case Keyword::Entrypoint:
      flags();
      return;
    case Keyword::Unknown: {
      std::vector<std::string_view> names;
      for (std::size_t i = 0; i < static_cast<std::size_t>(Keyword::Unknown); ++i) {
        names.push_back(to_string(static_cast<Keyword>(i)));
      }
      stop(Problem::Kind::InstructionUnknown, instruction_.keyword_span, instruction_.name, "",
           std::string(nearest(instruction_.name, names)));
      return;
    }
  }
}

}  // namespace

void check_instruction(const Instruction& instruction, std::vector<Problem>& problems) {
  Checker(instruction, problems).check();
}

}  // namespace plimsoll
