// When commands run, what their failure does, which options hold and where they stand.

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

// "a! b? c" = a always runs, b sometimes, c may or may not.
std::string when_of(std::string_view text) {
  std::string said;
  for (const Command& c : read_shell(text).commands) {
    if (!said.empty()) said += ' ';
    said += c.program;
    said += c.runs == Runs::Always ? '!' : c.runs == Runs::Sometimes ? '?' : '~';
  }
  return said;
}

// "a+ b- c~" = the failure of a makes the text fail, that of b does not, of c is unknown.
std::string failures_of(std::string_view text, const ShellSetup& shell = {}) {
  std::string said;
  for (const Command& c : read_shell(text, shell).commands) {
    if (!said.empty()) said += ' ';
    said += c.program;
    said += is_yes(c.failure_fails) ? '+' : is_no(c.failure_fails) ? '-' : '~';
  }
  return said;
}

struct Case {
  std::string_view text;
  std::string_view said;
};

TEST_CASE("it is known which commands always run") {
  const Case cases[] = {
      {"a && b && c", "a! b! c!"},
      {"a || b", "a! b?"},
      {"a && b || c", "a! b? c?"},
      {"a || b && c", "a! b? c!"},
      {"a && b; c", "a! b? c!"},
      {"set -e; a && b; c", "set! a! b? c!"},
      {"a && b || exit 1; c", "a! b! exit? c!"},
      {"a && b || { echo no; exit 1; }; c", "a! b! echo? exit? c!"},
      {"a && b || false; c", "a! b? false? c!"},
      {"a && b || true", "a! b? true?"},
      {"if a; then b; else c; fi; d", "a! b? c? d!"},
      {"if a; then exit 0; fi; d", "a! exit? d?"},
      {"if a; then exit 1; fi; d", "a! exit? d!"},
      {"for i in x y; do a; done", "a!"},
      {"for i in $x; do a; done", "a?"},
      {"while a; do b; done", "a! b?"},
      {"(a && b) && c", "a! b! c!"},
      {"f() { a; }; b", "a~ b!"},
      {"a $(b || c)", "a! b! c?"},
      {"sh -c 'a || b' && c", "sh! a! b? c!"},
      {"trap 'a' EXIT; b", "trap! a~ b!"},
      {"case $x in y) a;; esac", "a?"},
      {"a & b", "a! b!"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(when_of(c.text) == c.said);
  }
}

TEST_CASE("it is known what a failure does") {
  const Case cases[] = {
      {"a && b", "a+ b+"},
      {"a; b", "a- b+"},
      {"set -e; a; b", "set- a+ b+"},
      {"set -e; a && b; c", "set- a- b+ c+"},
      {"a || true", "a- true+"},
      {"a || exit 1", "a+ exit+"},
      {"a || exit 1; b", "a+ exit- b+"},
      {"a || exit 0", "a- exit+"},
      {"a | b", "a- b+"},
      {"set -o pipefail; a | b", "set- a+ b+"},
      {"! a", "a~"},
      {"(a; b)", "a- b+"},
      {"x=$(a)", "+ a+"},
      {"b $(a)", "b+ a-"},
      {"if a; then b; fi", "a~ b+"},
      {"a &", "a-"},
      {"bash -ec 'a; b'", "bash+ a+ b+"},
      {"bash -c 'a; b' || true", "bash- a- b- true+"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(failures_of(c.text) == c.said);
  }
  const ShellSetup shell = shell_from_argv({"/bin/bash", "-eo", "pipefail", "-c"});
  CHECK(failures_of("a; b | c; d", shell) == "a+ b+ c+ d+");
}

TEST_CASE("the directory is followed") {
  const Case cases[] = {
      {"cd /a && x", "/a"},
      {"cd a && cd b && x", "a/b"},
      {"cd /a; cd ..; x", "/"},
      {"(cd /a) && x", ""},
      {"cd $D && x", "?"},
      {"cd /a && (cd b && x)", "/a/b"},
      {"[ -d a ] && cd a; x", "?"},
      {"mkdir a || cd a; x", "?"},
      {"cd ~ && x", "?"},
      {"cd -- /a/./b//c/ && x", "/a/b/c"},
      {"pushd /a && x", "?"},
      {"cd /a | cat; x", ""},
      {"bash -c 'cd /a && x'", "/a"},
      {"bash -c 'cd /a' && x", ""},
      {"cd ../a && x", "../a"},
      {"for i in a b; do cd $i; done; x", "?"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const CommandList list = read_shell(c.text);
    const Command* x = list.find("x");
    REQUIRE(x);
    CHECK(x->directory.value_or("?") == c.said);
  }
}

TEST_CASE("options in force") {
  const CommandList list = read_shell("a; set -euxo pipefail; b; set +e; c; (set -e; d); e");
  CHECK(is_no(list.find("a")->options_in_force.errexit));
  const ShellOptions all = list.find("b")->options_in_force;
  CHECK((is_yes(all.errexit) && is_yes(all.pipefail) && is_yes(all.nounset) && is_yes(all.xtrace)));
  CHECK(is_no(list.find("c")->options_in_force.errexit));
  CHECK(is_yes(list.find("d")->options_in_force.errexit));
  CHECK(is_no(list.find("e")->options_in_force.errexit));
  CHECK(is_unknown(read_shell("if a; then set -e; fi; b").find("b")->options_in_force.errexit));
}

TEST_CASE("scopes say what encloses a command") {
  const CommandList list = read_shell("a && (b) && if c; then d; fi && e $(f) && sh -c 'g'");
  using Kind = Scope::Kind;
  CHECK(list.find("a")->scope == 0);
  CHECK(list.inside(*list.find("b"), Kind::Subshell));
  CHECK(list.inside(*list.find("c"), Kind::Condition));
  CHECK(list.inside(*list.find("d"), Kind::Branch));
  CHECK(list.inside(*list.find("f"), Kind::Substitution));
  CHECK(list.inside(*list.find("g"), Kind::Inner));
  CHECK_FALSE(list.inside(*list.find("e"), Kind::Substitution));
  const Command& f = *list.find("f");
  CHECK(list.scopes[f.scope].owner == list.find("e")->index);
  CHECK(list.find("e")->words[1].substitutions == std::vector<std::uint32_t>{f.scope});
  const CommandList function = read_shell("go() { a; }; go");
  CHECK(function.inside(*function.find("a"), Kind::Function));
  CHECK(function.scopes[function.scopes[function.find("a")->scope].parent].name == "go");
  const CommandList group = read_shell("{ a; b; } > /x");
  const Scope& outer = group.scopes[group.scopes[group.find("a")->scope].parent];
  REQUIRE(outer.redirects.size() == 1);
  CHECK(outer.redirects[0].target.text == "/x");
}

TEST_CASE("pipelines are numbered") {
  const CommandList list = read_shell("a | b | c && d");
  CHECK(list.commands[1].pipeline_index == 1);
  CHECK(list.commands[1].pipeline_length == 3);
  CHECK(list.commands[3].pipeline_length == 1);
  CHECK(list.plain_and_chain());
  CHECK_FALSE(read_shell("a; b").plain_and_chain());
  CHECK_FALSE(read_shell("a && (b)").plain_and_chain());
}

}  // namespace
}  // namespace plimsoll
