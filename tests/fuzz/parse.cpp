// Any bytes are a Dockerfile: reading never fails, the leaves of the tree are the text, and a tree
// that follows an edit equals that of a whole parse.

#include <cstdint>
#include <string>

#include "analyzer/base/check.h"
#include "analyzer/dockerfile/describe.h"
#include "tests/agreement/random_edits.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plimsoll;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const SourceFile source("Dockerfile", text);
  const Dockerfile dockerfile = parse_dockerfile(source);
  CHECK(!describe_as_json(source, dockerfile).empty());
  for (const auto& instruction : dockerfile.instructions) {
    CHECK(instruction->span.end <= size && instruction->span.begin <= instruction->span.end);
    for (const Text& argument : instruction->arguments) {
      CHECK(argument.span().end <= size);
      if (argument.cooked()) continue;
      std::string pieces;
      for (const Span piece : argument.pieces()) pieces += piece.in(text);
      CHECK(pieces == argument.str());
    }
  }

  syntax::Parser parser;
  auto tree = parser.parse(text);
  if (!tree) return 0;
  CHECK(!syntax::Cursor(*tree).has_error());
  CHECK(testing::leaves_are_text(*tree, text));
  std::string edited = text;
  testing::Editor editor(size);
  tree->edit(editor.edit(edited));
  const auto followed = parser.parse(edited, *tree);
  CHECK(testing::same_tree(*followed, *syntax::Parser().parse(edited)));
  return 0;
}
