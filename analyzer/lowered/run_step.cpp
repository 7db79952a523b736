// RUN, as BuildKit's dispatch makes it.
//
// A heredoc that is the whole command is the script: given to the shell as its one argument, or,
// when it begins with `#!`, put into a file and executed. Any other heredoc is the shell's own: the
// command line and the bodies are put together again as they were written.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/dockerfile/characters.h"
#include "analyzer/lowered/interpreter.h"

namespace plimsoll::lowered {

namespace {

bool is_heredoc(std::string_view text) {
  return dockerfile_is_heredoc_word(reinterpret_cast<const std::uint8_t*>(text.data()),
                                    text.size());
}

// The order in which BuildKit mounts: what lies in another mount comes after it; secrets and
// sockets last.
bool mounted_before(const MountStep& a, const MountStep& b) {
  const auto rank = [](const MountStep& mount) {
    return mount.kind == MountStep::Kind::Secret ? 1 : mount.kind == MountStep::Kind::Ssh ? 2 : 0;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return rank(a) == 0 && a.target.display() < b.target.display();
}

constexpr std::string_view proxies[] = {"HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY",
                                        "ALL_PROXY"};

std::string in_case(std::string_view text, bool upper) {
  std::string out(text);
  for (char& c : out) {
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Build arguments that any RUN sees in both spellings, though no ARG declares them. They come last
// in the environment, and win over what stands there.
void add_proxies(const Invocation& invocation, std::vector<Variable>& args) {
  for (const std::string_view proxy : proxies) {
    std::string value;
    for (const auto& [name, given] : invocation.build_args) {
      if (in_case(name, true) == proxy) value = given;
    }
    if (value.empty()) continue;
    for (const bool upper : {true, false}) {
      const std::string name = in_case(proxy, upper);
      bool declared = false;
      for (Variable& variable : args) {
        if (variable.name != name) continue;
        variable.value = Value(value);
        declared = true;
      }
      if (!declared) args.push_back({name, Value(value), false});
    }
  }
}

}  // namespace

// `|2 A=1 B=2 ` with the ARGs of the stage, each as the environment has it.
std::string Interpreter::declared_text() const {
  std::vector<std::pair<std::string, std::string>> shown;
  std::map<std::string, std::size_t> at;
  for (const auto& [name, given] : state_.declared) {
    const Value* now = state_.scope.find(name);
    std::string text = now ? now->display() : given ? given->display() : "";
    const auto [found, added] = at.emplace(name, shown.size());
    if (added) {
      shown.emplace_back(name, std::move(text));
    } else {
      shown[found->second].second = std::move(text);
    }
  }
  if (shown.empty()) return "";
  std::string out = fmt::format("|{}", shown.size());
  for (const auto& [name, text] : shown) out += " " + name + "=" + text;
  return out + " ";
}

std::vector<std::string> Interpreter::run_words(const Run& run, RunStep& step) const {
  std::vector<std::string> words;
  if (run.command.form == Form::Exec) {
    for (const Text& word : run.command.argv) words.push_back(word.str());
    return words;
  }
  std::string text = run.command.shell.str();
  if (!run.heredocs.empty() && is_heredoc(text)) {
    const Heredoc& heredoc = run.heredocs.front();
    text = heredoc.chomp ? without_tabs(body(heredoc)) : std::string(body(heredoc));
    if (text.starts_with("#!") && state_.config.platform.os != "windows") {
      step.script = std::move(text);
      step.script_path = "/dev/pipes/" + heredoc.name;
    }
  } else {
    for (const Heredoc& heredoc : run.heredocs) {
      text += "\n";
      text += body(heredoc);
      text += heredoc.name;
    }
  }
  // The shell stands before the path of a script, too: BuildKit asks for it with any shell form.
  if (const auto shell = state_.shell()) {
    words = *shell;
  } else {
    step.shell_known = false;
  }
  words.push_back(step.script_path.empty() ? std::move(text) : step.script_path);
  return words;
}

void Interpreter::run(const Run& run) {
  RunStep step;
  step.argv = run_words(run, step);
  step.setting = setting();
  add_proxies(shared_.options.invocation, step.setting.args);
  for (const Mount& written : run.mounts) step.mounts.push_back(mount(written));
  std::stable_sort(step.mounts.begin(), step.mounts.end(), mounted_before);
  if (const Flag* network = run.flag("network"); network && network->value) {
    const std::string& mode = network->value->str();
    if (mode == "none") step.network = Network::None;
    if (mode == "host") step.network = Network::Host;
  }
  const Flag* security = run.flag("security");
  step.insecure = security && security->value && security->value->str() == "insecure";
  std::string history = "RUN " + declared_text();
  for (std::size_t i = 0; i < step.argv.size(); ++i) {
    history += i == 0 ? "" : " ";
    history += step.argv[i];
  }
  done(std::move(step), history + " # buildkit");
}

}  // namespace plimsoll::lowered
