// The grammar's own tests (analyzer/grammar/test/corpus, in tree-sitter's form), without its
// command line tool.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/syntax/syntax.h"

namespace {

struct Case {
  std::string name;
  std::string input;
  std::string expected;
};

// An S-expression with one blank between its parts.
std::string normalized(const std::string& expression) {
  std::string text;
  for (const char c : expression) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank) {
      if (c == ')' && !text.empty() && text.back() == ' ') text.pop_back();
      text += c;
    } else if (!text.empty() && text.back() != ' ' && text.back() != '(') {
      text += ' ';
    }
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string rule(40, '=');
  std::vector<Case> cases;
  std::size_t at = text.find(rule + "\n");
  while (at != std::string::npos) {
    Case found;
    const std::size_t name = at + rule.size() + 1;
    const std::size_t name_end = text.find("\n" + rule + "\n", name);
    const std::size_t input = name_end + rule.size() + 2;
    const std::size_t input_end = text.find("\n---\n", input);
    at = text.find(rule + "\n", input_end);
    found.name = text.substr(name, name_end - name);
    found.input = text.substr(input, input_end - input);
    found.expected = text.substr(input_end + 5, at == std::string::npos ? at : at - input_end - 5);
    cases.push_back(found);
  }
  return cases;
}

}  // namespace

TEST_CASE("the grammar's corpus") {
  const std::filesystem::path folder = PLIMSOLL_SOURCE_DIR "/analyzer/grammar/test/corpus";
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    for (const Case& each : read_cases(entry.path())) {
      INFO(entry.path().filename() << ": " << each.name);
      const auto tree = plimsoll::syntax::Parser().parse(each.input);
      CHECK(normalized(tree->to_s_expression()) == normalized(each.expected));
      ++count;
    }
  }
  CHECK(count >= 30);
}
