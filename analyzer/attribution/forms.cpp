#include "analyzer/attribution/forms.h"

#include <algorithm>
#include <string_view>

// Two texts are the same here when their words are: blanks, quotes, brackets, commas and
// backslashes are no part of words. So `CMD ["a", "b"]` of buildah is the `CMD ["a" "b"]` of
// BuildKit, and the lines that a builder joined are those that it did not. What remains different
// is said in several forms, of which one has to agree: with variables and without, with flags and
// without, with the shell and without, heredocs whole, as their body, and cut off.
//
// A COPY of docker and buildah is a digest and a destination; of ENV and LABEL the values may be
// other than those that we expand. Then the destination or the names must agree: a partial form.

namespace plimsoll::attribution {

namespace {

constexpr std::uint64_t offset_basis = 14695981039346656037u;
constexpr std::uint64_t prime = 1099511628211u;
constexpr std::size_t longest_pattern_text = 4096;
constexpr std::size_t most_names = 64;
constexpr std::size_t most_ports = 64;

bool between_words(char c) {
  constexpr std::string_view marks = " \t\r\n\"'\\[],{}";
  return marks.find(c) != std::string_view::npos;
}

// Hashes texts word by word; several texts one behind the other are one text.
class Words {
 public:
  explicit Words(std::string_view kind = {}) {
    if (!kind.empty()) add(kind);
  }

  Words& add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (between_words(text[at])) {
        ++at;
        continue;
      }
      std::uint64_t word = offset_basis;
      for (; at < text.size() && !between_words(text[at]); ++at) {
        word = (word ^ static_cast<unsigned char>(text[at])) * prime;
      }
      hash_ = (hash_ ^ word) * prime + 1;
      words_.push_back(word);
    }
    return *this;
  }

  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] std::array<std::uint32_t, Forms::sketch_size> sketch() const {
    std::array<std::uint32_t, Forms::sketch_size> least;
    least.fill(0xFFFF'FFFF);
    for (const std::uint64_t word : words_) {
      std::uint64_t mixed = word;
      for (std::uint32_t& each : least) {
        mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9u + 0x9E3779B97F4A7C15u;
        each = std::min(each, static_cast<std::uint32_t>(mixed >> 32));
      }
    }
    return least;
  }

 private:
  std::uint64_t hash_ = offset_basis;
  std::vector<std::uint64_t> words_;
};

void put(std::vector<std::uint64_t>& forms, const Words& words) {
  if (std::find(forms.begin(), forms.end(), words.hash()) == forms.end()) {
    forms.push_back(words.hash());
  }
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && between_words(text.front())) text.remove_prefix(1);
  return text;
}

// Without "--name=value" words at the front.
std::string_view without_flags(std::string_view text) {
  text = trim_left(text);
  while (text.starts_with("--")) {
    const std::size_t end = text.find(' ');
    if (end == std::string_view::npos) return {};
    text = trim_left(text.substr(end));
  }
  return text;
}

// "file:93cfd1.. in /unpacked/ ", also right behind a flag ("--chown=1:1file:..."): the
// destination.
std::optional<std::string_view> digest_destination(std::string_view text) {
  const std::size_t in = text.find(" in ");
  if (in == std::string_view::npos) return std::nullopt;
  const std::string_view source = text.substr(0, in);
  const std::size_t colon = source.rfind(':');
  if (colon == std::string_view::npos || source.size() - colon < 33) return std::nullopt;
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::all_of(source.begin() + static_cast<std::ptrdiff_t>(colon) + 1, source.end(),
                   hexadecimal)) {
    return std::nullopt;
  }
  const std::string_view kind = source.substr(0, colon);
  if (!kind.ends_with("file") && !kind.ends_with("dir") && !kind.ends_with("multi")) {
    return std::nullopt;
  }
  return text.substr(in + 4);
}

// The names of "A=1 B=two words", or of "ARG A B": each a hash.
std::vector<std::string_view> names_in(std::string_view text, bool bare) {
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < text.size() && names.size() < most_names;) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    const std::string_view word = trim_left(text.substr(at, end - at));
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, word.find_first_of("=\"'", 0));
    if (!name.empty() && (bare || equals < word.size() || names.empty())) names.push_back(name);
    at = end + 1;
  }
  return names;
}

std::uint64_t port_hash(std::string_view number, std::string_view protocol) {
  std::string text = std::string(number) + "/";
  for (const char c : protocol) text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return Words("port").add(text).hash();
}

// Ports in any order, with their protocols, ranges as what they hold.
std::uint64_t ports_in(std::string_view text) {
  std::vector<std::uint64_t> ports;
  for (std::size_t at = 0; at < text.size() && ports.size() < most_ports;) {
    while (at < text.size() && between_words(text[at])) ++at;
    std::size_t end = at;
    while (end < text.size() && !between_words(text[end])) ++end;
    std::string_view word = text.substr(at, end - at);
    at = end;
    if (word.starts_with("map")) word.remove_prefix(3);
    if (word.empty() || word == ":") continue;
    const std::size_t slash = std::min(word.find('/'), word.size());
    const std::string_view protocol = slash < word.size() ? word.substr(slash + 1) : "tcp";
    const std::string_view number = word.substr(0, slash);
    const std::size_t dash = number.find('-');
    unsigned first = 0;
    unsigned last = 0;
    if (dash != std::string_view::npos && number.size() < 12) {
      for (const char c : number.substr(0, dash))
        first = first * 10 + static_cast<unsigned>(c - '0');
      for (const char c : number.substr(dash + 1))
        last = last * 10 + static_cast<unsigned>(c - '0');
    }
    if (last > first && last - first < most_ports) {
      for (; first <= last; ++first) ports.push_back(port_hash(std::to_string(first), protocol));
    } else {
      ports.push_back(port_hash(number, protocol.substr(0, protocol.find(':'))));
    }
  }
  std::sort(ports.begin(), ports.end());
  std::uint64_t hash = offset_basis;
  for (const std::uint64_t port : ports) hash = (hash ^ port) * prime;
  return hash;
}

// Of "{Test:[CMD-SHELL curl x] Interval:0s ...}" what is run.
std::string_view tested(std::string_view text) {
  const std::size_t begin = text.find('[');
  const std::size_t end = text.rfind(']');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  text = trim_left(text.substr(begin + 1, end - begin - 1));
  for (const std::string_view word : {"CMD-SHELL", "CMD"}) {
    if (text.starts_with(word)) return text.substr(word.size());
  }
  return text;
}

// Everything that forms of instructions are made from.
class Maker {
 public:
  Maker(const Instruction& instruction, const AttributedFile& file)
      : instruction_(instruction), file_(file) {}

  Forms make() {
    forms_.keyword = instruction_.keyword;
    for (const Flag& flag : instruction_.flags) {
      flags_ += "--" + flag.name + (flag.value ? "=" + flag.value->str() : "") + " ";
    }
    same(Words().add(instruction_.rest.str()));
    same(Words().add(flags_).add(instruction_.rest.str()));
    kinds();
    forms_.sketch = Words().add(best_.empty() ? instruction_.rest.str() : best_).sketch();
    return std::move(forms_);
  }

 private:
  void same(const Words& words) {
    if (!words.empty()) put(forms_.same, words);
  }

  void kinds() {
    if (const Run* run = as<Run>(instruction_)) return of_run(*run);
    if (const Copy* copy = as<Copy>(instruction_)) return of_copy(*copy);
    if (const Cmd* cmd = as<Cmd>(instruction_)) return of_command(cmd->command);
    if (const Entrypoint* entry = as<Entrypoint>(instruction_)) return of_command(entry->command);
    if (const Healthcheck* check = as<Healthcheck>(instruction_)) return of_healthcheck(*check);
    if (const Workdir* workdir = as<Workdir>(instruction_)) return of_workdir(*workdir);
    if (const Env* env = as<Env>(instruction_)) return of_pairs(env->pairs);
    if (const LabelInstruction* label = as<LabelInstruction>(instruction_)) {
      return of_pairs(label->pairs);
    }
    if (const Arg* arg = as<Arg>(instruction_)) return of_arg(*arg);
    std::string text;
    for (const Text& word : instruction_.arguments) text += expanded(word) + " ";
    if (instruction_.keyword == Keyword::Expose) forms_.same.push_back(ports_in(text));
    same(Words().add(text));
  }

  [[nodiscard]] std::string expanded(const Text& text) const {
    return file_.values->expand_in(instruction_, text).value.display();
  }

  [[nodiscard]] std::string shell() const {
    std::string text;
    for (const std::string& word : file_.values->before(instruction_).shell.argv)
      text += word + " ";
    return text;
  }

  [[nodiscard]] static std::string joined(const std::vector<Text>& words) {
    std::string text;
    for (const Text& word : words) text += word.str() + " ";
    return text;
  }

  void of_command(const CommandLine& command) {
    if (command.form == Form::Exec) {
      same(Words().add(joined(command.argv)));
    } else {
      same(Words().add(shell()).add(command.shell.str()));
      same(Words().add("/bin/sh -c").add(command.shell.str()));
    }
  }

  void of_run(const Run& run) {
    of_command(run.command);
    if (run.heredocs.empty()) return;
    const std::string head = instruction_.rest.str();
    std::string whole = head;
    std::string bodies = flags_ + head;
    for (std::size_t i = 0; i < run.heredocs.size(); ++i) {
      const Heredoc& heredoc = run.heredocs[i];
      const std::string body(file_.source->at(heredoc.body));
      bodies += "\n" + body;
      whole += "\n" + body + "\n" + heredoc.name;
      if (run.heredocs.size() == 1) {
        same(Words().add(body));
        same(Words().add("/dev/pipes/" + heredoc.name));
      }
      if (i == 0) best_ = body;
    }
    same(Words().add(whole));
    same(Words().add(bodies));  // buildah leaves the end marks out
  }

  void of_copy(const Copy& copy) {
    const std::string destination = expanded(copy.destination);
    put(forms_.partial, Words("to").add(destination));
    put(forms_.partial, Words("to").add(copy.destination.str()));
    Value pattern;
    std::string text;
    for (const Text& source : copy.sources) {
      pattern.append(file_.values->expand_in(instruction_, source).value);
      pattern.append(" ");
      text += expanded(source) + " ";
    }
    for (const Heredoc& heredoc : copy.heredocs) text += "<<" + heredoc.name + " ";
    pattern.append(file_.values->expand_in(instruction_, copy.destination).value);
    same(Words().add(text).add(destination));
    if (!pattern.known()) forms_.pattern = std::move(pattern);
    best_ = text + destination;
  }

  void of_workdir(const Workdir& workdir) {
    const Stage* stage = file_.stages->stage_of(workdir);
    if (!stage) return;
    const auto& all = stage->instructions;
    const auto found = std::find(all.begin(), all.end(), &workdir);
    const bool last = found == all.end() || found + 1 == all.end();
    const Value path = last ? file_.values->at_end(*stage).workdir.path
                            : file_.values->before(**(found + 1)).workdir.path;
    best_ = path.display();
    same(Words().add(best_));
    if (!path.known()) forms_.pattern = path;
  }

  void of_pairs(const std::vector<KeyValue>& pairs) {
    Words names("names");
    for (const KeyValue& pair : pairs) {
      const std::string name = expanded(pair.key);
      best_ += name + "=" + (pair.value ? expanded(*pair.value) : "") + " ";
      names.add(name);
    }
    same(Words().add(best_));
    put(forms_.partial, names);
  }

  void of_arg(const Arg& arg) {
    for (const KeyValue& name : arg.names) {
      best_ += name.key.str() + (name.value ? "=" + expanded(*name.value) : "") + " ";
      put(forms_.partial, Words("name").add(name.key.str()));
    }
    put(forms_.partial, Words("any"));
    same(Words().add(best_));
  }

  void of_healthcheck(const Healthcheck& check) {
    best_ = check.none                         ? "NONE"
            : check.command.form == Form::Exec ? joined(check.command.argv)
                                               : check.command.shell.str();
    put(forms_.partial, Words("test").add(best_));
  }

  const Instruction& instruction_;
  const AttributedFile& file_;
  Forms forms_;
  std::string flags_;
  std::string best_;  // what entries read like most often
};

void step_partials(std::string_view text, Forms& forms) {
  switch (forms.keyword) {
    case Keyword::Env:
    case Keyword::Label: {
      Words names("names");
      for (const std::string_view name : names_in(text, false)) names.add(name);
      return put(forms.partial, names);
    }
    case Keyword::Arg:
      for (const std::string_view name : names_in(text, true)) {
        put(forms.partial, Words("name").add(name));
      }
      return;
    case Keyword::Expose:
      return forms.same.push_back(ports_in(text));
    case Keyword::Healthcheck:
      return put(forms.partial, Words("test").add(tested(text)));
    default:
      return;
  }
}

}  // namespace

bool changes_files(Keyword keyword) {
  return keyword == Keyword::Run || keyword == Keyword::Copy || keyword == Keyword::Add;
}

Keyword keyword_from(std::string_view name) {
  for (int i = 0; i < static_cast<int>(Keyword::Unknown); ++i) {
    if (to_string(static_cast<Keyword>(i)) == name) return static_cast<Keyword>(i);
  }
  return Keyword::Unknown;
}

Forms forms_of(const HistoryStep& step) {
  Forms forms;
  forms.keyword = keyword_from(step.keyword);
  const std::string_view text = without_flags(step.arguments);
  put(forms.same, Words().add(step.arguments));
  put(forms.same, Words().add(text));
  if (!step.shell.empty()) put(forms.same, Words().add(step.shell).add(step.arguments));
  Words words;
  if (forms.keyword == Keyword::Copy || forms.keyword == Keyword::Add) {
    if (const auto destination = digest_destination(step.arguments)) {
      put(forms.partial, Words("to").add(*destination));
      forms.sketch = Words().add(*destination).sketch();
      return forms;
    }
  }
  step_partials(step.arguments, forms);
  // The names of all ARGs up to here that have a value: it may be none of this one's.
  if (forms.keyword == Keyword::Arg && step.maker == HistoryMaker::Buildah) {
    put(forms.partial, Words("any"));
  }
  forms.sketch = words.add(text).sketch();
  if (text.size() <= longest_pattern_text) forms.text = text;
  return forms;
}

Forms forms_of(const Instruction& instruction, const AttributedFile& file) {
  return Maker(instruction, file).make();
}

Likeness compare(const Forms& step, const Forms& instruction) {
  const auto meet = [](const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::uint64_t each) {
      return std::find(b.begin(), b.end(), each) != b.end();
    });
  };
  if (step.keyword == Keyword::Unknown) {
    // Docker writes an exec form down without anything around it.
    const bool run = instruction.keyword == Keyword::Run && meet(step.same, instruction.same);
    return run ? Likeness::Same : Likeness::None;
  }
  if (step.keyword != instruction.keyword) return Likeness::None;
  if (meet(step.same, instruction.same)) return Likeness::Same;
  if (meet(step.partial, instruction.partial)) return Likeness::Partial;
  if (instruction.pattern && !step.text.empty() && instruction.pattern->could_be(step.text)) {
    return Likeness::Partial;
  }
  std::size_t common = 0;
  for (std::size_t i = 0; i < Forms::sketch_size; ++i) {
    common += step.sketch[i] == instruction.sketch[i] && step.sketch[i] != 0xFFFF'FFFF;
  }
  if (common * 2 >= Forms::sketch_size) return Likeness::Similar;
  return common * 5 >= Forms::sketch_size ? Likeness::Related : Likeness::Different;
}

}  // namespace plimsoll::attribution
