#include <algorithm>

#include "analyzer/shell/grammar.h"
#include "analyzer/shell/package.h"
#include "analyzer/shell/package_spec.h"
#include "analyzer/shell/path.h"

namespace plimsoll {

namespace {

// `a{b,c}d` -> `abd`, `acd`; several braces multiply, up to this many words.
constexpr std::size_t max_brace_words = 64;

std::vector<std::string> expand_braces(std::string_view text) {
  std::vector<std::string> done;
  std::vector<std::string> open{std::string(text)};
  while (!open.empty() && done.size() + open.size() <= max_brace_words) {
    const std::string word = std::move(open.back());
    open.pop_back();
    const std::size_t end = word.find('}');
    const std::size_t begin = end == std::string::npos ? end : word.rfind('{', end);
    const std::string_view inside = begin == std::string::npos
                                        ? std::string_view()
                                        : std::string_view(word).substr(begin + 1, end - begin - 1);
    if (inside.find(',') == std::string_view::npos) {
      done.push_back(word);
      continue;
    }
    // The first alternative is opened next: they come out in their order.
    for (std::size_t to = inside.size() + 1; to > 0;) {
      const std::size_t comma = inside.substr(0, to - 1).rfind(',');
      const std::size_t from = comma == std::string_view::npos ? 0 : comma + 1;
      open.push_back(word.substr(0, begin) + std::string(inside.substr(from, to - 1 - from)) +
                     word.substr(end + 1));
      to = from;
    }
  }
  return done;
}

// `$HOME/x` and `${HOME}/x` are `~/x`.
std::optional<std::string> home_relative(const ShellWord& word) {
  if (word.variables.size() != 1 || !word.substitutions.empty()) return std::nullopt;
  const VariableUse& use = word.variables[0];
  if (use.name != "HOME" || !use.plain || use.at != 0) return std::nullopt;
  return "~" + word.text.substr(use.length);
}

std::string_view base_of_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t slash = url.rfind('/');
  return slash == std::string_view::npos ? url : url.substr(slash + 1);
}

class EffectsReader {
 public:
  explicit EffectsReader(const Command& command)
      : command_(command), grammar_(grammar_of(command.program)) {
    if (grammar_) subcommand_ = subcommand_of(*grammar_, command.subcommand);
  }

  CommandEffects read() {
    for (const Redirect& redirect : command_.redirects) {
      if (redirect.writes()) add_path(out_.writes, redirect.target, 0, false);
      if (redirect.kind == Redirect::Kind::Input) add_path(out_.reads, redirect.target, 0, false);
    }
    if (!grammar_) return std::move(out_);
    option_values();
    const std::uint8_t does = grammar_->does | (subcommand_ ? subcommand_->does : std::uint8_t{0});
    out_.refreshes_index = (does & refreshes_index) != 0;
    out_.upgrades = (does & upgrades_packages) != 0;
    if (subcommand_ && !subcommand_->cleans.empty()) cleaned();
    if (command_.is("tar") || command_.is("bsdtar")) {
      tar();
    } else if (command_.is("unzip")) {
      unzip();
    } else if (command_.is("find")) {
      find();
    } else if (command_.is("git", "clone")) {
      git_clone();
    } else {
      operands(subcommand_ ? subcommand_->operands : grammar_->operands);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool option(std::initializer_list<std::string_view> names) const {
    return command_.has_option(names);
  }
  [[nodiscard]] char role_of(const Option& o) const {
    OptionRule rule;
    if (subcommand_) rule = find_option(subcommand_->options, o.name);
    if (!rule.known) rule = find_option(grammar_->options, o.name);
    return rule.role;
  }

  void add(std::vector<PathUse>& into, const std::string& text, bool known, const ShellWord& word,
           std::uint32_t index, bool recursive) {
    PathUse use;
    const bool home = text.starts_with('~');
    const bool relative = !text.starts_with('/') && !home;
    use.known = known && (!relative || command_.directory);
    use.path = home ? text : path_from(command_.directory.value_or(""), text);
    use.glob = word.glob;
    use.recursive = recursive;
    use.span = word.span;
    use.word = index;
    into.push_back(std::move(use));
  }

  void add_path(std::vector<PathUse>& into, const ShellWord& word, std::uint32_t index,
                bool recursive) {
    if (word.text.starts_with("/dev/") || word.text == "-") return;
    if (const std::optional<std::string> home = home_relative(word)) {
      return add(into, *home, true, word, index, recursive);
    }
    if (!word.brace) return add(into, word.text, word.known, word, index, recursive);
    for (const std::string& one : expand_braces(word.text)) {
      add(into, one, word.known, word, index, recursive);
    }
  }
  void add_operand(std::vector<PathUse>& into, std::size_t i, bool recursive = false) {
    add_path(into, command_.operand(i), command_.operands[i], recursive);
  }
  // The value of an option as a path.
  void add_value(std::vector<PathUse>& into, const Option& o, bool recursive = false) {
    const ShellWord& word = command_.words[o.value_word];
    if (!o.value || o.value->starts_with("/dev/") || *o.value == "-") return;
    add(into, *o.value, o.value_known, word, o.value_word, recursive);
  }

  void option_values() {
    for (const Option& o : command_.options) {
      if (!o.value) continue;
      switch (role_of(o)) {
        case 'r':
          add_value(out_.reads, o);
          break;
        case 'w':
          add_value(out_.writes, o);
          break;
        case 'd':
          add_value(out_.writes, o, true);
          break;
        case 'l':
          list_file(o);
          break;
        default:
          break;
      }
    }
  }

  void list_file(const Option& o) {
    add_value(out_.reads, o);
    const ShellWord& word = command_.words[o.value_word];
    Package made;
    made.manager = grammar_->manager;
    made.name = *o.value;
    made.source = Package::Source::ListFile;
    made.known = o.value_known;
    made.span = made.name_span = word.span;
    made.command = command_.index;
    made.word = o.value_word;
    if (made.manager.empty()) return;
    out_.installs.push_back(std::move(made));
  }

  void cleaned() {
    out_.cleans_cache = true;
    std::string_view paths = subcommand_->cleans;
    while (!paths.empty()) {
      PathUse use;
      use.path = std::string(next_part(paths, ' '));
      use.recursive = true;
      use.span = command_.span;
      use.word = command_.program_word;
      out_.removes.push_back(std::move(use));
    }
  }

  void operands(Operands kind) {
    const std::size_t count = command_.operands.size();
    switch (kind) {
      case Operands::Packages:
        return packages();
      case Operands::OldPackages:
        out_.uninstalls = count > 0;
        return;
      case Operands::Urls:
        return urls();
      case Operands::Read:
        return each(out_.reads, 0, count);
      case Operands::Written: {
        const bool removed = command_.is("shred") && option({"-u", "--remove"});
        return each(removed ? out_.removes : out_.writes, 0, count);
      }
      case Operands::Removed:
        return each(out_.removes, 0, count, option({"-r", "-R", "--recursive"}));
      case Operands::ToLast:
      case Operands::MovedToLast:
        return to_last(kind == Operands::MovedToLast);
      case Operands::AfterFirst:
        return after_first();
      case Operands::ReadAfterFirst: {
        const bool has_script = option({"-e", "--regexp", "-f", "--file"});
        return each(out_.reads, has_script ? 0 : 1, count, option({"-r", "-R", "--recursive"}));
      }
      default:
        return;
    }
  }

  void each(std::vector<PathUse>& into, std::size_t from, std::size_t to, bool recursive = false) {
    for (std::size_t i = from; i < to; ++i) add_operand(into, i, recursive);
  }

  void to_last(bool moves) {
    const std::size_t count = command_.operands.size();
    if (command_.is("install") && option({"-d", "--directory"})) {
      return each(out_.writes, 0, count);
    }
    const bool has_target = option({"-t", "--target-directory"});
    const std::size_t sources = has_target || count == 0 ? count : count - 1;
    const bool recursive = moves || option({"-r", "-R", "--recursive", "-a", "--archive"});
    if (!command_.is("ln")) each(out_.reads, 0, sources, recursive);
    if (moves) each(out_.removes, 0, sources, true);
    if (!has_target) each(out_.writes, sources, count, recursive);
  }

  void after_first() {
    const std::size_t count = command_.operands.size();
    if (command_.is("sed")) {
      const bool has_script = option({"-e", "--expression", "-f", "--file"});
      const bool in_place = option({"-i", "--in-place"});
      return each(in_place ? out_.writes : out_.reads, has_script ? 0 : 1, count);
    }
    const std::size_t from = option({"--reference"}) ? 0 : 1;
    each(out_.writes, from, count, option({"-R", "--recursive"}));
  }

  // pacman, rpm and dpkg say by options what their operands are.
  [[nodiscard]] bool installs_operands() const {
    if (command_.is("pacman")) return option({"-S", "--sync", "-U", "--upgrade"});
    if (command_.is("rpm")) {
      if (option({"-q", "--query", "-e", "--erase", "-K", "--checksig", "-V"})) return false;
      return option({"-i", "--install", "-U", "--upgrade", "-F", "--freshen"});
    }
    if (command_.is("dpkg")) return option({"-i", "--install", "--unpack"});
    return true;
  }

  void packages() {
    if (command_.is("pacman")) pacman();
    if (!installs_operands()) return;
    for (const std::uint32_t index : command_.operands) {
      const ShellWord& word = command_.words[index];
      // What stands behind `gem install x --` is for the compiler.
      if (grammar_->manager == "gem" && command_.words[index - 1].is("--")) break;
      package(word.text, word, index);
    }
    const Option* version = command_.option({"-v", "--version", "--vers"});
    const bool by_option =
        grammar_->manager == "gem" || grammar_->manager == "cargo" || grammar_->manager == "dotnet";
    const bool from_git = command_.is("cargo") && option({"--git"});
    for (Package& made : out_.installs) {
      if (from_git) made.source = Package::Source::Vcs;
      if (!by_option || !version || !version->value) continue;
      set_version(made, *version->value, version->value_known);
    }
    if (grammar_->manager != "pip") return;
    for (const Option& o : command_.options) {
      if ((o.name == "-e" || o.name == "--editable") && o.value) {
        package(*o.value, command_.words[o.value_word], o.value_word);
      }
    }
  }

  void package(std::string_view text, const ShellWord& word, std::uint32_t index) {
    if (!word.brace) {
      out_.installs.push_back(read_package(grammar_->manager, text, word));
      out_.installs.back().command = command_.index;
      out_.installs.back().word = index;
      return;
    }
    for (const std::string& one : expand_braces(text)) {
      ShellWord part = word;
      part.text = one;
      out_.installs.push_back(read_package(grammar_->manager, one, part));
      out_.installs.back().command = command_.index;
      out_.installs.back().word = index;
    }
  }

  void pacman() {
    const bool sync = option({"-S", "--sync"});
    out_.refreshes_index = sync && option({"-y", "--refresh"});
    out_.upgrades = sync && option({"-u", "--sysupgrade"});
    out_.uninstalls = option({"-R", "--remove"});
    if (sync && option({"-c", "--clean"})) {
      out_.cleans_cache = true;
      out_.removes.push_back({"/var/cache/pacman/pkg", true, false, true, command_.span, 0});
    }
  }

  void urls() {
    const bool wget = command_.program.starts_with("wget");
    const Option* document = wget ? command_.option({"-O", "--output-document"}) : nullptr;
    const Option* folder = command_.option({"-P", "--directory-prefix", "--output-dir", "-d"});
    if (!wget && folder && folder->name == "-d" && !command_.is("aria2c")) folder = nullptr;
    if (!wget && folder && folder->name == "-P") folder = nullptr;
    std::vector<const Option*> outputs;
    for (const Option& o : command_.options) {
      if (!wget && (o.name == "-o" || o.name == "--output" || o.name == "--out")) {
        outputs.push_back(&o);
      }
    }
    const bool named_by_url = (wget && !document) || command_.is("aria2c") ||
                              option({"-O", "--remote-name", "--remote-name-all"});
    std::size_t n = 0;
    for (const std::uint32_t index : command_.operands) {
      const ShellWord& word = command_.words[index];
      Fetch fetch;
      fetch.url = word.text;
      fetch.known = word.known;
      fetch.span = word.span;
      fetch.command = command_.index;
      fetch.word = index;
      if (document) {
        output(fetch, document->value.value_or(""), document->value_known, nullptr);
      } else if (n < outputs.size()) {
        output(fetch, outputs[n]->value.value_or(""), outputs[n]->value_known, folder);
      } else if (named_by_url) {
        output(fetch, std::string(base_of_url(word.text)), word.known, folder);
        if (!fetch.output.empty()) {
          add(out_.writes, fetch.output, fetch.output_known, word, index, false);
        }
      } else {
        redirected(fetch);
      }
      ++n;
      out_.fetches.push_back(std::move(fetch));
    }
    if (const Option* url = command_.option({"--url"})) {
      Fetch fetch;
      fetch.url = url->value.value_or("");
      fetch.known = url->value_known;
      fetch.span = command_.words[url->value_word].span;
      fetch.command = command_.index;
      fetch.word = url->value_word;
      if (!outputs.empty()) {
        output(fetch, outputs[0]->value.value_or(""), outputs[0]->value_known, folder);
      }
      out_.fetches.push_back(std::move(fetch));
    }
  }

  void output(Fetch& fetch, const std::string& file, bool known, const Option* folder) const {
    if (file == "-" || file.empty()) return;
    const bool relative = !file.starts_with('/');
    std::string directory = command_.directory.value_or("");
    if (folder && folder->value) directory = path_from(directory, *folder->value);
    fetch.output = path_from(directory, file);
    fetch.output_known =
        known && (!relative || command_.directory) && (!folder || folder->value_known);
  }

  void redirected(Fetch& fetch) const {
    for (const Redirect& r : command_.redirects) {
      if (!r.writes() || (r.descriptor != 1 && r.descriptor != -1)) continue;
      output(fetch, r.target.text, r.target.known, nullptr);
    }
  }

  // The folder that an archive is unpacked into.
  void unpacked(std::initializer_list<std::string_view> names) {
    if (command_.option(names)) return;
    PathUse use;
    use.known = command_.directory.has_value();
    use.path = command_.directory.value_or("");
    use.recursive = true;
    use.span = command_.span;
    use.word = command_.program_word;
    out_.writes.push_back(std::move(use));
  }

  void tar() {
    const bool extracts = option({"-x", "--extract", "--get"});
    const bool creates = option({"-c", "--create", "-r", "--append", "-u", "--update"});
    const Option* archive = command_.option({"-f", "--file"});
    if (creates && archive) {
      out_.reads.clear();
      add_value(out_.writes, *archive);
      each(out_.reads, 0, command_.operands.size(), true);
    }
    if (extracts && !option({"-O", "--to-stdout"})) unpacked({"-C", "--directory"});
  }

  void unzip() {
    if (!command_.operands.empty()) add_operand(out_.reads, 0);
    if (!option({"-l", "-t", "-p"})) unpacked({"-d"});
  }

  void find() {
    bool deletes = option({"-delete"});
    bool filtered = false;
    std::uint32_t first = static_cast<std::uint32_t>(command_.words.size());
    for (const Option& o : command_.options) {
      if (o.name != "-H" && o.name != "-L" && o.name != "-P") first = std::min(first, o.word);
      const bool runs = o.name == "-exec" || o.name == "-execdir";
      deletes = deletes ||
                (runs && o.word + 1 < command_.words.size() && command_.words[o.word + 1].is("rm"));
      filtered = filtered || (o.value && !runs && o.name != "-type" && o.name != "-mindepth") ||
                 o.name == "-not" || o.name == "-empty" || o.name == "-prune";
    }
    if (!deletes) return;
    for (const std::uint32_t index : command_.operands) {
      if (index > first) break;
      if (command_.words[index].is("!") || command_.words[index].is("(")) break;
      add_path(out_.removes, command_.words[index], index, true);
      if (filtered) out_.removes.back().known = false;
    }
  }

  void git_clone() {
    if (command_.operands.empty()) return;
    const ShellWord& word = command_.operand(0);
    Fetch fetch;
    fetch.url = word.text;
    fetch.known = word.known;
    fetch.span = word.span;
    fetch.command = command_.index;
    fetch.word = command_.operands[0];
    const bool named = command_.operands.size() > 1;
    std::string folder(base_of_url(word.text));
    if (folder.ends_with(".git")) folder.resize(folder.size() - 4);
    const ShellWord& target = named ? command_.operand(1) : word;
    output(fetch, named ? target.text : folder, target.known, nullptr);
    PathUse made;
    made.path = fetch.output;
    made.known = fetch.output_known;
    made.recursive = true;
    made.span = target.span;
    made.word = command_.operands[named ? 1 : 0];
    out_.writes.push_back(std::move(made));
    out_.fetches.push_back(std::move(fetch));
  }

  const Command& command_;
  const Grammar* grammar_;
  const Subcommand* subcommand_ = nullptr;
  CommandEffects out_;
};

}  // namespace

const CommandEffects& effects_of(const Command& command) {
  if (!command.memo.found) {
    command.memo.found = std::make_shared<const CommandEffects>(EffectsReader(command).read());
  }
  return *command.memo.found;
}

}  // namespace plimsoll
