// The instructions that change the configuration alone, as BuildKit's dispatch treats them.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analyzer/dockerfile/duration.h"
#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/port.h"
#include "analyzer/lowered/history.h"
#include "analyzer/lowered/interpreter.h"
#include "analyzer/lowered/signals.h"

namespace plimsoll::lowered {

namespace {

std::vector<std::string> strings(const std::vector<Text>& texts) {
  std::vector<std::string> all;
  all.reserve(texts.size());
  for (const Text& text : texts) all.push_back(text.str());
  return all;
}

using Words = std::optional<std::vector<std::string>>;

// An empty list is written as none, except over an unknown base, whose own list it takes away.
Words list_or_none(std::vector<std::string> words, bool base_known) {
  if (words.empty() && base_known) return std::nullopt;
  return words;
}

// An address and host ports mean nothing, but BuildKit reads them.
bool may_map(const PortWord& parts, const PortRange& range) {
  constexpr std::string_view address = "0123456789abcdefABCDEF.:[]";
  if (parts.ip.find_first_not_of(address) != std::string_view::npos) return false;
  if (parts.host.empty()) return true;
  const PortRange host = read_ports(parts.host);
  return host.problem == PortRange::Problem::None &&
         (range.first == range.last || host.last - host.first == range.last - range.first);
}

std::int64_t duration_flag(const Instruction& instruction, std::string_view name) {
  const Flag* flag = instruction.flag(name);
  if (!flag || !flag->value) return 0;
  return parse_duration(flag->value->str()).value_or(0);
}

}  // namespace

void Interpreter::maintainer(const Maintainer& maintainer) {
  state_.config.author = maintainer.value.str();
  configured("MAINTAINER " + state_.config.author);
}

// All pairs see the environment before the instruction.
void Interpreter::env(const Env& env) {
  std::vector<std::pair<Value, Value>> pairs;
  for (const KeyValue& pair : env.pairs) {
    pairs.emplace_back(word(pair.key), pair.value ? word(*pair.value) : Value());
  }
  std::string history = "ENV";
  for (auto& [key, value] : pairs) {
    const std::string name = key.display();
    history += " " + name + "=" + value.display();
    if (key.known()) {
      state_.scope.set_env(name, std::move(value));
    } else {  // it may set anything: a hole that nothing but the same step equals
      const std::string what = fmt::format("{}; {}; step {}", escaped(identity(key), ';'),
                                           escaped(identity(value), ';'), stage_.steps.size());
      state_.holes["Env"] = Value::unknown(what);
    }
  }
  configured(std::move(history));
}

void Interpreter::label(const LabelInstruction& label) {
  std::string history = "LABEL";
  for (const KeyValue& pair : label.pairs) {
    const Value key = word(pair.key);
    const Value value = pair.value ? word(*pair.value) : Value();
    const std::string name = key.known() ? key.text() : identity(key);
    history += " " + key.display() + "=" + value.display();
    state_.put(state_.config.labels[name], "Labels." + name, value);
    if (!key.known()) state_.holes["Labels." + name] = value.known() ? key : value;
  }
  configured(std::move(history));
}

// In one ARG, a later name sees the earlier ones.
void Interpreter::arg(const Arg& arg) {
  std::string history = "ARG";
  for (const KeyValue& pair : arg.names) {
    const std::string& name = pair.key.str();
    std::optional<Value> fallback;
    const bool given = shared_.options.invocation.build_args.count(name) != 0;
    if (pair.value && !given) fallback = word(*pair.value);
    std::optional<ArgumentValue> found;
    if (name == "BUILDKIT_SBOM_SCAN_CONTEXT" || name == "BUILDKIT_SBOM_SCAN_STAGE") {
      history += " " + name;  // for the builder's ears alone
      continue;
    }
    const Lookup global = shared_.file.globals().lookup(name);
    const bool global_known = is_yes(global.defined) && !given;
    if (!pair.value && global_known) {
      found = ArgumentValue{global.value};
    } else {
      const Value* before = state_.scope.find(name);
      found = argument_value(name, fallback ? &*fallback : nullptr, shared_.options);
      if (found && found->unset && shared_.options.arguments_open) {
        // Without a value, what was set before stays.
        if (before) found = argument_value(name, before, shared_.options);
        if (!before && !state_.scope.env_complete()) {
          found->value = Value::unknown(name + "=${base:" + name + "}");
        }
      } else if (found && found->unset && before) {
        found.reset();
      }
    }
    history += " " + name;
    if (found && !found->unset) {
      history += "=" + found->value.display();
      state_.scope.set_arg(name, found->value);
    } else if (found) {
      state_.scope.set_unset_arg(name, found->value, shared_.options.arguments_open);
    }
    state_.declared.emplace_back(
        name, found ? std::optional<Value>(std::move(found->value)) : std::nullopt);
  }
  configured(std::move(history));
}

void Interpreter::expose_word(const Value& word, std::vector<std::string>& exposed) {
  if (!word.known()) {
    const std::string name = identity(word);
    state_.config.exposed_ports.insert(word.display());
    state_.holes["ExposedPorts." + name] = word;
    exposed.push_back(word.display());
    return;
  }
  const PortWord parts = cut_port(word.text());
  const PortRange range = read_ports(parts.port);
  const bool known = parts.protocol.empty() || is_port_protocol(parts.protocol);
  if (range.problem != PortRange::Problem::None || !known || !may_map(parts, range)) {
    refuse(origin_.span, fmt::format("`{}` is no port: write a number up to {}, a range such as "
                                     "8000-8010, and tcp, udp or sctp after a slash",
                                     word.text(), max_port));
    return;
  }
  const std::string protocol = parts.protocol.empty() ? "tcp" : lower_case(parts.protocol);
  shared_.ports += range.last - range.first + 1;
  if (shared_.ports > max_ports) {
    refuse(origin_.span, fmt::format("the file exposes more than {} ports", max_ports));
    return;
  }
  for (std::uint32_t port = range.first; port <= range.last; ++port) {
    exposed.push_back(fmt::format("{}/{}", port, protocol));
    state_.config.exposed_ports.insert(exposed.back());
  }
}

void Interpreter::expose(const Expose& expose) {
  std::vector<const Text*> words;
  for (const Text& text : expose.arguments) words.push_back(&text);
  std::stable_sort(words.begin(), words.end(),
                   [](const Text* a, const Text* b) { return a->str() < b->str(); });
  std::vector<std::string> exposed;
  for (const Text* text : words) {
    for (const Value& each : state_.scope.expand_words(*text)) expose_word(each, exposed);
  }
  configured("EXPOSE " + plain_list(exposed));
}

void Interpreter::volume(const Volume& volume) {
  std::vector<std::string> history;
  for (const Text& text : volume.arguments) {
    const Value path = word(text);
    if (is_yes(path.empty())) {
      refuse(text.span(), "a volume's path is empty: name a directory, or take the word away");
      continue;
    }
    history.push_back(path.display());
    state_.config.volumes.insert(path.display());
    if (!path.known()) state_.holes["Volumes." + identity(path)] = path;
  }
  configured("VOLUME " + plain_list(history));
}

void Interpreter::stop_signal(const StopSignal& signal) {
  const Value value = word(signal.value);
  if (value.known() && !is_signal(value.text())) {
    refuse(signal.value.span(),
           fmt::format("`{}` is no signal: write SIGTERM, SIGQUIT or a number", value.text()));
  }
  state_.put(state_.config.stop_signal, "StopSignal", value);
  configured("STOPSIGNAL " + value.display());
}

void Interpreter::user(const User& user) {
  state_.user = word(user.value);
  configured("USER " + state_.user.display());
}

void Interpreter::workdir(const Workdir& workdir) {
  const Value path = word(workdir.value);
  state_.written_workdir = resolve_path(state_.written_workdir, path);
  state_.workdir = clean_path(state_.written_workdir);
  std::string history = "WORKDIR " + state_.written_workdir.display();
  if (is_yes(state_.written_workdir.equals("/"))) {
    configured(std::move(history));
  } else {
    done(WorkdirStep{state_.workdir, state_.user}, std::move(history));
  }
}

void Interpreter::shell(const Shell& shell) {
  state_.config.shell = list_or_none(strings(shell.argv), true);
  configured("SHELL " + plain_list(strings(shell.argv)));
}

void Interpreter::command(const CommandLine& line, const std::string& place, Words& words) {
  state_.holes.erase(place);
  if (line.form == Form::Exec) {
    words = list_or_none(strings(line.argv), state_.base_known);
    return;
  }
  Words all = state_.shell();
  if (!all) {
    all.emplace();
    state_.holes[place] = Value::unknown("base:Shell");
  }
  all->push_back(line.shell.str());
  words = std::move(all);
}

void Interpreter::cmd(const Cmd& cmd) {
  command(cmd.command, "Cmd", state_.config.cmd);
  state_.config.args_escaped = true;
  state_.cmd_set = true;
  configured("CMD " + quoted_list(state_.config.cmd.value_or(std::vector<std::string>())));
}

// What the base runs by default were arguments to the base's entry point.
void Interpreter::entrypoint(const Entrypoint& entrypoint) {
  command(entrypoint.command, "Entrypoint", state_.config.entrypoint);
  if (!state_.cmd_set) {
    state_.config.cmd = list_or_none({}, state_.base_known);
    state_.holes.erase("Cmd");
  }
  configured("ENTRYPOINT " +
             quoted_list(state_.config.entrypoint.value_or(std::vector<std::string>())));
}

void Interpreter::healthcheck(const Healthcheck& healthcheck) {
  HealthcheckConfig config;
  if (healthcheck.none) {
    config.test = {"NONE"};
  } else {
    const bool exec = healthcheck.command.form == Form::Exec;
    config.test = {exec ? "CMD" : "CMD-SHELL"};
    if (!exec) config.test.push_back(healthcheck.command.shell.str());
    for (const Text& text : healthcheck.command.argv) config.test.push_back(text.str());
    config.interval_ns = duration_flag(healthcheck, "interval");
    config.timeout_ns = duration_flag(healthcheck, "timeout");
    config.start_period_ns = duration_flag(healthcheck, "start-period");
    config.start_interval_ns = duration_flag(healthcheck, "start-interval");
    const Flag* retries = healthcheck.flag("retries");
    if (retries && retries->value) {
      const std::string& text = retries->value->str();
      const std::size_t sign = text.starts_with('+') ? 1 : 0;
      std::from_chars(text.data() + sign, text.data() + text.size(), config.retries);
    }
  }
  std::string history = "HEALTHCHECK " + healthcheck_text(config);
  state_.config.healthcheck = std::move(config);
  configured(std::move(history));
}

// The text alone, which leaves no trace in the history.
void Interpreter::on_build(const OnBuild& on_build) {
  state_.config.on_build.push_back(trigger_of(on_build, *source_));
}

// As it is written, blanks at the end of the line too.
std::string trigger_of(const OnBuild& on_build, const SourceFile& source) {
  std::string text = on_build.rest.str();
  const std::string_view behind = source.bytes().substr(on_build.rest.span().end);
  const std::string_view line = behind.substr(0, behind.find('\n'));
  const std::size_t end = std::min(line.find_first_not_of(" \t\v\f\r"), line.size());
  const std::size_t line_end = line.substr(0, end).find_last_not_of('\r') + 1;
  text += line.substr(0, end == line.size() ? line_end : end);
  for (const Heredoc& heredoc : on_build.heredocs) {
    text += "\n";
    text += source.at(heredoc.body);
    text += heredoc.name;
  }
  return text;
}

}  // namespace plimsoll::lowered
