// Holes that stay apart.
//
// The expander (analyzer/values) makes a hole of whatever it cannot know and names it after the
// variable: `$V`, `${V%.*}` and `${V:-x}` of an unknown V are three holes of one name. That is fine
// for messages, but two graphs are compared hole by hole, so different texts need different names.
// Therefore each lookup is watched: where a modifier touched a hole, or the expander gave up on a
// value for its size, the whole word becomes one hole, named after the word as it is written and
// all that its variables stood for. Equal names then mean equal texts, whatever the holes hold.
//
// Rejected: a tree of operations in the hole. It would print better, but nothing asks for it.

#include "analyzer/lowered/scope.h"

#include <utility>

#include "analyzer/digest/sha256.h"

namespace plimsoll::lowered {

namespace {

constexpr std::size_t max_identity = 256;

// `"a ${b:-c}"` reads as `a ${b:-c}` does: one pair of double quotes around a word that has no
// other quote and no escape.
std::string_view without_quotes(std::string_view word, char escape) {
  if (word.size() < 2 || word.front() != '"' || word.back() != '"') return word;
  const std::string_view inner = word.substr(1, word.size() - 2);
  const char special[] = {'"', '\'', escape};
  return inner.find_first_of({special, 3}) == std::string_view::npos ? inner : word;
}

bool may_expand(std::string_view text) { return text.find('$') != std::string_view::npos; }

}  // namespace

std::string escaped(std::string_view text, char stop) {
  std::string out;
  for (const char c : text) {
    if (c == stop || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string identity(const Value& value) {
  std::string text;
  for (const Piece& piece : value.pieces()) {
    if (piece.hole) {
      text += "${" + escaped(piece.text, '}') + "}";
      continue;
    }
    for (const char c : piece.text) {
      if (c == '$') text += '$';
      text += c;
    }
  }
  if (text.size() <= max_identity) return text;
  return "$#" + digest::to_hex(digest::sha256(text));
}

// Looks variables up for one word and remembers what the word is made of.
class Scope::Watch {
 public:
  Watch(const Scope& scope, bool quotes) : scope_(scope), quotes_(quotes) {}

  Lookup operator()(std::string_view name) {
    Lookup found = scope_.lookup(name);
    for (const Piece& piece : found.value.pieces()) bytes_ += piece.text.size() + sizeof(Piece);
    hole_ = hole_ || !found.value.known() || is_unknown(found.defined);
    parts_[std::string(name)] = identity(found.value);
    return found;
  }

  // The expansion of `word`, under a name of its own where the expander's would not do.
  Value checked(Value value, std::string_view word, const std::vector<VariableRef>& uses) const {
    bool modified = bytes_ > max_expanded_bytes;
    if (hole_) {
      for (const VariableRef& use : uses) modified = modified || !use.modifier.empty();
    }
    return value.known() || !modified ? std::move(value) : named(word);
  }

  [[nodiscard]] Value named(std::string_view word) const {
    std::string name = scope_.escape_ == '\\' ? "" : std::string(1, scope_.escape_);
    name += escaped(quotes_ ? without_quotes(word, scope_.escape_) : word, ';');
    for (const auto& [variable, what] : parts_) {
      name += "; " + variable + "=" + escaped(what, ';');
    }
    if (name.size() > max_identity) name = "#" + digest::to_hex(digest::sha256(name));
    return Value::unknown(std::move(name));
  }

  [[nodiscard]] bool hole() const { return hole_; }

 private:
  const Scope& scope_;
  bool quotes_;  // quotes in the word are no text
  std::map<std::string, std::string> parts_;
  std::size_t bytes_ = 0;
  bool hole_ = false;
};

void Scope::set_env(const std::string& name, Value value) {
  args_.erase(name);
  const auto [at, added] = env_at_.emplace(name, env_.size());
  if (added) {
    env_.push_back({name, std::move(value), true});
  } else {
    env_[at->second].value = std::move(value);
  }
}

void Scope::set_arg(const std::string& name, Value value) {
  args_[name] = {std::move(value), false, false};
}

void Scope::set_unset_arg(const std::string& name, Value value, bool open) {
  args_[name] = {std::move(value), true, open};
}

void Scope::begin_child() {
  for (const Variable& variable : env_) args_.erase(variable.name);
  if (env_complete_) return;
  // An unknown base may set any of them.
  args_.erase("PATH");
  for (auto& [name, argument] : args_) {
    argument.value = Value::unknown("base:" + name + "; else " + identity(argument.value));
  }
}

std::vector<Variable> Scope::args() const {
  std::vector<Variable> list;
  list.reserve(args_.size());
  for (const auto& [name, argument] : args_) list.push_back({name, argument.value, true});
  return list;
}

const Value* Scope::find(const std::string& name) const {
  if (const auto found = args_.find(name); found != args_.end()) return &found->second.value;
  const auto found = env_at_.find(name);
  return found == env_at_.end() ? nullptr : &env_[found->second].value;
}

Lookup Scope::lookup(std::string_view name) const {
  Lookup result;
  if (const auto found = args_.find(name); found != args_.end()) {
    const Argument& argument = found->second;
    result.value = argument.value;
    result.defined = !argument.unset ? Answer::Yes : Answer::Unknown;
    result.unset_by_default = argument.unset && !argument.open;
  } else if (const auto env = env_at_.find(name); env != env_at_.end()) {
    result.value = env_[env->second].value;
    result.defined = Answer::Yes;
  } else if (!env_complete_) {
    result.value = Value::unknown("base:" + std::string(name));
    result.defined = name == "PATH" ? Answer::Yes : Answer::Unknown;  // the builder sees to it
  }
  return result;
}

Scope::Expanded Scope::expand(const Text& word) const {
  Watch watch(*this, true);
  Expansion expansion = plimsoll::expand(word, [&](std::string_view name) { return watch(name); },
                                         {.escape = escape_});
  return {watch.checked(std::move(expansion.value), word.str(), expansion.uses),
          std::move(expansion.problems)};
}

Value Scope::expand_body(std::string_view body) const {
  if (!may_expand(body) && body.find('\\') == std::string_view::npos) return Value(body);
  Watch watch(*this, false);
  Expansion expansion = plimsoll::expand(Text(std::string(body), 0),
                                         [&](std::string_view name) { return watch(name); },
                                         {.escape = '\\', .keep_quotes = true});
  return watch.checked(std::move(expansion.value), body, expansion.uses);
}

std::vector<Value> Scope::expand_words(const Text& word) const {
  Watch watch(*this, true);
  std::vector<Value> words = plimsoll::expand_words(
      word, [&](std::string_view name) { return watch(name); }, {.escape = escape_});
  for (Value& each : words) {
    if (!each.known() && words.size() > 1) each = watch.named(word.str() + " cut");
  }
  if (words.size() != 1 || words.front().known()) return words;
  // A hole may hold blanks, and so be several words: one that knows where it comes from.
  const Expansion whole = plimsoll::expand(word, [&](std::string_view name) { return watch(name); },
                                           {.escape = escape_});
  words.front() = watch.checked(words.front(), word.str(), whole.uses);
  return words;
}

}  // namespace plimsoll::lowered
