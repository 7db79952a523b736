#include <catch2/catch.hpp>

#include "app/cli/cli.h"
#include "app/cli/inputs.h"
#include "app/cli/visible.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

int code_of(MemoryHost& host, const std::vector<std::string>& arguments) {
  return static_cast<int>(run(host, arguments));
}

const char* broken = "FROM debian:12\nFORM x\n";
const std::vector<std::string> lint{"lint", "--only", "unknown-instruction", "--format", "gnu"};

std::vector<std::string> lint_of(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = lint;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("nothing at all shows what there is") {
  MemoryHost host;
  CHECK(code_of(host, {}) == 0);
  CHECK(host.out.find("Commands:") != std::string::npos);
}

TEST_CASE("a finding is printed and makes the exit code 1") {
  MemoryHost host;
  host.files["Dockerfile"] = broken;
  CHECK(code_of(host, lint_of({"Dockerfile"})) == 1);
  CHECK(host.out.starts_with("Dockerfile:2:"));
  CHECK(host.err.empty());
}

TEST_CASE("a file that cannot be read hides nothing") {
  MemoryHost host;
  host.files["Dockerfile"] = broken;
  CHECK(code_of(host, lint_of({"missing", "Dockerfile"})) == 2);
  CHECK(host.out.starts_with("Dockerfile:2:"));
  CHECK(host.err == "plimsoll: missing: no such file or directory\n");
}

TEST_CASE("an unsaved text has the name that it is given") {
  MemoryHost host;
  host.standard_input = broken;
  CHECK(code_of(host, lint_of({"--stdin-filename", "a/Dockerfile", "-"})) == 1);
  CHECK(host.out.starts_with("a/Dockerfile:2:"));
}

TEST_CASE("fixing changes the file, a diff does not") {
  MemoryHost host;
  host.files["Dockerfile"] = "FROM debian:12\nMAINTAINER me\n";
  CHECK(code_of(host, {"fix", "--diff", "--unsafe", "--quiet", "--only", "DL4000"}) == 1);
  CHECK(host.files["Dockerfile"] == "FROM debian:12\nMAINTAINER me\n");
  CHECK(host.out.find("-MAINTAINER me\n") != std::string::npos);
  host.out.clear();
  CHECK(code_of(host, {"fix", "--unsafe", "--quiet", "--only", "DL4000"}) == 0);
  CHECK(host.files["Dockerfile"].find("LABEL") != std::string::npos);
}

TEST_CASE("what is not text is said to be so") {
  const auto complaint = [](const std::string& bytes) {
    MemoryHost host;
    host.files["f"] = bytes;
    const Result<std::string> text = read_input(host, {"f", "f", nullptr});
    return text ? "" : text.error().message;
  };
  CHECK(complaint("\xFF\xFE"
                  "F") == "is UTF-16; save it as UTF-8");
  CHECK(complaint(std::string("\x7F"
                              "ELF\0",
                              5)) == "is a binary file, not a Dockerfile");
  CHECK(complaint(std::string("FROM x\nRUN \0", 12)).empty());
  CHECK(complaint(std::string(9000, 'x') + std::string(1, '\0')).empty());
  CHECK(complaint(std::string(file_limit_bytes + 1, 'x')) == "is larger than the limit of 16 MiB");
}

TEST_CASE("a text is cut where a limit says so, at the end of a line") {
  std::string lines;
  for (std::size_t i = 0; i < lines_limit; ++i) lines += "x\n";
  std::string text = lines;
  CHECK_FALSE(cut_to_limit(text));
  text += "y";
  CHECK(cut_to_limit(text));
  CHECK(text == lines);
  text = "x";
  CHECK_FALSE(cut_to_limit(text));
}

TEST_CASE("a context is known only where there is no doubt") {
  MemoryHost host;
  host.files["a/Dockerfile"] = broken;
  host.files["b/Dockerfile"] = broken;
  host.files["b/.dockerignore"] = "";
  host.files[".git/HEAD"] = "";
  host.files["Dockerfile"] = broken;
  const auto context = [&](const std::string& path) {
    return context_of(host, app::CommandLine{}, {path, path, nullptr});
  };
  CHECK_FALSE(context("a/Dockerfile"));
  CHECK(context("b/Dockerfile") == "b");
  CHECK(context("Dockerfile") == ".");
  CHECK_FALSE(context("-"));
}

TEST_CASE("names cannot write to the terminal") {
  CHECK(visible("a\x1b[31m\n\t\x7F") == "a\\x1b[31m\\n\\t\\x7f");
  CHECK(visible("caf\xC3\xA9") == "caf\xC3\xA9");
}
