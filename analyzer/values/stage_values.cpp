// One walk over a stage's instructions that notes each change of the environment, USER, WORKDIR and
// SHELL, with BuildKit's order of things: an ENV sees the environment before it, an ARG's names see
// each other, an ARG without a value takes the global one and else changes nothing, and the last
// writer of a name wins, be it ARG or ENV.

#include "analyzer/values/stage_values.h"

#include <algorithm>

#include "analyzer/base/paths.h"

namespace plimsoll {

namespace {

constexpr std::string_view default_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const std::vector<std::string>& architectures() {
  static const std::vector<std::string> all{"amd64", "arm64",   "arm",     "386",     "ppc64le",
                                            "s390x", "riscv64", "loong64", "mips64le"};
  return all;
}

const std::vector<std::string>& operating_systems() {
  static const std::vector<std::string> all{"linux", "windows"};
  return all;
}

// One field of "os/arch/variant", or all of it.
std::vector<std::string> of_platforms(const std::vector<std::string>& platforms, int field) {
  std::vector<std::string> texts;
  for (const std::string& platform : platforms) {
    std::string text = platform;
    if (field >= 0) {
      std::size_t begin = 0;
      for (int i = 0; i < field && begin != std::string::npos; ++i) {
        begin = platform.find('/', begin);
        if (begin != std::string::npos) ++begin;
      }
      text = begin == std::string::npos ? ""
                                        : platform.substr(begin, platform.find('/', begin) - begin);
    }
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> usual_platforms() {
  std::vector<std::string> all;
  for (const std::string& arch : architectures()) {
    all.push_back("linux/" + arch);
    if (arch == "arm") {
      for (const char* variant : {"/v5", "/v6", "/v7"})
        all.push_back("linux/arm" + std::string(variant));
    }
  }
  all.insert(all.end(), {"linux/arm64/v8", "linux/amd64/v2", "linux/amd64/v3", "windows/amd64",
                         "windows/arm64"});
  return all;
}

Value platform_value(const std::string& name, const Invocation& invocation) {
  const bool target = name.starts_with("TARGET");
  const bool given = target && !invocation.platforms.empty();
  const auto choose = [&](int field, std::vector<std::string> usual) {
    return Value::unknown(name,
                          given ? of_platforms(invocation.platforms, field) : std::move(usual));
  };
  if (name.ends_with("PLATFORM")) return choose(-1, usual_platforms());
  if (name.ends_with("OSVERSION")) return Value::unknown(name);
  if (name.ends_with("OS")) return choose(0, operating_systems());
  if (name.ends_with("ARCH")) return choose(1, architectures());
  if (name.ends_with("VARIANT")) return choose(2, {"", "v5", "v6", "v7", "v8", "v2", "v3"});
  return Value::unknown(name);
}

constexpr std::string_view platform_arguments[] = {
    "BUILDPLATFORM", "BUILDOS",        "BUILDOSVERSION", "BUILDARCH",
    "BUILDVARIANT",  "TARGETPLATFORM", "TARGETOS",       "TARGETOSVERSION",
    "TARGETARCH",    "TARGETVARIANT",  "TARGETSTAGE"};

class Walk {
 public:
  Walk(StageValues& values, const GlobalScope& global, const Invocation& invocation, char escape)
      : values_(values), global_(global), invocation_(invocation), escape_(escape) {}

  void step(const Instruction& instruction);
  void arg(const Arg& arg, bool in_globals);

 private:
  void env(const Env& env);
  void user(const User& user);
  void workdir(const Workdir& workdir);
  void shell(const Shell& shell);
  void copy(const Copy& copy);

  [[nodiscard]] Environment now() const {
    return Environment(values_, end_position, invocation_.complete);
  }
  [[nodiscard]] Value expanded(const Text& text) const {
    const Environment environment = now();
    return expand(text, [&](std::string_view name) { return environment.lookup(name); },
                  {.escape = escape_})
        .value;
  }

  StageValues& values_;
  const GlobalScope& global_;
  const Invocation& invocation_;
  char escape_;
};

void Walk::step(const Instruction& instruction) {
  switch (instruction.keyword) {
    case Keyword::Arg:
      return arg(*as<Arg>(instruction), false);
    case Keyword::Env:
      return env(*as<Env>(instruction));
    case Keyword::User:
      return user(*as<User>(instruction));
    case Keyword::Workdir:
      return workdir(*as<Workdir>(instruction));
    case Keyword::Shell:
      return shell(*as<Shell>(instruction));
    case Keyword::Add:
    case Keyword::Copy:
      return copy(*as<Copy>(instruction));
    default:
      return;
  }
}

void Walk::arg(const Arg& arg, bool in_globals) {
  Position position = position_of(arg.index);
  for (const KeyValue& pair : arg.names) {
    Variable variable;
    variable.name = pair.key.str();
    variable.by = &arg;
    variable.where = pair.span;
    variable.origin = Variable::Origin::Arg;
    variable.overridable = true;
    ++position;
    if (variable.name.empty()) continue;
    const auto given = invocation_.build_args.find(variable.name);
    if (given != invocation_.build_args.end()) {
      variable.value = Value(given->second);
    } else if (pair.value) {
      variable.value = expanded(*pair.value);
    } else {
      const Variable* outer =
          in_globals ? nullptr : Environment(global_(), end_position, false).find(variable.name);
      if (outer && outer->origin != Variable::Origin::UnsetArg) {
        variable.value = outer->value;
        variable.origin = outer->origin == Variable::Origin::Platform ? Variable::Origin::Platform
                                                                      : Variable::Origin::GlobalArg;
      } else {
        if (now().find(variable.name)) continue;  // what was set before stays
        variable.value = Value::unknown(variable.name);
        variable.origin = Variable::Origin::UnsetArg;
      }
    }
    values_.define(position, std::move(variable));
  }
}

void Walk::env(const Env& env) {
  std::vector<Variable> pairs;
  for (const KeyValue& pair : env.pairs) {
    const Value key = expanded(pair.key);
    if (!key.known() || key.text().empty()) continue;
    Variable variable;
    variable.name = key.text();
    variable.by = &env;
    variable.where = pair.span;
    variable.origin = Variable::Origin::Env;
    if (pair.value) variable.value = expanded(*pair.value);
    pairs.push_back(std::move(variable));
  }
  for (Variable& variable : pairs) values_.define(position_of(env.index), std::move(variable));
}

void Walk::user(const User& user) {
  UserState state;
  state.text = expanded(user.value);
  state.set_by = &user;
  bool in_group = false;
  for (const Piece& piece : state.text.pieces()) {
    Value& part = in_group ? state.group : state.user;
    const std::size_t colon = piece.hole || in_group ? std::string::npos : piece.text.find(':');
    if (piece.hole) {
      part.append(Value::unknown(piece.text, piece.choices));
    } else if (colon == std::string::npos) {
      part.append(piece.text);
    } else {
      part.append(std::string_view(piece.text).substr(0, colon));
      state.group.append(std::string_view(piece.text).substr(colon + 1));
      in_group = true;
    }
  }
  values_.users.emplace_back(position_of(user.index), std::move(state));
}

bool has_drive(std::string_view path) {
  return path.size() >= 2 && path[1] == ':' &&
         ((path[0] >= 'a' && path[0] <= 'z') || (path[0] >= 'A' && path[0] <= 'Z'));
}

void Walk::workdir(const Workdir& workdir) {
  const WorkdirState before = values_.workdirs.back().second;
  WorkdirState state;
  state.set_by = &workdir;
  state.set = Answer::Yes;
  const Value path = expanded(workdir.value);
  state.absolute = path.starts_with("/");
  const bool drive = has_drive(path.prefix()) || path.prefix().starts_with('\\');
  if (drive) state.absolute = Answer::Yes;
  if (is_yes(state.absolute) || before.path.pieces().empty()) {
    state.path = path;
  } else if (is_no(state.absolute)) {
    state.path = before.path;
    state.path.append("/");
    state.path.append(path);
    state.absolute = before.absolute;
  } else {
    state.path = Value::unknown(path.display());
  }
  if (!drive && state.path.known() && is_yes(state.absolute) && !values_.windows) {
    state.path = Value(normal_path(state.path.text()));
  }
  values_.workdirs.emplace_back(position_of(workdir.index), std::move(state));
}

ShellProgram program_of(const std::vector<std::string>& argv, const BaseFacts& base) {
  if (argv.empty()) return ShellProgram::Unknown;
  const std::string name = shell_from_argv(argv).interpreter;
  if (name == "sh") return base.sh;
  if (name == "bash") return ShellProgram::Bash;
  if (name == "dash") return ShellProgram::Dash;
  if (name == "ash" || name == "busybox") return ShellProgram::Ash;
  if (name == "cmd") return ShellProgram::Cmd;
  if (name == "powershell" || name == "pwsh") return ShellProgram::PowerShell;
  return ShellProgram::Unknown;
}

Answer shell_exists(ShellProgram program, const BaseFacts& base) {
  if (is_no(base.has_shell)) return Answer::No;
  if (program == ShellProgram::Bash)
    return base.sh == ShellProgram::Bash ? Answer::Yes : base.has_bash;
  return program == base.sh ? base.has_shell : Answer::Unknown;
}

void Walk::shell(const Shell& shell) {
  ShellState state;
  for (const Text& word : shell.argv) state.argv.push_back(word.str());
  state.set_by = &shell;
  if (!state.argv.empty()) state.setup = shell_from_argv(state.argv);
  state.program = program_of(state.argv, *values_.base);
  state.exists = shell_exists(state.program, *values_.base);
  // A COPY into a base without any shell may have brought this one.
  const bool brought =
      is_no(values_.base->has_shell) && is_unknown(values_.shells.back().second.exists);
  if (brought) state.exists = Answer::Unknown;
  values_.shells.emplace_back(position_of(shell.index), std::move(state));
}

// Files that come in may bring a shell: an archive, or whatever lands in a directory of programs.
void Walk::copy(const Copy& copy) {
  const ShellState& before = values_.shells.back().second;
  if (!is_no(before.exists)) return;
  if (copy.keyword == Keyword::Copy) {
    const Value destination = expanded(copy.destination);
    if (destination.known()) {
      const std::string path = normal_path("/" + destination.text());
      const bool relative = !destination.text().starts_with('/');
      const std::string_view places[] = {"/", "/bin", "/bin/sh", "/usr", "/usr/bin", "/busybox"};
      if (!relative && std::find(std::begin(places), std::end(places), path) == std::end(places)) {
        return;
      }
      const WorkdirState& workdir = values_.workdirs.back().second;
      if (relative && workdir.path.known() && workdir.path.text() != "/" &&
          !workdir.path.text().empty()) {
        return;
      }
    }
  }
  ShellState after = before;
  after.exists = Answer::Unknown;
  values_.shells.emplace_back(position_of(copy.index), std::move(after));
}

}  // namespace

bool is_platform_argument(std::string_view name) {
  return std::find(std::begin(platform_arguments), std::end(platform_arguments), name) !=
         std::end(platform_arguments);
}

bool is_predefined_argument(std::string_view name) {
  constexpr std::string_view proxies[] = {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
                                          "FTP_PROXY",  "ftp_proxy",  "NO_PROXY",    "no_proxy",
                                          "ALL_PROXY",  "all_proxy"};
  return std::find(std::begin(proxies), std::end(proxies), name) != std::end(proxies) ||
         name == "SOURCE_DATE_EPOCH" || name.starts_with("BUILDKIT_");
}

ShellState default_shell_of(const StageValues& values, char escape,
                            const std::optional<std::string>& told) {
  ShellState state;
  const BaseFacts& base = *values.base;
  if (!base.found && told && !told->empty()) {
    std::size_t at = 0;
    while (at < told->size()) {
      const std::size_t end = std::min(told->find(' ', at), told->size());
      if (end > at) state.argv.push_back(told->substr(at, end - at));
      at = end + 1;
    }
    if (state.argv.size() == 1) state.argv.emplace_back("-c");
  } else if (!base.default_shell.empty()) {
    state.argv = base.default_shell;
  } else if (values.windows) {
    state.argv = {"cmd", "/S", "/C"};
  } else if (base.os == OsFamily::Linux || escape != '`') {
    state.argv = {"/bin/sh", "-c"};
  }
  if (!state.argv.empty()) state.setup = shell_from_argv(state.argv);
  state.program = program_of(state.argv, base);
  state.exists = base.has_shell;
  return state;
}

void compute_stage(StageValues& values, const GlobalScope& global, const Invocation& invocation,
                   char escape) {
  if (!values.parent) {
    const bool linux_base = !values.windows;
    bool path = false;
    for (const auto& [name, value] : values.base->env) {
      Variable variable;
      variable.name = name;
      variable.value = value ? Value(*value) : Value::unknown(name);
      variable.origin = Variable::Origin::Base;
      path = path || name == "PATH";
      values.define(0, std::move(variable));
    }
    if (!path && linux_base) {  // BuildKit sees to it that PATH is set
      Variable variable;
      variable.name = "PATH";
      variable.value =
          values.base->env_complete ? Value(std::string(default_path)) : Value::unknown("PATH");
      variable.origin = Variable::Origin::Base;
      values.define(0, std::move(variable));
    }
  }
  Walk walk(values, global, invocation, escape);
  if (values.parent) {  // the triggers of the stage below run first
    for (const Instruction* instruction : values.parent->stage->instructions) {
      const OnBuild* onbuild = as<OnBuild>(instruction);
      if (onbuild && onbuild->trigger) walk.step(*onbuild->trigger);
    }
  }
  for (const Instruction* instruction : values.stage->instructions) walk.step(*instruction);
}

void compute_globals(StageValues& global, const Dockerfile& dockerfile,
                     const Invocation& invocation) {
  for (const std::string_view name : platform_arguments) {
    Variable variable;
    variable.name = std::string(name);
    const auto given = invocation.build_args.find(variable.name);
    variable.value = given == invocation.build_args.end()
                         ? platform_value(variable.name, invocation)
                         : Value(given->second);
    variable.origin = Variable::Origin::Platform;
    global.define(0, std::move(variable));
  }
  const GlobalScope itself = [&]() -> const StageValues& { return global; };
  Walk walk(global, itself, invocation, dockerfile.escape);
  for (const auto& instruction : dockerfile.instructions) {
    if (as<From>(instruction.get())) break;
    if (const Arg* arg = as<Arg>(instruction.get())) walk.arg(*arg, true);
  }
}

}  // namespace plimsoll
