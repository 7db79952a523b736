// Command grammars: the effective program, options, subcommands, operands.

#include <set>

#include "analyzer/shell/grammar.h"
#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

// "apt-get/install -y -t=backports [curl]", with wrappers in front: "sudo > ...".
std::string read_as(std::string_view text) {
  const Command c = first_command(text);
  std::string said;
  for (const Wrapper& w : c.wrappers) said += w.name + " > ";
  said += c.program;
  if (!c.subcommand.empty()) said += "/" + c.subcommand;
  for (const Option& o : c.options) {
    said += " " + o.name;
    if (o.value) said += "=" + *o.value;
  }
  said += " [";
  for (std::size_t i = 0; i < c.operands.size(); ++i) {
    said += (i > 0 ? " " : "") + c.operand(i).text;
  }
  return said + "]";
}

TEST_CASE("words are read by their program's grammar") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"apt-get install -yq curl", "apt-get/install -y -q [curl]"},
      {"apt-get -y -qq install a b", "apt-get/install -y -q -q [a b]"},
      {"apt-get -o Dpkg::Use=1 -t=x install a", "apt-get/install -o=Dpkg::Use=1 -t=x [a]"},
      {"apt-get install -t bpo a --no-install-recommends",
       "apt-get/install -t=bpo --no-install-recommends [a]"},
      {"apt full-upgrade", "apt/dist-upgrade []"},
      {"apt-get -q=2 update", "apt-get/update -q=2 []"},
      {"sudo -E apt-get update", "sudo > apt-get/update []"},
      {"sudo -u me A=b env C=d make x", "sudo > env > make [x]"},
      {"env -i make", "env > make []"},
      {"/usr/bin/apt-get update", "apt-get/update []"},
      {"timeout 5 curl u", "timeout > curl [u]"},
      {"gosu me:me pip3 install x", "gosu > pip/install [x]"},
      {"xargs -r -n 1 rm -f", "xargs > rm -f []"},
      {"exec nginx", "exec > nginx []"},
      {"python3 -m pip install --user x", "python -m > pip/install --user [x]"},
      {"python3.11 -mpip install x", "python -m > pip/install [x]"},
      {"busybox wget u", "busybox > wget [u]"},
      {"sudo", "sudo []"},
      {"$CMD a -b", " -b [a]"},
      {"npm i -g x", "npm/install -g [x]"},
      {"npm cache clean --force", "npm/cache clean --force []"},
      {"pip install -r req.txt -U x", "pip/install -r=req.txt -U [x]"},
      {"pip --no-cache-dir install x", "pip/install --no-cache-dir [x]"},
      {"uv pip install --system x", "uv/pip install --system [x]"},
      {"apk --no-cache add -t .deps a", "apk/add --no-cache -t=.deps [a]"},
      {"yum -y update", "yum/update -y []"},
      {"yum clean all", "yum/clean all []"},
      {"curl -fsSLo out u", "curl -f -s -S -L -o=out [u]"},
      {"curl -H 'A: b' -- -u", "curl -H=A: b [-u]"},
      {"wget -qO- u", "wget -q -O=- [u]"},
      {"wget -nv u", "wget -nv [u]"},
      {"tar xzf a.tgz -C /x", "tar -x -z -f=a.tgz -C=/x []"},
      {"tar -xzf a.tgz --strip-components=1", "tar -x -z -f=a.tgz --strip-components=1 []"},
      {"find /a -type f -exec rm -rf {} + -delete", "find -type=f -exec=rm -delete [/a]"},
      {"rm -r -- -f", "rm -r [-f]"},
      {"git -C /x clone --depth 1 u d", "git/clone -C=/x --depth=1 [u d]"},
      {"git tag -l", "git/tag -l []"},
      {"go build -o /x -ldflags '-s -w' .", "go/build -o=/x -ldflags=-s -w [.]"},
      {"useradd -ms /bin/sh me", "useradd -m -s=/bin/sh [me]"},
      {"make -j4 -C d all", "make -j=4 -C=d [all]"},
      {"sed -i.bak s/a/b/ f", "sed -i=.bak [s/a/b/ f]"},
      {"echo -n --x", "echo -n --x []"},
      {"unheard-of -abc --d=e f", "unheard-of -abc --d=e [f]"},
      {"bash -eo pipefail -c x", "bash -e -o=pipefail -c [x]"},
  };
  for (const auto& [text, said] : cases) {
    INFO(text);
    CHECK(read_as(text) == said);
  }
}

TEST_CASE("options have their places") {
  const std::string_view text = "apt-get install -yq --target-release \"$T\" curl";
  const Command c = first_command(text);
  CHECK(c.has_option({"--yes", "-y"}));
  CHECK(c.option({"-q"})->span.in(text) == "q");
  const Option* release = c.option({"-t", "--target-release"});
  REQUIRE(release);
  CHECK(release->span.in(text) == "--target-release \"$T\"");
  CHECK_FALSE(release->value_known);
  CHECK(c.subcommand_word == 1);
  CHECK(first_command("apt-get -qq update").count_option({"-q", "--quiet"}) == 2);
  CHECK_FALSE(first_command("apt-get --nonsense update").options[0].recognised);
}

TEST_CASE("the tables hold together") {
  std::set<std::string_view> programs;
  for (const std::span<const Grammar> table :
       {grammars::system_packages, grammars::language_packages, grammars::files, grammars::network,
        grammars::wrappers, grammars::system}) {
    for (const Grammar& grammar : table) {
      for (std::string_view names = grammar.programs; !names.empty();) {
        const std::string_view name = next_part(names, '|');
        INFO(name);
        CHECK(programs.insert(name).second);  // no program twice
        CHECK(grammar_of(name) == &grammar);
      }
      std::set<std::string_view> subcommands;
      for (const Subcommand& entry : grammar.subcommands) {
        for (std::string_view names = entry.names; !names.empty();) {
          const std::string_view name = next_part(names, ',');
          INFO(grammar.programs << " " << name);
          CHECK(subcommands.insert(name.substr(0, name.find('|'))).second);
        }
        if (entry.operands == Operands::Packages) CHECK_FALSE(grammar.manager.empty());
      }
    }
  }
  CHECK(programs.size() > 200);
}

}  // namespace
}  // namespace plimsoll
