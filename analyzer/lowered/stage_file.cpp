#include "analyzer/lowered/stage_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/nearest.h"
#include "analyzer/reference/image_reference.h"
#include "analyzer/values/values.h"

namespace plimsoll::lowered {

namespace {

// As build contexts are named: `alpine` for docker.io/library/alpine:latest.
std::string context_name(const std::string& text) {
  const std::optional<ImageReference> image = parse_image_reference(text);
  if (!image) return text;
  std::string name = image->familiar();
  if (!image->tag.empty() && image->tag != "latest") name += ":" + image->tag;
  if (!image->digest.empty()) name += "@" + image->digest;
  return name;
}

// What strconv.Atoi reads as a number.
std::optional<std::int64_t> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct PlatformArgument {
  const char* name;
  std::string value;
};

std::vector<PlatformArgument> platform_arguments(const Options& options) {
  const Platform& build = options.build_platform;
  const Platform& target = options.target_platform;
  return {{"BUILDPLATFORM", build.to_string()},
          {"BUILDOS", build.os},
          {"BUILDOSVERSION", ""},
          {"BUILDARCH", build.architecture},
          {"BUILDVARIANT", build.variant},
          {"TARGETPLATFORM", target.to_string()},
          {"TARGETOS", target.os},
          {"TARGETOSVERSION", ""},
          {"TARGETARCH", target.architecture},
          {"TARGETVARIANT", target.variant}};
}

}  // namespace

std::optional<ArgumentValue> argument_value(const std::string& name, const Value* fallback,
                                            const Options& options) {
  const auto given = options.invocation.build_args.find(name);
  if (given != options.invocation.build_args.end()) return ArgumentValue{Value(given->second)};
  if (options.arguments_open) {
    if (!fallback) return ArgumentValue{Value::unknown(name), true};
    return ArgumentValue{Value::unknown(name + "=" + identity(*fallback))};
  }
  if (fallback) return ArgumentValue{*fallback};
  if (options.invocation.complete) return std::nullopt;
  return ArgumentValue{Value::unknown(name), true};
}

std::string problem_text(const ExpansionProblem& problem) {
  using Kind = ExpansionProblem::Kind;
  switch (problem.kind) {
    case Kind::ModifierUnsupported:
      return fmt::format("`{}` is no modifier of a variable that the builder knows",
                         problem.subject);
    case Kind::BracketUnterminated:
      return "`${` is not closed: add `}`";
    case Kind::NameEmpty:
      return "`${}` names no variable";
    case Kind::ModifierMissing:
      return "a modifier is missing before `}`";
    case Kind::QuoteUnterminated:
      return fmt::format("the quote {} is not closed", problem.subject);
    case Kind::RequiredUnset:
      return fmt::format("{} is not set: {}", problem.subject,
                         problem.detail.empty() ? "give it with --build-arg" : problem.detail);
    case Kind::BadPattern:
      return fmt::format("the pattern `{}` ends in an escape character", problem.subject);
    case Kind::TooDeep:
      break;
  }
  return "variables are nested too deeply";
}

StageFile::StageFile(const Dockerfile& dockerfile, const Options& options,
                     std::vector<Refused>& refused)
    : options_(options),
      refused_(refused),
      escape_(dockerfile.escape),
      globals_(dockerfile.escape) {
  for (const std::string& name : options.invocation.named_contexts) {
    contexts_.emplace(context_name(name), name);
  }
  read_globals(dockerfile);
  for (const auto& instruction : dockerfile.instructions) {
    if (const From* from = as<From>(instruction.get())) {
      read_stage(*from);
    } else if (!stages_.empty()) {
      stages_.back().instructions.push_back(instruction.get());
    }
  }
  find_target();
}

void StageFile::refuse(const Instruction& by, Span where, std::string message) {
  refused_.push_back({by.first_line, where, std::move(message)});
}

void StageFile::set_global(const std::string& name, const Value* fallback) {
  if (std::optional<ArgumentValue> found = argument_value(name, fallback, options_)) {
    if (!found->unset) {
      globals_.set_arg(name, std::move(found->value));
    } else if (!globals_.find(name)) {
      globals_.set_unset_arg(name, std::move(found->value), options_.arguments_open);
    }
  }
}

void StageFile::read_globals(const Dockerfile& dockerfile) {
  const auto& given = options_.invocation.build_args;
  const auto fill = [&](const std::string& name, Value value) {
    const auto found = given.find(name);
    globals_.set_arg(name, found == given.end() ? std::move(value) : Value(found->second));
  };
  for (PlatformArgument& argument : platform_arguments(options_)) {
    fill(argument.name,
         options_.platform_known ? Value(argument.value) : Value::unknown(argument.name));
  }
  const From* last = nullptr;
  bool before_from = true;
  std::vector<const Arg*> globals;
  for (const auto& instruction : dockerfile.instructions) {
    if (const From* from = as<From>(instruction.get())) last = from;
    before_from = before_from && !last;
    if (const Arg* arg = as<Arg>(instruction.get()); arg && before_from) globals.push_back(arg);
  }
  std::string stage = options_.invocation.target.value_or(last ? last->stage_name : "");
  fill("TARGETSTAGE", Value(stage.empty() ? "default" : stage));
  for (const Arg* arg : globals) {
    for (const KeyValue& pair : arg->names) {
      if (!pair.value) {
        // Without a default, one that is already there stays.
        if (given.count(pair.key.str()) != 0 || !globals_.find(pair.key.str())) {
          set_global(pair.key.str(), nullptr);
        }
        continue;
      }
      const Scope::Expanded expanded = globals_.expand(*pair.value);
      if (given.count(pair.key.str()) == 0) {
        for (const ExpansionProblem& problem : expanded.problems) {
          refuse(*arg, problem.where, problem_text(problem));
        }
      }
      set_global(pair.key.str(), &expanded.value);
    }
  }
}

std::optional<std::string> StageFile::named_context(const std::string& reference) const {
  const std::string lower = lower_case(reference);
  if (contexts_.empty() || lower == "scratch" || lower == "context") return std::nullopt;
  const auto found = contexts_.find(context_name(reference));
  if (found == contexts_.end()) return std::nullopt;
  return found->second;
}

StageFile::Answer StageFile::by_reference(const std::string& text) const {
  Answer answer;
  Source source;
  source.reference = Value(text);
  if (text == "scratch") {
    source.kind = Source::Kind::Scratch;
  } else if (const std::optional<std::string> context = named_context(text)) {
    source.kind = Source::Kind::NamedContext;
    source.reference = Value(*context);
  } else if (parse_image_reference(text)) {
    source.kind = Source::Kind::Image;
  } else {
    const bool upper = parse_image_reference(lower_case(text)).has_value();
    answer.refusal = fmt::format(
        "`{}` is neither a stage nor a valid image reference{}", text,
        upper ? ": repository names are lower case, and FROM finds stages by their lower case name"
              : "");
    return answer;
  }
  answer.source = std::move(source);
  return answer;
}

void StageFile::read_stage(const From& from) {
  FileStage stage;
  stage.from = &from;
  stage.name = from.stage_name;
  const Scope::Expanded image = globals_.expand(from.image);
  for (const ExpansionProblem& problem : image.problems) {
    refuse(from, problem.where, problem_text(problem));
  }
  const std::optional<std::string> context =
      stage.name.empty() ? std::nullopt : named_context(stage.name);
  if (context) {
    stage.replaced = true;
    stage.base = {Source::Kind::NamedContext, 0, Value(*context)};
  } else if (!image.value.known()) {
    stage.base = {Source::Kind::Unknown, 0, image.value};
  } else if (image.value.text().empty()) {
    refuse(from, from.image.span(),
           fmt::format("`{}` expands to nothing: give the ARG a default, or --build-arg",
                       from.image.str()));
  } else if (const auto found = by_name_.find(image.value.text()); found != by_name_.end()) {
    stage.base = {Source::Kind::Stage, found->second, Value()};
  } else {
    Answer answer = by_reference(image.value.text());
    if (answer.source) stage.base = std::move(*answer.source);
    if (!answer.source) refuse(from, from.image.span(), std::move(answer.refusal));
  }
  read_platform(from, stage);
  if (const auto parent = stage.parent()) {
    stage.platform = stages_[*parent].platform;
    stage.platform_text = stages_[*parent].platform_text;
  }
  stages_.push_back(std::move(stage));
  if (!from.stage_name.empty()) {
    by_name_[from.stage_name] = static_cast<std::uint32_t>(stages_.size() - 1);
  }
}

void StageFile::read_platform(const From& from, FileStage& stage) {
  if (options_.platform_known) stage.platform = options_.target_platform;
  stage.platform_text = options_.platform_known ? Value(options_.target_platform.to_string())
                                                : Value::unknown("TARGETPLATFORM");
  const Flag* flag = from.platform();
  if (!flag || !flag->value || flag->value->empty()) return;
  Scope::Expanded text = globals_.expand(*flag->value);
  for (const ExpansionProblem& problem : text.problems) {
    refuse(from, problem.where, problem_text(problem));
  }
  std::optional<Platform> platform;
  if (text.value.known()) {
    platform = parse_platform(text.value.text());
    if (!platform) {
      refuse(from, flag->span,
             fmt::format("`{}` is no platform: name it as os/architecture, linux/arm64 for example",
                         text.value.text()));
    }
  }
  if (stage.base.kind == Source::Kind::Scratch) return;  // always the target's
  stage.platform = platform;
  stage.platform_text = platform ? Value(platform->to_string()) : text.value;
}

void StageFile::find_target() {
  if (stages_.empty()) return;
  if (!options_.invocation.target) {
    target_ = static_cast<std::uint32_t>(stages_.size() - 1);
    return;
  }
  const std::string& name = *options_.invocation.target;
  const auto found = by_name_.find(lower_case(name));
  if (found != by_name_.end()) {
    target_ = found->second;
    return;
  }
  refuse(*stages_.back().from, stages_.back().from->span,
         fmt::format("there is no stage `{}` to build{}", name, known_names()));
}

std::string StageFile::known_names() const {
  if (by_name_.empty()) return ": no stage has a name";
  std::string names;
  for (const FileStage& stage : stages_) {
    if (stage.name.empty()) continue;
    names += names.empty() ? ": the file names " : ", ";
    names += stage.name;
  }
  return names;
}

StageFile::Answer StageFile::copied_from(const Text& from) const {
  Answer answer;
  const std::string& text = from.str();
  const Value literal = Scope(escape_).expand(from).value;
  if (!literal.known() || literal.text() != text) {
    answer.refusal = "--from takes no variables: name a stage whose FROM has the variable";
    return answer;
  }
  const std::optional<std::int64_t> number = number_in(text);
  if (!number) return mounted_from(text);
  if (*number < 0 || *number >= static_cast<std::int64_t>(stages_.size())) {
    answer.refusal = fmt::format("there is no stage number {}: the file has {}, counted from 0",
                                 text, stages_.size());
    return answer;
  }
  answer.source = Source{Source::Kind::Stage, static_cast<std::uint32_t>(*number), Value()};
  return answer;
}

StageFile::Answer StageFile::mounted_from(std::string_view text) const {
  const auto found = by_name_.find(lower_case(text));
  if (found == by_name_.end()) return by_reference(std::string(text));
  return {Source{Source::Kind::Stage, found->second, Value()}, ""};
}

std::string StageFile::display_name(std::uint32_t stage) const {
  const std::string& name = stages_[stage].name;
  return name.empty() ? fmt::format("number {}", stage) : fmt::format("`{}`", name);
}

}  // namespace plimsoll::lowered
