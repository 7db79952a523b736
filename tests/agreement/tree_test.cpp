// What must hold of the trees of all files of the shared corpus: no ERROR node, the leaves are the
// file, and after a random edit the tree that reuses the old one equals that of a whole parse.
// The first argument is the number of edits (default 20,000).

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/agreement/corpus.h"
#include "tests/agreement/random_edits.h"

namespace {

constexpr long default_edits = 20'000;
constexpr int edits_in_a_row = 10;

// Edits files in turn, each some times in a row. Returns how many trees differ.
long follow_edits(const std::vector<std::string>& files, long count) {
  namespace syntax = plimsoll::syntax;
  plimsoll::testing::Editor editor(1);
  syntax::Parser parser;
  syntax::Parser whole;
  long wrong = 0;
  for (long done = 0; done < count;) {
    std::string text = files[editor.below(files.size())];
    auto tree = parser.parse(text);
    for (int i = 0; i < edits_in_a_row && done < count; ++i, ++done) {
      tree->edit(editor.edit(text));
      tree = parser.parse(text, *tree);
      const auto expected = whole.parse(text);
      const bool same = plimsoll::testing::same_tree(*tree, *expected);
      if (same && plimsoll::testing::leaves_are_text(*tree, text)) continue;
      if (++wrong <= 3) {
        std::printf("%s after an edit:\n%s\n----\n",
                    same ? "leaves are not the text" : "another tree", text.c_str());
      }
    }
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = plimsoll::corpus::folder();
  if (folder.empty()) return plimsoll::corpus::absent();
  std::vector<std::string> files;
  for (const char* name : {"/study.jsonl.zst", "/edge-cases.jsonl"}) {
    const auto use = [&](const nlohmann::json& row) { files.push_back(row["text"]); };
    if (!plimsoll::corpus::each_line(folder + name, use)) return plimsoll::corpus::absent();
  }
  plimsoll::syntax::Parser parser;
  int errors = 0;
  int lossy = 0;
  for (const std::string& text : files) {
    const auto tree = parser.parse(text);
    errors += plimsoll::syntax::Cursor(*tree).has_error() ? 1 : 0;
    lossy += plimsoll::testing::leaves_are_text(*tree, text) ? 0 : 1;
  }
  const long count = argc > 1 ? std::atol(argv[1]) : default_edits;
  const long wrong = follow_edits(files, count);
  std::printf(
      "%zu files: %d with errors, %d whose leaves are not the file; %ld edits: %ld trees differ\n",
      files.size(), errors, lossy, count, wrong);
  return errors + lossy + wrong == 0 ? 0 : 1;
}
