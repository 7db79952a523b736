#include "analyzer/lowered/interpreter.h"

#include <fmt/format.h>

#include <utility>

namespace plimsoll::lowered {

namespace {

// As progress shows it: the joined line, and the first line of what a heredoc holds.
std::string shown(const SourceFile& source, const Instruction& instruction) {
  std::string text = instruction.name;
  for (const Flag& flag : instruction.flags) {
    text += " --" + flag.name;
    if (flag.value) text += "=" + flag.value->str();
  }
  if (!instruction.rest.empty()) text += " " + instruction.rest.str();
  if (instruction.keyword == Keyword::Run && !instruction.heredocs.empty()) {
    std::string_view body = source.at(instruction.heredocs.front().body);
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    body = begin == std::string_view::npos ? std::string_view{} : body.substr(begin);
    const std::size_t end = body.find_first_of("\r\n");
    const bool more = end != std::string_view::npos &&
                      body.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
    text += fmt::format(" ({}{})", body.substr(0, end), more ? "..." : "");
  }
  return text;
}

}  // namespace

void Interpreter::step(const SourceFile& source, const Instruction& instruction, Origin origin) {
  source_ = &source;
  origin_ = std::move(origin);
  if (instruction.broken) return;  // the parser's problem
  origin_.text = shown(source, instruction);
  switch (instruction.keyword) {
    case Keyword::Add:
    case Keyword::Copy:
      return copy(*as<Copy>(instruction));
    case Keyword::Arg:
      return arg(*as<Arg>(instruction));
    case Keyword::Cmd:
      return cmd(*as<Cmd>(instruction));
    case Keyword::Entrypoint:
      return entrypoint(*as<Entrypoint>(instruction));
    case Keyword::Env:
      return env(*as<Env>(instruction));
    case Keyword::Expose:
      return expose(*as<Expose>(instruction));
    case Keyword::Healthcheck:
      return healthcheck(*as<Healthcheck>(instruction));
    case Keyword::Label:
      return label(*as<LabelInstruction>(instruction));
    case Keyword::Maintainer:
      return maintainer(*as<Maintainer>(instruction));
    case Keyword::OnBuild:
      return on_build(*as<OnBuild>(instruction));
    case Keyword::Run:
      return run(*as<Run>(instruction));
    case Keyword::Shell:
      return shell(*as<Shell>(instruction));
    case Keyword::StopSignal:
      return stop_signal(*as<StopSignal>(instruction));
    case Keyword::User:
      return user(*as<User>(instruction));
    case Keyword::Volume:
      return volume(*as<Volume>(instruction));
    case Keyword::Workdir:
      return workdir(*as<Workdir>(instruction));
    case Keyword::From:
    case Keyword::Unknown:
      return;
  }
}

Value Interpreter::word(const Text& text) {
  Scope::Expanded expanded = state_.scope.expand(text);
  for (const ExpansionProblem& problem : expanded.problems) {
    refuse(problem.where, problem_text(problem));
  }
  return std::move(expanded.value);
}

Setting Interpreter::setting() {
  Setting setting;
  shared_.variables += state_.scope.size();
  if (shared_.variables > max_variables) {
    refuse(origin_.span,
           "the file has too many variables times RUNs: set them where they are used");
    return setting;
  }
  setting.env = state_.scope.env();
  setting.args = state_.scope.args();
  setting.env_complete = state_.scope.env_complete();
  setting.user = state_.user;
  setting.workdir = state_.workdir;
  return setting;
}

Source Interpreter::source_of(StageFile::Answer answer, Span where) {
  if (!answer.source) {
    refuse(where, std::move(answer.refusal));
    return {Source::Kind::Unknown, 0, Value()};
  }
  const Source& source = *answer.source;
  if (source.kind == Source::Kind::Stage && source.stage >= index_) {
    refuse(where, source.stage == index_
                      ? "a stage cannot take files from itself: take them from a stage above"
                      : fmt::format("stage {} stands further down: move it above this one",
                                    shared_.file.display_name(source.stage)));
  }
  return source;
}

void Interpreter::refuse(Span where, std::string message) {
  const bool elsewhere = source_ != &shared_.source;
  shared_.refused.push_back({origin_.line, elsewhere ? origin_.span : where, std::move(message)});
}

void Interpreter::done(Action action, std::string history) {
  origin_.history = std::move(history);
  stage_.steps.push_back({std::move(origin_), std::move(action)});
}

std::string without_tabs(std::string_view text) {
  std::string out;
  bool at_begin = true;
  for (const char c : text) {
    if (at_begin && c == '\t') continue;
    at_begin = c == '\n';
    out += c;
  }
  return out;
}

std::string_view Interpreter::body(const Heredoc& heredoc) const {
  return source_->at(heredoc.body);
}

}  // namespace plimsoll::lowered
