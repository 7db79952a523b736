#include "builder/layer/glob.h"

#include <algorithm>
#include <cerrno>
#include <optional>

#include "analyzer/base/paths.h"
#include "analyzer/source/utf8.h"

namespace plimsoll::builder {

namespace {

// A character of a class as Go reads it; nothing where the class is malformed.
std::optional<char32_t> class_character(std::string_view pattern, std::size_t& at) {
  if (at >= pattern.size() || pattern[at] == '-' || pattern[at] == ']') return std::nullopt;
  if (pattern[at] == '\\' && ++at >= pattern.size()) return std::nullopt;
  const utf8::CodePoint c = utf8::decode(pattern, at);
  if (!c.valid) return std::nullopt;
  at += c.size;
  if (at >= pattern.size()) return std::nullopt;
  return c.value;
}

}  // namespace

bool has_wildcard(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '*' || text[i] == '?' || text[i] == '[') {
      return true;
    }
  }
  return false;
}

ComponentPattern::ComponentPattern(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size() && !malformed_;) {
    const char c = pattern[at];
    if (c == '*' || c == '?') {
      Token token;
      token.kind = c == '*' ? Token::Kind::Star : Token::Kind::One;
      const bool again = c == '*' && !tokens_.empty() && tokens_.back().kind == Token::Kind::Star;
      if (!again) tokens_.push_back(std::move(token));
      ++at;
    } else if (c == '[') {
      malformed_ = !read_class(pattern, at);
    } else {
      if (c == '\\') ++at;
      malformed_ = at >= pattern.size();
      if (malformed_) break;
      if (tokens_.empty() || tokens_.back().kind != Token::Kind::Text) tokens_.emplace_back();
      tokens_.back().text.push_back(pattern[at++]);
    }
  }
}

bool ComponentPattern::read_class(std::string_view pattern, std::size_t& at) {
  Token token;
  token.kind = Token::Kind::Class;
  ++at;
  token.negated = at < pattern.size() && pattern[at] == '^';
  if (token.negated) ++at;
  while (token.ranges.empty() || at >= pattern.size() || pattern[at] != ']') {
    const auto first = class_character(pattern, at);
    if (!first) return false;
    Range range{*first, *first};
    if (pattern[at] == '-') {
      const auto last = class_character(pattern, ++at);
      if (!last) return false;
      range.last = *last;
    }
    token.ranges.push_back(range);
  }
  ++at;
  tokens_.push_back(std::move(token));
  return true;
}

std::size_t ComponentPattern::step(const Token& token, std::string_view name, std::size_t at) {
  if (token.kind == Token::Kind::Text) {
    return name.substr(at).starts_with(token.text) ? at + token.text.size()
                                                   : std::string_view::npos;
  }
  if (at >= name.size()) return std::string_view::npos;
  const utf8::CodePoint c = utf8::decode(name, at);
  if (token.kind == Token::Kind::One) return at + c.size;
  const char32_t value = c.valid ? c.value : char32_t{0xFFFD};
  const bool in = std::any_of(token.ranges.begin(), token.ranges.end(), [&](const Range& range) {
    return range.first <= value && value <= range.last;
  });
  return in != token.negated ? at + c.size : std::string_view::npos;
}

// A later star makes all earlier ones settled: it is enough to give the last one more characters.
bool ComponentPattern::matches(std::string_view name) const {
  if (malformed_) return false;
  std::size_t token = 0;
  std::size_t at = 0;
  std::size_t star = tokens_.size();  // the last one passed
  std::size_t star_at = 0;            // where what it took ends
  while (true) {
    if (token == tokens_.size() && at == name.size()) return true;
    if (token < tokens_.size() && tokens_[token].kind == Token::Kind::Star) {
      star = token++;
      star_at = at;
      continue;
    }
    if (token < tokens_.size()) {
      const std::size_t next = step(tokens_[token], name, at);
      if (next != std::string_view::npos) {
        at = next;
        ++token;
        continue;
      }
    }
    if (star == tokens_.size() || star_at >= name.size()) return false;
    at = ++star_at;
    token = star + 1;
  }
}

std::string clean_source(std::string_view source) {
  return normal_path("/" + std::string(source)).substr(1);
}

Result<std::vector<std::string>> expand_source(const FileTree& tree, std::string_view source) {
  std::vector<std::string_view> components;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t end = std::min(source.find('/', at), source.size());
    components.push_back(source.substr(at, end - at));
    at = end + 1;
  }
  const auto first = std::find_if(components.begin(), components.end(), has_wildcard);
  if (first == components.end()) return std::vector<std::string>{std::string(source)};

  const std::string_view fixed =
      first == components.begin()
          ? std::string_view()
          : source.substr(0, static_cast<std::size_t>(first->data() - source.data()) - 1);
  auto base = resolve_in_tree(tree, fixed, true);
  if (!base) return tl::unexpected(base.error());
  const auto there = tree.find(*base);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return failure("there is no directory \"" + std::string(fixed) + "\"", ENOENT);

  std::vector<std::string> found;
  std::vector<std::string> level;
  if ((*there)->kind == EntryKind::Directory) level.push_back(std::move(*base));
  for (auto component = first; component != components.end(); ++component) {
    const ComponentPattern pattern(*component);
    const bool last = component + 1 == components.end();
    found.clear();
    for (const std::string& directory : level) {
      auto children = tree.children(directory);
      if (!children) return tl::unexpected(children.error());
      for (Entry& child : *children) {
        const std::size_t name = directory.empty() ? 0 : directory.size() + 1;
        if (!last && child.kind != EntryKind::Directory) continue;
        if (pattern.matches(std::string_view(child.path).substr(name))) {
          found.push_back(std::move(child.path));
        }
      }
    }
    level.swap(found);
  }
  return level;
}

}  // namespace plimsoll::builder
