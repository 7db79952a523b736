#include "analyzer/removals.h"

#include <algorithm>
#include <limits>

#include "analyzer/base/paths.h"
#include "analyzer/sed_script.h"
#include "analyzer/shell/path.h"

namespace plimsoll {

static bool is_tilde(std::string_view path) { return path == "~" || path.starts_with("~/"); }

Removals::Removals(const Facts& facts, const Run& run)
    : facts_(facts), run_(run), home_(facts.home(run)) {
  const CommandList& list = facts.commands(run);
  if (list.is_opaque()) anything_ = std::numeric_limits<Last>::max();
  for (const Command& command : list.commands) {
    traps_ = traps_ || command.is("trap");
    for (const PathUse& use : effects_of(command).removes) read_removal(command, use);
    read_writes(command);
    read_home(command);
  }
}

// `export HOME=/tmp/h`, `HOME=/tmp/h` by itself: HOME is exported anyway.
void Removals::read_home(const Command& command) {
  if (!command.program.empty() && !command.is("export")) return;
  for (const Assignment& assignment : command.assignments) {
    if (assignment.name != "HOME") continue;
    const bool sure = command.runs == Runs::Always && assignment.value.known &&
                      assignment.value.text.starts_with('/');
    homes_.emplace_back(command.index,
                        sure ? Value(assignment.value.text) : Value::unknown("HOME"));
  }
}

std::optional<Value> Removals::home_of_words(const Command& command) const {
  const auto behind =
      std::lower_bound(homes_.begin(), homes_.end(), command.index,
                       [](const auto& home, std::uint32_t index) { return home.first < index; });
  if (behind == homes_.begin()) return std::nullopt;
  return (behind - 1)->second;
}

std::optional<Value> Removals::home_of_process(const Command& command) const {
  for (const Assignment& assignment : command.assignments) {
    if (assignment.name != "HOME") continue;
    return assignment.value.known ? Value(assignment.value.text) : Value::unknown("HOME");
  }
  if (command.wrapped_in("env")) {
    for (std::uint32_t i = 0; i < command.program_word; ++i) {
      const ShellWord& word = command.words[i];
      if (!word.text.starts_with("HOME=")) continue;
      return word.known ? Value(word.text.substr(5)) : Value::unknown("HOME");
    }
  }
  return home_of_words(command);
}

// Empty where the script has set a home that nobody knows.
std::string Removals::with_told_home(const Command& command, const std::string& path) const {
  if (!is_tilde(path)) return path;
  const std::optional<Value> told = home_of_words(command);
  if (!told) return path;
  return told->known() ? told->text() + path.substr(1) : std::string();
}

void Removals::add(const std::string& path, bool recursive, const Command& command) {
  auto& into = recursive ? trees_ : files_;
  into[path] = command.index;
  if (home_.known() || path.starts_with('~')) return;
  // The home that is not known is that of the removal: nobody empties another user's.
  if (path == "/" || path == "/root" || path.starts_with("/root/")) {
    into["~" + path.substr(std::min<std::size_t>(path.size(), 5))] = command.index;
    if (path == "/") into["~"] = command.index;
  } else if (path.starts_with("/home/")) {
    const std::size_t slash = path.find('/', 6);
    into[slash == std::string::npos ? "~" : "~" + path.substr(slash)] = command.index;
  }
}

void Removals::read_removal(const Command& command, PathUse use) {
  use.path = with_told_home(command, use.path);
  if (use.path.empty()) {
    anything_ = std::max<Last>(anything_, command.index);
    return;
  }
  const bool pattern = use.path.find_first_of("*?[") != std::string::npos;
  const Value path = facts_.absolute_path(run_, Value(use.path));
  if (use.known && !pattern && path.known()) {
    add(normal_path(path.text()), use.recursive, command);
  } else if (use.known && !pattern && is_tilde(use.path)) {
    add(normal_path(use.path), use.recursive, command);
    anything_absolute_ = std::max<Last>(anything_absolute_, command.index);
  } else if (vague_.size() < max_vague_removals) {
    vague_.push_back({&command, std::move(use)});
  } else {
    anything_ = std::numeric_limits<Last>::max();
  }
}

// `truncate -s 0 f`, `cp /dev/null f`, `tee f`, and a `sed -i` that takes something out.
static bool replaces(const Command& command) {
  if (command.is("truncate")) {
    const Option* size = command.option({"-s", "--size"});
    return size && size->value == "0";
  }
  if (command.is("cp") || command.is("mv") || command.is("install")) {
    return !command.has_option({"-n", "--no-clobber"});
  }
  if (command.is("tee")) return !command.has_option({"-a", "--append"});
  if (command.is("dd")) return true;
  if (!command.is("sed") || !command.has_option({"-i", "--in-place"})) return false;
  const std::vector<const ShellWord*> scripts = sed_scripts(command);
  return std::any_of(scripts.begin(), scripts.end(),
                     [](const ShellWord* word) { return read_sed_script(*word).takes_out; });
}

void Removals::read_writes(const Command& command) {
  const bool by_words = replaces(command);
  if (!by_words && command.redirects.empty()) return;
  for (const PathUse& use : effects_of(command).writes) {
    const auto redirect = std::find_if(
        command.redirects.begin(), command.redirects.end(),
        [&](const Redirect& each) { return each.writes() && each.target.span == use.span; });
    const bool anew =
        redirect == command.redirects.end() ? by_words : redirect->kind == Redirect::Kind::Output;
    const std::string written = with_told_home(command, use.path);
    if (!anew || !use.known || use.glob || written.empty()) continue;
    const Value absolute = facts_.absolute_path(run_, Value(written));
    if (!absolute.known() && !is_tilde(written)) continue;
    const std::string path = normal_path(absolute.known() ? absolute.text() : written);
    if (command.runs == Runs::Always) replaced_[path] = command.index;
    replaced_in_[{path, command.scope}] = command.index;
  }
}

// What stands in another branch is not behind it.
bool Removals::is_replaced(const Command& by, const std::string& path) const {
  const auto always = replaced_.find(path);
  if (always != replaced_.end() && always->second > by.index) return true;
  const auto here = replaced_in_.find({path, by.scope});
  return here != replaced_in_.end() && here->second > by.index;
}

Removals::Last Removals::last_removal(const std::string& path) const {
  Last last = never;
  const auto look = [&](const auto& removed, std::string_view at) {
    const auto found = removed.find(at);
    if (found != removed.end()) last = std::max(last, found->second);
  };
  look(files_, path);
  look(trees_, path);
  if (path.starts_with('/')) look(trees_, "/");
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    look(trees_, std::string_view(path).substr(0, slash));
  }
  const auto [memo, added] = vague_memo_.try_emplace(path, never);
  for (auto each = vague_.rbegin(); added && each != vague_.rend(); ++each) {
    if (is_no(removed_by(facts_, run_, *each->command, each->use, home_, path))) continue;
    memo->second = each->command->index;
    break;
  }
  return std::max(last, memo->second);
}

bool Removals::may_remove(const Command& by, const std::string& given) const {
  const std::string path = normal_path(given);
  // `trap 'rm -f x' EXIT` stands in front, and runs at the end.
  const Last after = traps_ ? never : static_cast<Last>(by.index);
  if (anything_ > after || (path.starts_with('/') && anything_absolute_ > after)) return true;
  return is_replaced(by, path) || last_removal(path) > after;
}

}  // namespace plimsoll
