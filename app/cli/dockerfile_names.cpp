#include <algorithm>
#include <array>
#include <string>

#include "app/cli/discovery.h"

namespace plimsoll::app {
namespace {

// What a Dockerfile's name may end in without being one: texts about it, templates that become one
// (their braces would be read as mistakes), leftovers of editors and tools.
constexpr std::array other_endings{
    // texts
    std::string_view("md"), std::string_view("markdown"), std::string_view("rst"),
    std::string_view("adoc"), std::string_view("html"), std::string_view("pdf"),
    std::string_view("png"), std::string_view("svg"),
    // ignore files
    std::string_view("dockerignore"), std::string_view("containerignore"),
    // templates
    std::string_view("j2"), std::string_view("jinja"), std::string_view("jinja2"),
    std::string_view("template"), std::string_view("templ"), std::string_view("tmpl"),
    std::string_view("tpl"), std::string_view("gotmpl"), std::string_view("erb"),
    std::string_view("ejs"), std::string_view("hbs"), std::string_view("mustache"),
    std::string_view("mako"), std::string_view("m4"), std::string_view("in"),
    // leftovers
    std::string_view("bak"), std::string_view("orig"), std::string_view("rej"),
    std::string_view("swp"), std::string_view("swo"), std::string_view("tmp"),
    std::string_view("diff"), std::string_view("patch"), std::string_view("log"),
    // about it
    std::string_view("asc"), std::string_view("sig"), std::string_view("sha256"),
    std::string_view("lock"), std::string_view("gz"), std::string_view("zip")};

// Endings that may tell a language (`Dockerfile.py` builds the Python image) or be a file of that
// language (`dockerfile.py` parses Dockerfiles).
constexpr std::array ambiguous_endings{
    std::string_view("py"),   std::string_view("go"),   std::string_view("js"),
    std::string_view("ts"),   std::string_view("rb"),   std::string_view("rs"),
    std::string_view("sh"),   std::string_view("ps1"),  std::string_view("php"),
    std::string_view("java"), std::string_view("kt"),   std::string_view("c"),
    std::string_view("h"),    std::string_view("cpp"),  std::string_view("cs"),
    std::string_view("pl"),   std::string_view("lua"),  std::string_view("vim"),
    std::string_view("yml"),  std::string_view("yaml"), std::string_view("json"),
    std::string_view("toml"), std::string_view("xml"),  std::string_view("txt"),
    std::string_view("snap"), std::string_view("nix"),  std::string_view("bzl")};

bool is_one_of(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

NameVerdict dockerfile_name(std::string_view name) {
  std::string lower(name);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  const std::string_view word = lower;
  if (word.ends_with('~') || word.starts_with(".#")) return NameVerdict::No;
  const std::size_t dot = word.rfind('.');
  const std::string_view ending =
      dot == std::string_view::npos ? std::string_view{} : word.substr(dot + 1);
  for (const std::string_view stem :
       {std::string_view("dockerfile"), std::string_view("containerfile")}) {
    if (word == stem) return NameVerdict::Yes;
    if (word.find(stem) == std::string_view::npos) continue;
    if (is_one_of(other_endings, ending)) return NameVerdict::No;
    if (ending == stem) return NameVerdict::Yes;
    const bool first = word.starts_with(stem);
    if (first && word[stem.size()] == '.' && !is_one_of(ambiguous_endings, ending)) {
      return NameVerdict::Yes;
    }
    const char joint = first ? word[stem.size()] : word[word.size() - stem.size() - 1];
    if ((first || word.ends_with(stem)) && (joint == '.' || joint == '-' || joint == '_')) {
      return NameVerdict::Look;
    }
  }
  return NameVerdict::No;
}

bool looks_like_dockerfile(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(" \t\\`"));
    if (word.size() == line.size()) return false;
    const auto is = [word](std::string_view keyword) {
      return std::equal(word.begin(), word.end(), keyword.begin(), keyword.end(),
                        [](char a, char b) { return (a & ~0x20) == b; });
    };
    const bool python = line.find(" import ") != std::string_view::npos;
    return (is("FROM") && !python) || is("ARG");
  }
  return false;
}

}  // namespace plimsoll::app
