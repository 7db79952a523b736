#include "fixers/edits/text_edits.h"

#include <catch2/catch.hpp>
#include <string>

#include "fixers/edits/instruction_edits.h"

namespace plimsoll::edits {
namespace {

// The text after the edits; "(none)" where there are none to make.
std::string after(const std::string& text, const Edits& edits) {
  if (!edits) return "(none)";
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : *edits) {
    out += text.substr(at, edit.where.begin - at) + edit.text;
    at = edit.where.end;
  }
  return out + text.substr(at);
}

std::string without(const std::string& text, std::initializer_list<std::string_view> words) {
  const SourceFile source("Dockerfile", text);
  std::vector<Span> spans;
  for (const std::string_view word : words) {
    const auto at = static_cast<std::uint32_t>(text.find(word));
    spans.push_back({at, at + static_cast<std::uint32_t>(word.size())});
  }
  return after(text, remove_words(source, spans, '\\'));
}

TEST_CASE("a word goes with the blank before it") {
  CHECK(without("RUN a bb c\n", {"bb"}) == "RUN a c\n");
  CHECK(without("RUN a bb ccc\n", {"bb", "ccc"}) == "RUN a\n");
  CHECK(without("RUN a bb\n", {"bb"}) == "RUN a\n");
}

TEST_CASE("a line that only the word stands on goes as a whole") {
  CHECK(without("RUN a \\\n    bb \\\n    c\n", {"bb"}) == "RUN a \\\n    c\n");
  CHECK(without("RUN a \\\n    bb cc \\\n    d\n", {"bb", "cc"}) == "RUN a \\\n    d\n");
  CHECK(without("RUN a \\\r\n    bb \\\r\n    c\r\n", {"bb"}) == "RUN a \\\r\n    c\r\n");
}

TEST_CASE("the first word of a continued line keeps the indentation") {
  CHECK(without("RUN a \\\n    bb c\n", {"bb"}) == "RUN a \\\n    c\n");
}

TEST_CASE("the last line takes the continuation before it along") {
  CHECK(without("RUN a \\\n    bb\n", {"bb"}) == "RUN a\n");
  CHECK(without("RUN a \\\n    b \\\n    cc", {"cc"}) == "RUN a \\\n    b");
}

TEST_CASE("a comment between makes the removal impossible") {
  CHECK(without("RUN a \\\n    # why\n    bb\n", {"bb"}) == "(none)");
}

TEST_CASE("a word over two lines is not replaced") {
  const SourceFile source("Dockerfile", "RUN a\\\nb\n");
  CHECK_FALSE(replace_word(source, {4, 8}, "x"));
  CHECK(replace_word(source, {4, 5}, "x"));
}

TEST_CASE("edits together, or none") {
  CHECK(all({insert(5, "b"), insert(1, "a")})->front().where.begin == 1);
  CHECK_FALSE(all({remove({1, 4}), remove({3, 5})}));
  CHECK_FALSE(all({remove({1, 4}), std::nullopt}));
}

TEST_CASE("JSON arrays") {
  CHECK(json_array({"a", "b c"}) == R"(["a", "b c"])");
  CHECK(json_array({"say \"hi\"", "C:\\x", "a\nb", "\x01"}) ==
        R"(["say \"hi\"", "C:\\x", "a\nb", "\u0001"])");
}

TEST_CASE("quoting for the builder and for the shell") {
  CHECK(quoted_value("plain-1.2", '\\') == "plain-1.2");
  CHECK(quoted_value("two words", '\\') == "\"two words\"");
  CHECK(quoted_value("a\"b$c\\d", '\\') == R"("a\"b\$c\\d")");
  CHECK(quoted_value("", '`') == "\"\"");
  CHECK(quoted_value("a\"b", '`') == "\"a`\"b\"");
  CHECK(quoted_for_shell("it's") == R"('it'\''s')");
  CHECK(quoted_for_shell("a=b") == "a=b");
}

}  // namespace
}  // namespace plimsoll::edits
