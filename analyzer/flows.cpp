#include "analyzer/flows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/paths.h"
#include "analyzer/layer_paths.h"
#include "analyzer/sed_script.h"
#include "analyzer/shell/path.h"

// The question is not whether a secret is used (that is what it is for), but whether it is left
// behind: `curl -H "Authorization: $TOKEN"` is none of our business, `echo "$TOKEN" > ~/.npmrc` is.
//
// Each command gets two answers, what comes in by its standard input and what goes out by its
// standard output. `printf "t=%s" "$T" | base64 | tee /etc/t`: printf's output holds T, since it
// prints its words; base64 hands on what it reads; tee writes it to a file. Programs that are not
// known to print their words or to hand on their input do neither: what a program makes of a
// password may be its hash. A variable is what the last assignment in front has given it, else what
// the sources say. A substitution is what the last commands of its scope print.
//
// Commands stand in the order of the text, so the commands of a substitution have higher numbers
// than the one that it belongs to: scopes are read from the inside out, each one in order, and the
// depth is that of the reader's nesting.

namespace plimsoll {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool prints_words(const Command& command) { return command.is("echo") || command.is("printf"); }

// Whose output has what is read, or enough of it.
bool hands_on(std::string_view program) {
  static constexpr std::array<std::string_view, 22> programs{
      "cat",  "tee",  "sed",  "tr",  "cut", "head", "tail", "base64", "awk", "gawk", "mawk",
      "grep", "sort", "uniq", "xxd", "od",  "rev",  "fold", "paste",  "jq",  "yq",   "hexdump"};
  return is_one_of(program, programs);
}

// Whose script is part of what comes out: `sed "s/TOKEN/$TOKEN/"`.
bool has_script(std::string_view program) {
  static constexpr std::array<std::string_view, 6> programs{"sed",  "awk", "gawk",
                                                            "mawk", "jq",  "yq"};
  return is_one_of(program, programs);
}

bool copies(const Command& command) {
  return command.is("cp") || command.is("mv") || command.is("install") || command.is("dd");
}

bool is_output(const Redirect& redirect) {
  return redirect.writes() && (redirect.descriptor == 1 || redirect.descriptor == -1);
}

const Redirect* output_of(const std::vector<Redirect>& redirects) {
  const auto found = std::find_if(redirects.rbegin(), redirects.rend(), is_output);
  return found == redirects.rend() ? nullptr : &*found;
}

// `${#x}` is a length, `${x:+y}` is y, `${x%%-*}` and `${x:0:4}` are parts.
bool tells_value(const ShellWord& word, const VariableUse& use) {
  if (use.plain) return true;
  std::string_view text = std::string_view(word.text).substr(
      std::min<std::size_t>(use.at, word.text.size()), use.length);
  if (text.starts_with("${#")) return false;
  const std::size_t name = text.find(use.name);
  if (name == std::string_view::npos) return true;
  text.remove_prefix(name + use.name.size());
  if (text.size() < 2 || text[0] != ':') return text.find_first_of("%#+") != 0;
  return std::string_view("-=?").find(text[1]) != std::string_view::npos;
}

// Whether awk's script hands the variable on: prints it, puts it into a text, gives it to another.
// `length(p)` and `$1 == p` do not.
bool awk_hands_on(std::string_view script, std::string_view name) {
  for (std::size_t at = script.find(name); at != std::string_view::npos;
       at = script.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool apart = (at == 0 || !is_of_name(script[at - 1])) &&
                       (end == script.size() || !is_of_name(script[end]));
    std::string_view front = script.substr(0, at);
    while (front.ends_with(' ')) front.remove_suffix(1);
    const bool compares = front.ends_with("==") || front.ends_with("!=");
    const bool hands = front.ends_with("print") || front.ends_with(',') || front.ends_with('"') ||
                       front.ends_with(')') || (front.ends_with('=') && !compares);
    if (apart && hands) return true;
  }
  return false;
}

bool is_awk(const Command& command) {
  return command.is("awk") || command.is("gawk") || command.is("mawk");
}

// `awk -v p=$X '...'`: a word that gives a variable which the script hands on; all other words.
bool awk_prints(const Command& command, std::size_t word) {
  if (word == 0 || !command.words[word - 1].is("-v")) return true;
  const std::string_view text = command.words[word].text;
  const std::string_view name = text.substr(0, text.find('='));
  if (name.empty()) return true;
  const auto from = command.words.begin() + static_cast<std::ptrdiff_t>(word) + 1;
  const auto script = std::find_if(from, command.words.end(), [](const ShellWord& each) {
    return each.text.find_first_of("{}$/ ") != std::string::npos && !each.text.starts_with('-');
  });
  return script != command.words.end() && awk_hands_on(script->text, name);
}

}  // namespace

Flows::Flows(const Facts& facts, const Run& run, FlowSources sources)
    : facts_(facts),
      run_(run),
      list_(facts.commands(run)),
      sources_(std::move(sources)),
      removals_(facts, run),
      by_scope_(list_.scopes.size()),
      inputs_(list_.commands.size()),
      outputs_(list_.commands.size()) {
  for (const Command& command : list_.commands) {
    if (command.scope < by_scope_.size()) by_scope_[command.scope].push_back(command.index);
  }
  // Those inside of words are read when their command is; all others here, in order.
  for (const Command& command : list_.commands) {
    if (list_.inside(command, Scope::Kind::Substitution)) continue;
    const auto& scope = by_scope_[command.scope];
    const auto at = std::lower_bound(scope.begin(), scope.end(), command.index);
    read_command(command, at == scope.begin() ? nullptr : &list_.commands[*(at - 1)]);
  }
}

void Flows::read_scope(std::uint32_t scope) {
  if (scope >= by_scope_.size()) return;
  const Command* previous = nullptr;
  for (const std::uint32_t index : by_scope_[scope]) {
    read_command(list_.commands[index], previous);
    previous = &list_.commands[index];
  }
}

void Flows::read_words(const Command& command) {
  const auto read = [&](const ShellWord& word) {
    for (const std::uint32_t scope : word.substitutions) read_scope(scope);
  };
  for (const Assignment& assignment : command.assignments) read(assignment.value);
  for (const ShellWord& word : command.words) read(word);
  for (const Redirect& redirect : command.redirects) read(redirect.target);
}

void Flows::read_command(const Command& command, const Command* previous) {
  read_words(command);
  std::optional<FlowOrigin>& input = inputs_[command.index];
  const bool piped = command.pipeline_index > 0 && previous &&
                     previous->pipeline_index + 1 == command.pipeline_index;
  if (piped && !output_of(previous->redirects)) input = outputs_[previous->index];
  if (piped && previous->is("tee")) input = inputs_[previous->index];
  for (const Redirect& redirect : command.redirects) {
    if (redirect.kind == Redirect::Kind::HereString) input = in(command, redirect.target);
    for (const VariableUse& use : redirect.body_variables) {
      if (!input) input = of_variable(command, use.name, use.span);
    }
    if (redirect.kind != Redirect::Kind::Input || !redirect.target.known) continue;
    const Value path = facts_.absolute_path(run_, Value(redirect.target.text));
    if (!path.known() || !sources_.file) continue;
    const std::string what = sources_.file(path.text());
    if (!what.empty()) input = FlowOrigin{what, redirect.target.span};
  }
  outputs_[command.index] = content_of(command);
  const bool lasts = command.program.empty() || command.is("export") || command.is("local") ||
                     command.is("declare") || command.is("readonly") || command.is("typeset");
  if (!lasts && command.is("read") && input) {
    for (const std::uint32_t name : command.operands) {
      given_[command.words[name].text].push_back({command.index, input});
    }
  }
  for (const Assignment& assignment : command.assignments) {
    if (!lasts) continue;
    given_[assignment.name].push_back({command.index, in(command, assignment.value)});
  }
}

std::optional<FlowOrigin> Flows::of_variable(const Command& command, const std::string& name,
                                             Span span) const {
  const auto given = given_.find(name);
  if (given != given_.end()) {
    for (auto each = given->second.rbegin(); each != given->second.rend(); ++each) {
      if (each->by < command.index) return each->origin;
    }
  }
  const std::string what = sources_.variable ? sources_.variable(name) : std::string();
  if (what.empty()) return std::nullopt;
  return FlowOrigin{what, span};
}

std::optional<FlowOrigin> Flows::in(const Command& command, const ShellWord& word) const {
  for (const VariableUse& use : word.variables) {
    if (!tells_value(word, use)) continue;
    if (auto origin = of_variable(command, use.name, use.span)) return origin;
  }
  for (const std::uint32_t scope : word.substitutions) {
    if (scope >= by_scope_.size()) continue;
    for (const std::uint32_t index : by_scope_[scope]) {
      const Command& inner = list_.commands[index];
      const bool seen = inner.pipeline_index + 1 == inner.pipeline_length;
      if (seen && outputs_[index] && !output_of(inner.redirects)) return outputs_[index];
    }
  }
  return std::nullopt;
}

std::optional<FlowOrigin> Flows::of_files(const Command& command) const {
  if (!sources_.file) return std::nullopt;
  for (const PathUse& use : effects_of(command).reads) {
    if (!use.known || use.path.empty()) continue;
    const Value path = facts_.absolute_path(run_, Value(use.path));
    const std::string what = path.known() ? sources_.file(path.text()) : std::string();
    if (!what.empty()) return FlowOrigin{what, use.span};
  }
  return std::nullopt;
}

std::optional<FlowOrigin> Flows::content_of(const Command& command) const {
  if (sources_.output) {
    const std::string what = sources_.output(command);
    if (!what.empty()) return FlowOrigin{what, command.head()};
  }
  const bool hands = hands_on(command.program);
  if (prints_words(command) || has_script(command.program)) {
    for (std::size_t i = command.program_word + 1; i < command.words.size(); ++i) {
      const ShellWord& word = command.words[i];
      if (is_awk(command) && !awk_prints(command, i)) continue;
      const bool edits = command.is("sed");
      if (auto origin = in(command, edits ? what_is_put_in(word) : word)) return origin;
    }
  }
  if (!hands) return std::nullopt;
  if (auto origin = of_files(command)) return origin;
  return inputs_[command.index];
}

// `{ echo a; echo "$T"; } > file`.
const Redirect* Flows::group_output(const Command& command) const {
  for (std::uint32_t scope = command.scope; scope != 0; scope = list_.scopes[scope].parent) {
    const Scope& each = list_.scopes[scope];
    if (each.kind == Scope::Kind::Substitution || each.kind == Scope::Kind::Function ||
        each.kind == Scope::Kind::Inner) {
      return nullptr;
    }
    if (const Redirect* redirect = output_of(each.redirects)) return redirect;
  }
  return nullptr;
}

// Where nobody knows which home that is.
std::optional<std::string> Flows::kept_at_home(const Command& command,
                                               const std::string& path) const {
  const std::string_view name = file_name(path);
  for (const Mount& mount : run_.mounts) {
    const Value target = facts_.mount_target(run_, mount);
    if (!target.known() || file_name(target.text()) == name) return std::nullopt;
  }
  const bool stays =
      !removals_.may_remove(command, path) && !is_yes(facts_.mounts_over(run_, path));
  return stays ? std::optional(path) : std::nullopt;
}

std::optional<std::string> Flows::kept_path(const Command& command, const std::string& text) const {
  const bool at_home = text.starts_with('~');
  return kept(command, text, at_home ? removals_.home_of_process(command) : std::nullopt);
}

// `home`: where the script has set one.
std::optional<std::string> Flows::kept(const Command& command, const std::string& text,
                                       const std::optional<Value>& home) const {
  if (text.empty()) return std::nullopt;
  std::string from = text;
  if (home && text.starts_with('~')) {
    if (!home->known()) return std::nullopt;
    from = home->text() + text.substr(1);
  } else if (!text.starts_with('/') && !text.starts_with('~')) {
    if (!command.directory) return std::nullopt;
    from = path_from(*command.directory, text);
  }
  const Value absolute = facts_.absolute_path(run_, Value(from));
  if (!absolute.known() && from.starts_with("~/")) return kept_at_home(command, from);
  if (!absolute.known() || !absolute.text().starts_with('/')) return std::nullopt;
  std::string path = normal_path(absolute.text());
  if (path.starts_with("/dev/") || path.starts_with("/proc/") || path.starts_with("/sys/")) {
    return std::nullopt;
  }
  const bool stays = !lies_in_mount(facts_, run_, path) && !removals_.may_remove(command, path);
  return stays ? std::optional(path) : std::nullopt;
}

std::optional<std::string> Flows::kept_path(const Command& command, const ShellWord& word) const {
  if (word.glob || word.brace) return std::nullopt;
  const std::optional<Value> home = removals_.home_of_words(command);
  if (word.known) return kept(command, word.text, home);
  const auto text = word.expanded([&](std::string_view name) -> std::optional<std::string> {
    if (home && name == "HOME") return home->known() ? std::optional(home->text()) : std::nullopt;
    const Lookup found = facts_.variable(run_, command, name);
    if (!is_yes(found.defined) || !found.value.known()) return std::nullopt;
    return found.value.text();
  });
  return text ? kept(command, *text, home) : std::nullopt;
}

void Flows::add(std::vector<FileFlow>& flows, const std::optional<FlowOrigin>& origin,
                const Command& command, const ShellWord& word) const {
  if (!origin) return;
  if (const auto path = kept_path(command, word)) {
    flows.push_back({*origin, *path, &command, word.span});
  }
}

std::vector<FileFlow> Flows::files() const {
  std::vector<FileFlow> flows;
  for (const Command& command : list_.commands) {
    const std::optional<FlowOrigin>& content = outputs_[command.index];
    const bool last = command.pipeline_index + 1 == command.pipeline_length;
    if (const Redirect* redirect = output_of(command.redirects)) {
      add(flows, content, command, redirect->target);
    } else if (const Redirect* group = last ? group_output(command) : nullptr) {
      add(flows, content, command, group->target);
    }
    const bool in_place = command.is("sed") && command.has_option({"-i", "--in-place"});
    if (!command.is("tee") && !in_place && !copies(command)) continue;
    const std::optional<FlowOrigin> origin = command.is("tee") ? inputs_[command.index]
                                             : copies(command) ? of_files(command)
                                                               : content;
    if (!origin) continue;
    for (const PathUse& use : effects_of(command).writes) {
      if (use.word < command.words.size() && command.words[use.word].span == use.span) {
        add(flows, origin, command, command.words[use.word]);
      }
    }
  }
  return flows;
}

}  // namespace plimsoll
