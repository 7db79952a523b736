#include "fixers/edits/shell_edits.h"

#include <catch2/catch.hpp>
#include <string>

#include "fixers/edits/instruction_edits.h"

namespace plimsoll::edits {
namespace {

// A file of one FROM and what is given; edits are made on its second instruction.
class Edited {
 public:
  explicit Edited(const std::string& text)
      : source_("Dockerfile",
                (text.find('\r') == std::string::npos ? "FROM a\n" : "FROM a\r\n") + text),
        dockerfile_(parse_dockerfile(source_)),
        facts_(source_, dockerfile_, settings_) {}

  [[nodiscard]] const Facts& facts() const { return facts_; }
  [[nodiscard]] const Instruction& instruction() const { return *dockerfile_.instructions.at(1); }
  [[nodiscard]] const Run& run() const { return *as<Run>(instruction()); }
  [[nodiscard]] const Command& command(std::size_t i) const {
    return facts_.commands(run()).commands.at(i);
  }

  // What comes out, without the FROM; "(none)" without edits.
  [[nodiscard]] std::string after(const Edits& edits) const {
    if (!edits) return "(none)";
    const std::string text(source_.bytes());
    std::string out;
    std::size_t at = 0;
    for (const Edit& edit : *edits) {
      out += text.substr(at, edit.where.begin - at) + edit.text;
      at = edit.where.end;
    }
    return (out + text.substr(at)).substr(text.find('\n') + 1);
  }

 private:
  SourceFile source_;
  Dockerfile dockerfile_;
  Settings settings_;
  Facts facts_;
};

std::string appended(const std::string& text) {
  const Edited edited(text);
  return edited.after(append_command(edited.facts(), edited.run(), "new"));
}

std::string prepended(const std::string& text) {
  const Edited edited(text);
  return edited.after(prepend_command(edited.facts(), edited.run(), "new"));
}

std::string without(const std::string& text, std::size_t command) {
  const Edited edited(text);
  return edited.after(delete_command(edited.facts(), edited.run(), edited.command(command)));
}

TEST_CASE("a command is appended in the style of the chain") {
  CHECK(appended("RUN a\n") == "RUN a && new\n");
  CHECK(appended("RUN a") == "RUN a && new");
  CHECK(appended("RUN a && b  \n") == "RUN a && b && new  \n");
  CHECK(appended("RUN a && \\\n    b\n") == "RUN a && \\\n    b && \\\n    new\n");
  CHECK(appended("RUN a \\\n && b\n") == "RUN a \\\n && b \\\n && new\n");
  CHECK(appended("RUN a && b \\\n      c\n") == "RUN a && b \\\n      c \\\n      && new\n");
  CHECK(appended("RUN set -e; \\\n\ta; \\\n\tb\n") == "RUN set -e; \\\n\ta; \\\n\tb; \\\n\tnew\n");
  CHECK(appended("RUN set -e; a; b;\n") == "RUN set -e; a; b; new\n");
  CHECK(appended("RUN a; b;\n") == "RUN a; b && new\n");
  CHECK(appended("RUN a | b\n") == "RUN a | b && new\n");
  CHECK(appended("RUN a || b\n") == "RUN a || b && new\n");
  CHECK(appended("RUN (a; b)\n") == "RUN (a; b) && new\n");
  CHECK(appended("RUN if a; then b; fi\n") == "RUN if a; then b; fi && new\n");
}

TEST_CASE("a command is appended behind comments and before dangling continuations") {
  CHECK(appended("RUN a && \\\n    # why\n    b\n") ==
        "RUN a && \\\n    # why\n    b && \\\n    new\n");
  CHECK(appended("RUN a && \\\n    b \\\n    # the end\n") ==
        "RUN a && \\\n    b && \\\n    new \\\n    # the end\n");
}

TEST_CASE("line ends follow the file") {
  CHECK(appended("RUN a && \\\r\n    b\r\n").find("b && \\\r\n    new\r\n") != std::string::npos);
}

TEST_CASE("a command is appended to a script") {
  CHECK(appended("RUN <<EOF\nset -e\na\nEOF\n") == "RUN <<EOF\nset -e\na\nnew\nEOF\n");
  CHECK(appended("RUN <<EOF\n  a\n  b\nEOF\n") == "RUN <<EOF\n  a\n  b && new\nEOF\n");
}

TEST_CASE("where nothing can follow, nothing is appended") {
  for (const std::string_view text :
       {"RUN [\"a\", \"b\"]\n", "RUN a &\n", "RUN a && exit 0\n", "RUN a # remark\n",
        "RUN a && exec b\n", "RUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF\n",
        "RUN cat <<EOF > f\nx\nEOF\n"}) {
    INFO(text);
    CHECK(appended(std::string(text)) == "(none)");
  }
}

TEST_CASE("a command is prepended") {
  CHECK(prepended("RUN a && b\n") == "RUN new && a && b\n");
  CHECK(prepended("RUN a || b\n") == "RUN new; a || b\n");
  CHECK(prepended("RUN --network=none a\n") == "RUN --network=none new && a\n");
  CHECK(prepended("RUN <<EOF\n#!/bin/bash\na\nEOF\n") == "RUN <<EOF\n#!/bin/bash\nnew\na\nEOF\n");
}

TEST_CASE("a command is taken out of its chain") {
  CHECK(without("RUN a && b && c\n", 0) == "RUN b && c\n");
  CHECK(without("RUN a && b && c\n", 1) == "RUN a && c\n");
  CHECK(without("RUN a && b && c\n", 2) == "RUN a && b\n");
  CHECK(without("RUN a && \\\n    b && \\\n    c\n", 1) == "RUN a && \\\n    c\n");
  CHECK(without("RUN a && \\\n    b && \\\n    c\n", 2) == "RUN a && \\\n    b\n");
  CHECK(without("RUN a \\\n && b \\\n && c\n", 1) == "RUN a \\\n && c\n");
  CHECK(without("RUN a\\ && b && c\n", 1) == "RUN a\\  && c\n");
  CHECK(without("RUN a\n", 0) == "(none)");
  CHECK(without("RUN a | b && c\n", 0) == "(none)");
  CHECK(without("RUN a || b\n", 0) == "(none)");
  CHECK(without("RUN a && \\\n    # why\n    b\n", 1) == "(none)");
  CHECK(without("RUN a && (b) && c\n", 0) == "(none)");
}

TEST_CASE("options come and go") {
  const auto add = [](const std::string& text) {
    const Edited edited(text);
    return edited.after(add_option(edited.facts(), edited.command(0), "-y"));
  };
  CHECK(add("RUN apt-get -q install a\n") == "RUN apt-get -q install -y a\n");
  CHECK(add("RUN [\"apt-get\", \"install\", \"a\"]\n") ==
        "RUN [\"apt-get\", \"install\", \"-y\", \"a\"]\n");
  const auto remove = [](const std::string& text) {
    const Edited edited(text);
    return edited.after(remove_options(edited.facts(), edited.command(0), {"-k", "--insecure"}));
  };
  CHECK(remove("RUN curl -k https://a\n") == "RUN curl https://a\n");
  CHECK(remove("RUN curl -fkL https://a\n") == "RUN curl -fL https://a\n");
  CHECK(remove("RUN curl \\\n  --insecure \\\n  -f https://a\n") ==
        "RUN curl \\\n  -f https://a\n");
  CHECK(remove("RUN curl https://a\n") == "(none)");
  const Edited apt("RUN apt install a\n");
  CHECK(apt.after(replace_program(apt.facts(), apt.command(0), "apt-get")) ==
        "RUN apt-get install a\n");
}

TEST_CASE("keywords, flags and whole instructions") {
  const Edited copy("# above\ncopy --chown=1 --link a b\nCMD x\n");
  const Instruction& instruction = copy.instruction();
  CHECK(copy.after(rename_keyword(copy.facts(), instruction, "ADD")) ==
        "# above\nadd --chown=1 --link a b\nCMD x\n");
  CHECK(copy.after(set_flag(copy.facts(), instruction, "chown", "2")) ==
        "# above\ncopy --chown=2 --link a b\nCMD x\n");
  CHECK(copy.after(set_flag(copy.facts(), instruction, "chmod", "7")) ==
        "# above\ncopy --chown=1 --link --chmod=7 a b\nCMD x\n");
  CHECK(copy.after(remove_flag(copy.facts(), instruction, "link")) ==
        "# above\ncopy --chown=1 a b\nCMD x\n");
  CHECK(copy.after(delete_instruction(copy.facts(), instruction)) == "# above\nCMD x\n");
  CHECK(copy.after(insert_above(copy.facts(), instruction, "USER u")) ==
        "USER u\n# above\ncopy --chown=1 --link a b\nCMD x\n");
  CHECK(copy.after(insert_below(copy.facts(), instruction, "USER u")) ==
        "# above\ncopy --chown=1 --link a b\nUSER u\nCMD x\n");
  const Edited last("CMD a b");
  CHECK(last.after(insert_below(last.facts(), last.instruction(), "USER u")) == "CMD a b\nUSER u");
  CHECK(last.after(to_json_array(last.instruction(), as<Cmd>(last.instruction())->command,
                                 {"a", "b"})) == "CMD [\"a\", \"b\"]");
}

std::string lettered(const std::string& text, char letter = 'f') {
  const Edited edited(text);
  return edited.after(add_letter(edited.facts(), edited.command(0), letter));
}

TEST_CASE("a letter joins the first cluster, else it is an option") {
  CHECK(lettered("RUN curl -sSL http://x -o y\n") == "RUN curl -fsSL http://x -o y\n");
  CHECK(lettered("RUN curl -o y -L http://x\n") == "RUN curl -o y -fL http://x\n");
  CHECK(lettered("RUN curl -Lo y http://x\n") == "RUN curl -fLo y http://x\n");
  CHECK(lettered("RUN curl -oy http://x\n") == "RUN curl -f -oy http://x\n");
  CHECK(lettered("RUN curl -fsS http://x\n", 'L') == "RUN curl -fsSL http://x\n");
  CHECK(lettered("RUN curl -fo y http://x\n", 'L') == "RUN curl -Lfo y http://x\n");
  CHECK(lettered("RUN curl --silent http://x\n") == "RUN curl -f --silent http://x\n");
  CHECK(lettered("RUN curl http://x\n") == "RUN curl -f http://x\n");
  CHECK(lettered("RUN [\"curl\", \"-L\", \"http://x\"]\n") ==
        "RUN [\"curl\", \"-fL\", \"http://x\"]\n");
}

std::string followed(const std::string& text, std::size_t command) {
  const Edited edited(text);
  return edited.after(
      insert_after_command(edited.facts(), edited.run(), edited.command(command), "new"));
}

TEST_CASE("a command may be followed by another within its chain") {
  CHECK(followed("RUN a && b\n", 0) == "RUN a && new && b\n");
  CHECK(followed("RUN a && b\n", 1) == "RUN a && b && new\n");
  CHECK(followed("RUN a; b\n", 0) == "RUN a && new; b\n");
  CHECK(followed("RUN set -e; a; b\n", 1) == "RUN set -e; a; new; b\n");
  CHECK(followed("RUN set -e; a; b\n", 2) == "RUN set -e; a; b; new\n");
  CHECK(followed("RUN a || b\n", 0) == "(none)");
  CHECK(followed("RUN a | b\n", 0) == "(none)");
  CHECK(followed("RUN a & b\n", 0) == "(none)");
  CHECK(followed("RUN if a; then b; fi\n", 1) == "(none)");
}

TEST_CASE("a line whose first command goes keeps its begin") {
  CHECK(without("RUN a && \\\n    b && c \\\n    d\n", 1) == "RUN a && \\\n    c \\\n    d\n");
  CHECK(without("RUN a \\\n  && b && c\n", 1) == "RUN a && c\n");
}

}  // namespace
}  // namespace plimsoll::edits
