// Hostile texts are read in bounded time and depth, and nothing is made up from them.

#include <random>

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST_CASE("deep nesting is given up, not followed") {
  constexpr std::size_t many = 100000;
  for (const std::string_view open :
       {"(",   "((",     "{ ",          "$(",        "`",       "${a:-",     "$((",
        "if ", "while ", "if a; then ", "a && (",    "\"$(",    "<(",        "case a in a) ",
        "! ",  "[[ ",    "f() { ",      "sh -c '",   "eval \"", "cat <<E\n", "'",
        "\"",  "\\",     "#",           "a|",        "a;",      "a&&",       "a=(",
        "a[",  "{a,",    "$'",          "for i in ", "<<",      ">"}) {
    INFO(open);
    const CommandList list = read_shell(repeated(open, many));
    CHECK(list.commands.size() <= many);
    for (const Command& command : list.commands) REQUIRE(command.scope < list.scopes.size());
  }
}

TEST_CASE("nesting within the limit is read, and the limit is said") {
  const std::string deep = repeated("( ", 30) + "a" + repeated(" )", 30);
  CHECK(read_shell(deep).find("a"));
  const std::string deeper = repeated("( ", 200) + "a" + repeated(" )", 200);
  CHECK(read_shell(deeper).opaque == CommandList::Opaque::TooDeep);
  std::string script = "a";
  for (int i = 0; i < 6; ++i) script = "eval " + script;
  CHECK(read_shell(script).find("eval"));
}

TEST_CASE("long chains are linear") {
  const CommandList chain = read_shell(repeated("a b c && ", 20000) + "d");
  CHECK(chain.commands.size() == 20001);
  CHECK(chain.commands.back().runs == Runs::Always);
  ShellReader reader;
  const std::string text = repeated("a && ", 2000) + "d";
  CHECK(reader.read_by_tree(text, whole(text)).commands.size() == 2001);
  const std::string longest(max_shell_text_bytes + 1, 'a');
  CHECK(read_shell(longest).opaque == CommandList::Opaque::TooLong);
}

TEST_CASE("patience with errors is limited") {
  ShellReader reader;
  const std::string wrong = repeated("a | ", 1000);
  std::size_t too_long = 0;
  for (int i = 0; i < 30; ++i) {
    if (reader.read(wrong, whole(wrong)).opaque == CommandList::Opaque::TooLong) ++too_long;
  }
  CHECK(too_long > 0);
  CHECK(reader.read("case a in b) c;; esac", whole("case a in b) c;; esac")).find("c"));
}

TEST_CASE("what cannot be read is no command") {
  for (const std::string_view text :
       {"a && (b", "a & && b", "if a; then b", "a )", "fi", "a \"b"}) {
    INFO(text);
    const CommandList list = read_shell(text);
    CHECK(list.opaque == CommandList::Opaque::SyntaxError);
    CHECK_FALSE(list.unparsed.empty());
    CHECK(is_unknown(list.may_remove("/x")));
  }
}

TEST_CASE("any bytes are taken") {
  std::mt19937 random(1);  // the same texts in every run
  const std::string_view alphabet = "ab =$(){}[]<>|&;`'\"\\#*?!~\n\t-/0\r\0\xc3\xa9\xff";
  ShellReader reader;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    const std::size_t size = random() % 40;
    for (std::size_t i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
    const CommandList fast = reader.read(text, whole(text));
    const CommandList tree = reader.read_by_tree(text, whole(text));
    for (const CommandList* list : {&fast, &tree}) {
      for (const Command& command : list->commands) {
        REQUIRE(command.span.end <= text.size());
        REQUIRE(command.program_word <= command.words.size());
        for (const ShellWord& word : command.words) REQUIRE(command.span.contains(word.span));
        (void)effects_of(command);
      }
    }
  }
}

}  // namespace
}  // namespace plimsoll
