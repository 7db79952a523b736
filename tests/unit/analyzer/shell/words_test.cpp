// Words: quotes, expansions, places in the file; assignments and redirects.

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

ShellWord word_of(std::string_view written) {
  const std::string text = "x " + std::string(written);
  const Command command = first_command(text);
  REQUIRE(command.words.size() == 2);
  return command.words[1];
}

TEST_CASE("quotes are removed") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"('a b')", "a b"},   {R"("a b")", "a b"},
      {R"(a\ b)", "a b"},    {R"("a\"b\n")", R"(a"b\n)"},
      {R"('a'"b"c)", "abc"}, {R"('it'\''s')", "it's"},
      {R"("")", ""},         {"a=b", "a=b"},
      {"\"$\"", "$"},
  };
  for (const auto& [written, read] : cases) {
    INFO(written);
    const ShellWord word = word_of(written);
    CHECK(word.text == read);
    CHECK(word.known);
    CHECK(word.span == Span{2, 2 + static_cast<std::uint32_t>(written.size())});
  }
}

TEST_CASE("expansions stand as written and are not known") {
  const ShellWord word = word_of("pkg=${V}-$R");
  CHECK(word.text == "pkg=${V}-$R");
  CHECK_FALSE(word.known);
  CHECK(word.known_prefix() == "pkg=");
  REQUIRE(word.variables.size() == 2);
  CHECK(word.variables[0].name == "V");
  CHECK(word.variables[0].span == Span{6, 10});
  CHECK(word.variables[1].at == 9);
  CHECK(word.expanded([](std::string_view name) -> std::optional<std::string> {
    return name == "V" ? "1" : "2";
  }) == "pkg=1-2");
  CHECK_FALSE(word.expanded([](std::string_view) { return std::nullopt; }));
  CHECK_FALSE(word_of("a$(b)").expanded([](std::string_view) { return "x"; }));
  CHECK_FALSE(word_of("${A:-b}").expanded([](std::string_view) { return "x"; }));
}

TEST_CASE("every kind of variable use is seen") {
  struct Case {
    std::string_view text;
    std::vector<std::string> names;
  };
  const Case cases[] = {
      {"x $A ${B} \"$C\" '$D'", {"A", "B", "C"}},
      {"x ${A:-$B} ${#C} ${D%/*}", {"A", "B", "C", "D"}},
      {"x $((A + 2 * $B))", {"A", "B"}},
      {"x $1 $@ $? $$", {"1", "@", "?", "$"}},
      {"x > $A < ${B}", {"A", "B"}},
      {"A=$B x", {"B"}},
      {"for i in $A; do x $i; done", {"A", "i"}},
      {"case $A in b) x;; esac", {"A"}},
      {"x $(y $A)", {"A"}},
      {"[[ $A == b ]]", {"A"}},
      {"cat <<E\n$A ${B} \\$C\nE\n", {"A", "B"}},
      {"cat <<'E'\n$A\nE\n", {}},
      {"bash -c 'x $A'", {"A"}},
      {"bash -c \"x $A\"", {"A"}},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    std::vector<std::string> names;
    for (const VariableUse& use : read_shell(c.text).variables) names.push_back(use.name);
    std::sort(names.begin(), names.end());
    std::vector<std::string> wanted = c.names;
    std::sort(wanted.begin(), wanted.end());
    CHECK(names == wanted);
  }
  CHECK(word_of("${A:-b}").variables[0].has_default);
  CHECK_FALSE(word_of("${A%b}").variables[0].has_default);
  CHECK(word_of("\"$A\"").variables[0].quoted);
}

TEST_CASE("globs, braces and tildes") {
  CHECK(word_of("/a/*").glob);
  CHECK_FALSE(word_of("'/a/*'").glob);
  CHECK(word_of("a{b,c}").brace);
  CHECK_FALSE(word_of("a{b}").brace);
  CHECK(word_of("~/x").tilde);
}

TEST_CASE("assignments") {
  const Command command = first_command("A=1 B+='x y' C= make D=2");
  REQUIRE(command.assignments.size() == 3);
  CHECK(command.assignments[0].value.text == "1");
  CHECK(command.assignments[1].append);
  CHECK(command.assignments[1].value.text == "x y");
  CHECK(command.assignments[1].span == Span{4, 12});
  CHECK(command.assignments[2].value.text.empty());
  CHECK(command.program == "make");
  const CommandList list = read_shell("A=1; export B=2 C; read D; for E in x; do :; done; F=3 x");
  CHECK(list.assigned == std::vector<std::string>{"A", "B", "C", "D", "E"});
  CHECK(list.find("export")->assignments[0].exported);
  CHECK(list.find("export")->assignments[0].value.text == "2");
  const CommandList array = read_shell("A=(x y)");
  CHECK(array.commands[0].assignments[0].array);
}

TEST_CASE("redirects") {
  using Kind = Redirect::Kind;
  struct Case {
    std::string_view text;
    Kind kind;
    int descriptor;
    std::string_view target;
  };
  const Case cases[] = {
      {"x > a", Kind::Output, 1, "a"},          {"x 2>> a", Kind::Append, 2, "a"},
      {"x < a", Kind::Input, 0, "a"},           {"x 2>&1", Kind::Duplicate, 2, "1"},
      {"x &> a", Kind::Output, -1, "a"},        {"x >& a", Kind::Output, -1, "a"},
      {"x <<< a", Kind::HereString, 0, "a"},    {"x >| a", Kind::Output, 1, "a"},
      {"x <<E\nb\nE\n", Kind::Heredoc, 0, "E"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const Command command = first_command(c.text);
    REQUIRE(command.redirects.size() == 1);
    CHECK(command.redirects[0].kind == c.kind);
    CHECK(command.redirects[0].descriptor == c.descriptor);
    CHECK(command.redirects[0].target.text == c.target);
  }
  CHECK(first_command("x <<E\nb\nE\n").redirects[0].body == Span{6, 8});
  CHECK(first_command("echo >&2 text").words.size() == 2);
}

TEST_CASE("spans lead into the file across continuations and remarks") {
  const std::string file =
      "RUN apt-get up\\\n# a remark\ndate && \\\n  `# more` \\\n  rm -rf \"/a\\\n/b\"\n";
  const auto at = [&](std::string_view part) {
    return static_cast<std::uint32_t>(file.find(part));
  };
  const std::vector<Span> pieces = {{4, at("\\\n# a")},
                                    {at("date"), at("\\\n  `")},
                                    {at("  `#"), at("\\\n  rm")},
                                    {at("  rm"), at("\\\n/b")},
                                    {at("/b"), at("/b") + 3}};
  ShellReader reader;
  const CommandList list = reader.read(file, pieces);
  CHECK(list == reader.read_by_tree(file, pieces));
  REQUIRE(list.commands.size() == 2);
  CHECK(list.find("apt-get", "update"));
  CHECK(list.commands[0].words[1].span == Span{at("up"), at(" && ")});
  CHECK(list.commands[1].words[2].text == "/a/b");
  CHECK(list.commands[1].words[2].span.in(file) == "\"/a\\\n/b\"");
  CHECK(list.commands[1].connector_span.in(file) == "&&");
}

TEST_CASE("spans of inner scripts lead into the file") {
  const std::string_view file = R"(RUN bash -c "a && echo \"b c\" | d")";
  ShellReader reader;
  const CommandList list = reader.read(file, {{4, 35}});
  const Command* echo = list.find("echo");
  REQUIRE(echo);
  CHECK(echo->words[1].text == "b c");
  CHECK(echo->words[1].span.in(file) == R"("b c\")");
  CHECK(list.find("d")->span.in(file) == "d");
  const CommandList nested = reader.read("sh -c 'su -c \"x y\" me'", {{0, 22}});
  REQUIRE(nested.find("x"));
  CHECK(nested.find("x")->span == Span{14, 17});
  CHECK_FALSE(reader.read("sh -c \"$(curl u)\"", {{0, 17}})
                  .inside(reader.read("sh -c \"$(curl u)\"", {{0, 17}}).commands.back(),
                          Scope::Kind::Inner));
}

}  // namespace
}  // namespace plimsoll
