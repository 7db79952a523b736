#include <catch2/catch.hpp>
#include <string>

#include "analyzer/dockerfile/dockerfile.h"

using namespace plimsoll;

namespace {

struct Read {
  explicit Read(std::string bytes)
      : source("Dockerfile", std::move(bytes)), file(parse_dockerfile(source)) {}
  [[nodiscard]] std::string at(Span span) const { return std::string(source.at(span)); }
  template <class T>
  [[nodiscard]] const T& get(std::size_t index) const {
    return *as<T>(file.instructions.at(index).get());
  }

  SourceFile source;
  Dockerfile file;
};

}  // namespace

TEST_CASE("FROM: image, alias, platform and their places") {
  const Read read("from --platform=$P a:1 As Base\n");
  const From& from = read.get<From>(0);
  CHECK(from.name == "FROM");
  CHECK(from.image.str() == "a:1");
  CHECK(from.alias->str() == "Base");
  CHECK(from.stage_name == "base");
  CHECK(read.at(from.as_span) == "As");
  CHECK(from.platform()->value->str() == "$P");
  CHECK(read.at(from.platform()->name_span) == "platform");
  CHECK(read.at(from.span) == "from --platform=$P a:1 As Base");
}

TEST_CASE("a joined line knows the way back") {
  const Read read("FROM a\nRUN one \\\n  # why\n\n  two\\\nthree \n");
  const Run& run = read.get<Run>(1);
  CHECK(run.command.shell.str() == "one   twothree");
  CHECK(run.command.shell.pieces().size() == 3);
  CHECK_FALSE(run.command.shell.contiguous());
  CHECK(read.at(run.command.shell.source_span(6, 9)) == "two");
  CHECK(read.at(run.command.shell.source_span(6, 14)) == "two\\\nthree");
  CHECK(run.first_line == 2);
  CHECK(run.last_line == 6);
  REQUIRE(run.inner_comments.size() == 1);
  CHECK(read.at(run.inner_comments[0]) == "# why");
  CHECK(read.file.empty_continuations.size() == 1);
  CHECK(read.file.comments[0].inside == &run);
}

TEST_CASE("a keyword may be split, and begin with a continuation") {
  const Read read("\\\nFR\\\nOM a\n");
  const From& from = read.get<From>(0);
  CHECK(from.image.str() == "a");
  CHECK(from.first_line == 1);
  CHECK(from.last_line == 3);
  CHECK(read.at(from.keyword_span) == "FR\\\nOM");
}

TEST_CASE("exec form keeps the place of each element, escapes undone") {
  const Read read("FROM a\nCMD [\"sh\", \"a\\tb\\u00e9\", \"c \\\n d\"]\n");
  const Cmd& cmd = read.get<Cmd>(1);
  REQUIRE(cmd.command.argv.size() == 3);
  CHECK(cmd.command.form == Form::Exec);
  CHECK(cmd.command.argv[1].str() == "a\tb\xC3\xA9");
  CHECK(cmd.command.argv[1].cooked());
  CHECK(read.at(cmd.command.argv[1].source_span(2, 3)) == "b");
  CHECK(read.at(cmd.command.argv[1].source_span(1, 2)) == "\\t");
  CHECK(cmd.command.argv[2].str() == "c  d");
}

TEST_CASE("pairs, the old form, and names alone") {
  const Read read("ARG A B=1\nFROM a\nENV X=\"y z\" W=\nENV P one  two\nLABEL 'k v'=w\n");
  const Arg& arg = read.get<Arg>(0);
  CHECK_FALSE(arg.names[0].value);
  CHECK(arg.names[1].value->str() == "1");
  const Env& env = read.get<Env>(2);
  CHECK(env.pairs[0].value->str() == "\"y z\"");
  CHECK(env.pairs[1].value->str().empty());
  CHECK(env.pairs[1].value->span() == Span{env.pairs[1].span.end, env.pairs[1].span.end});
  const Env& old_form = read.get<Env>(3);
  CHECK(old_form.legacy);
  CHECK(old_form.pairs[0].key.str() == "P");
  CHECK(old_form.pairs[0].value->str() == "one  two");
  CHECK(read.get<LabelInstruction>(4).pairs[0].key.str() == "'k v'");
}

TEST_CASE("flags lose their quotes; mounts are records") {
  const Read read(
      "FROM a\nRUN --mount=\"type=cache,target=/a b\" --mount=type=secret,id=x,required -- --x\n");
  const Run& run = read.get<Run>(1);
  REQUIRE(run.mounts.size() == 2);
  CHECK(run.mounts[0].type() == "cache");
  CHECK(run.mounts[0].target() == "/a b");
  CHECK(read.at(run.mounts[0].fields[1].span) == "target=/a b");
  CHECK(run.mounts[1].get({"required"}) == "true");
  CHECK(run.command.shell.str() == "--x");
}

TEST_CASE("heredocs: name, quoting, body and end") {
  const Read read("FROM a\nCOPY <<A <<-\"B C\" /to/\n1\nA\n\t2\n\tB C\nUSER x\n");
  const Copy& copy = read.get<Copy>(1);
  REQUIRE(copy.heredocs.size() == 2);
  CHECK(copy.heredocs[0].expand);
  CHECK(read.at(copy.heredocs[0].opener) == "<<A");
  CHECK(read.at(copy.heredocs[0].body) == "1\n");
  CHECK(copy.heredocs[1].name == "B C");
  CHECK(copy.heredocs[1].chomp);
  CHECK_FALSE(copy.heredocs[1].expand);
  CHECK(read.at(copy.heredocs[1].terminator) == "\tB C");
  CHECK(copy.last_line == 6);
  CHECK(read.file.instructions[2]->first_line == 7);
}

TEST_CASE("ONBUILD holds its trigger, and the trigger its heredocs") {
  const Read read("FROM a\nONBUILD COPY --from=b x /y\nONBUILD RUN <<A\n1\nA\n");
  const Instruction* copy = read.get<OnBuild>(1).trigger.get();
  REQUIRE(as<Copy>(copy));
  CHECK(as<Copy>(copy)->from()->value->str() == "b");
  CHECK(copy->index == 1);
  CHECK(read.get<OnBuild>(2).trigger->heredocs.size() == 1);
}

TEST_CASE("directives and the comments above an instruction") {
  const Read read("# syntax=x/y:1 z\n#  Escape = `\n# one\n#\n# two\nFROM a\n");
  CHECK(read.file.syntax == "x/y:1");
  CHECK(read.file.escape == '`');
  CHECK(read.file.directive("escape")->value == "`");
  CHECK(read.file.comments.size() == 3);
  REQUIRE(read.file.instructions[0]->comments.size() == 1);
  CHECK(read.at(read.file.instructions[0]->comments[0]) == "# two");
}
