#include "analyzer/image/contents/started.h"

#include <catch2/catch.hpp>

#include "made_image.h"

namespace plimsoll::image {

static const std::string loader = "/lib64/ld-linux-x86-64.so.2";

static ElfHead elf(std::string interpreter, std::vector<std::string> needed,
                   std::vector<std::string> run_paths = {}) {
  ElfHead head;
  head.interpreter = std::move(interpreter);
  head.needed = std::move(needed);
  head.run_paths = std::move(run_paths);
  return head;
}

static MadeImage glibc() {
  MadeImage image;
  image.link("lib", "usr/lib").link("lib64", "usr/lib64").link("bin", "usr/bin");
  image.program("usr/lib64/ld-linux-x86-64.so.2");
  image.program("usr/lib/x86_64-linux-gnu/libc.so.6", elf("", {"ld-linux-x86-64.so.2"}));
  image.program("usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
  image.program("usr/bin/sh", elf(loader, {"libc.so.6"}));
  image.config.env = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  return image;
}

static Started only(MadeImage& image) {
  const Contents contents(image.tree(), image.config);
  REQUIRE(contents.started().size() == 1);
  return contents.started().front();
}

TEST_CASE("a program is found by PATH, and has what it needs") {
  MadeImage image = glibc();
  image.config.cmd = {"sh", "-x"};
  const Started program = only(image);
  CHECK(program.field == "Cmd");
  CHECK(program.first);
  CHECK(program.path == "/usr/bin/sh");
  CHECK(is_yes(program.found));
  CHECK(is_yes(program.executable));
  CHECK(program.missing_interpreter.empty());
  CHECK(program.missing_libraries.empty());
}

TEST_CASE("ENTRYPOINT is what runs, CMD are its words") {
  MadeImage image = glibc();
  image.config.entrypoint = {"/bin/sh"};
  image.config.cmd = {"nothing"};
  CHECK(only(image).field == "Entrypoint");
}

TEST_CASE("a program that is not there") {
  MadeImage image = glibc();
  image.config.cmd = {"server"};
  CHECK(is_no(only(image).found));
  MadeImage cut = glibc();
  cut.config.cmd = {"server"};
  cut.partial();
  CHECK(is_unknown(only(cut).found));
}

TEST_CASE("a directory is no program") {
  MadeImage image = glibc();
  image.directory("app").directory("usr/local/bin/run");
  image.config.cmd = {"/app"};
  CHECK(is_no(only(image).found));
}

TEST_CASE("relative words go by the working directory") {
  MadeImage image = glibc();
  image.config.working_dir = "/app/";
  image.config.cmd = {"./run"};
  image.file("app/run", "#!/bin/sh\n", 0755);
  CHECK(only(image).path == "/app/run");
}

TEST_CASE("of two in PATH the one that may be executed") {
  MadeImage image = glibc();
  image.file("usr/local/bin/run", "text", 0644).file("usr/bin/run", "#!/bin/sh\n", 0755);
  image.config.cmd = {"run"};
  CHECK(only(image).path == "/usr/bin/run");
}

TEST_CASE("the mode of the file, and of the directories above it, as the user meets them") {
  MadeImage image = glibc();
  image.file("etc/passwd", "app:x:1000:1000::/:/bin/sh\n");
  image.config.cmd = {"/root/run"};
  image.directory("root", 0700).file("root/run", "#!/bin/sh\n", 0755);
  SECTION("root enters") { CHECK(is_yes(only(image).executable)); }
  SECTION("others do not") {
    image.config.user = "app";
    const Started program = only(image);
    CHECK(is_no(program.executable));
    CHECK(program.blocked_by == "/root");
  }
  SECTION("nobody executes what has no x") {
    image.file("root/run", "#!/bin/sh\n", 0644);
    CHECK(only(image).blocked_by == "/root/run");
  }
  SECTION("the owner's bits are for the owner, though others have more") {
    image.config.user = "app";
    image.directory("root", 0755).file("root/run", "#!/bin/sh\n", 0655, 1000);
    CHECK(is_no(only(image).executable));
  }
}

TEST_CASE("the interpreter of a script") {
  MadeImage image = glibc();
  image.config.cmd = {"/run"};
  SECTION("is there") {
    image.file("run", "#! /bin/sh -e\n", 0755);
    CHECK(only(image).missing_interpreter.empty());
  }
  SECTION("is not") {
    image.file("run", "#!/bin/bash\n", 0755);
    CHECK(only(image).missing_interpreter == "/bin/bash");
  }
  SECTION("is looked up by env") {
    image.program("usr/bin/env", elf(loader, {"libc.so.6"}));
    image.file("run", "#!/usr/bin/env python3\n", 0755);
    CHECK(only(image).missing_interpreter == "python3");
  }
  SECTION("is asked of env with options") {
    image.program("usr/bin/env", elf(loader, {"libc.so.6"}));
    image.file("run", "#!/usr/bin/env -S perl -w\n", 0755);
    CHECK(only(image).missing_interpreter == "perl");
  }
  SECTION("has a carriage return") {
    image.file("run", "#!/bin/sh\r\n", 0755);
    CHECK(only(image).carriage_return);
  }
  SECTION("is a script that is its own interpreter") {
    image.file("run", "#!/run\n", 0755);
    CHECK(only(image).missing_interpreter.empty());
  }
}

TEST_CASE("the loader of another libc is missing") {
  MadeImage image;
  image.config.cmd = {"/app"};
  image.program("lib/ld-musl-x86_64.so.1").program("app", elf(loader, {"libc.so.6"}));
  CHECK(only(image).missing_interpreter == loader);
}

TEST_CASE("libraries that no directory of the loader has") {
  MadeImage image = glibc();
  image.config.cmd = {"/app"};
  SECTION("directly") {
    image.program("app", elf(loader, {"libc.so.6", "libpq.so.5"}));
    CHECK(only(image).missing_libraries == std::vector<std::string>{"libpq.so.5"});
  }
  SECTION("by another library") {
    image.program("app", elf(loader, {"libpq.so.5"}));
    image.program("usr/lib/libpq.so.5", elf("", {"libldap.so.2"}));
    CHECK(only(image).missing_libraries == std::vector<std::string>{"libldap.so.2"});
  }
  SECTION("for the right machine alone") {
    ElfHead arm;
    arm.machine = 183;
    image.program("app", elf(loader, {"libpq.so.5"})).program("usr/lib/libpq.so.5", arm);
    CHECK(only(image).missing_libraries == std::vector<std::string>{"libpq.so.5"});
  }
  SECTION("by RUNPATH beside the program") {
    image.program("opt/x/bin/app", elf(loader, {"libx.so"}, {"$ORIGIN/../lib"}));
    image.program("opt/x/lib/libx.so");
    image.config.cmd = {"/opt/x/bin/app"};
    CHECK(only(image).missing_libraries.empty());
  }
  SECTION("by LD_LIBRARY_PATH") {
    image.program("app", elf(loader, {"libx.so"})).program("opt/libx.so");
    image.config.env.push_back("LD_LIBRARY_PATH=/nothing:/opt");
    CHECK(only(image).missing_libraries.empty());
  }
  SECTION("by the cache of ldconfig") {
    image.program("app", elf(loader, {"libx.so"})).program("opt/libx.so");
    image.file("etc/ld.so.cache",
               std::string("glibc-ld.so.cache1.1\0\0\0libx.so\0/opt/libx.so\0", 43));
    CHECK(only(image).missing_libraries.empty());
  }
  SECTION("a cache of another form makes it unknown") {
    image.program("app", elf(loader, {"libx.so"}));
    image.file("etc/ld.so.cache", "something else");
    CHECK(only(image).missing_libraries.empty());
  }
  SECTION("what the loader of elsewhere does is unknown") {
    const std::string nix = "/nix/store/abc-glibc/lib/ld-linux-x86-64.so.2";
    image.program(nix.substr(1)).program("app", elf(nix, {"libx.so"}));
    CHECK(only(image).missing_libraries.empty());
  }
}

TEST_CASE("musl's loader is its own libc") {
  MadeImage image;
  const std::string musl = "/lib/ld-musl-x86_64.so.1";
  image.config.cmd = {"/app"};
  image.program("lib/ld-musl-x86_64.so.1");
  image.program("app", elf(musl, {"libc.musl-x86_64.so.1", "libpthread.so.0", "libz.so.1"}));
  CHECK(only(image).missing_libraries == std::vector<std::string>{"libz.so.1"});
}

TEST_CASE("a cycle of libraries ends") {
  MadeImage image = glibc();
  image.config.cmd = {"/app"};
  image.program("app", elf(loader, {"a.so"}));
  image.program("usr/lib/a.so", elf("", {"b.so"})).program("usr/lib/b.so", elf("", {"a.so"}));
  CHECK(only(image).missing_libraries.empty());
}

TEST_CASE("the shell's first word is a program too, where it is certain") {
  CHECK(first_program("exec server --port $PORT") == "server");
  CHECK(first_program(" server&&other") == "server");
  CHECK(first_program("/opt/run.sh") == "/opt/run.sh");
  for (const char* script :
       {"", "cd /app && server", "$SERVER", "A=1 server", "\"server\" x", "server() { :; }; server",
        "exec -a x server", "if true; then a; fi"}) {
    INFO(script);
    CHECK(first_program(script).empty());
  }
  MadeImage image = glibc();
  image.config.entrypoint = {"/bin/sh", "-c", "exec server"};
  const Contents contents(image.tree(), image.config);
  REQUIRE(contents.started().size() == 2);
  CHECK(contents.started()[1].in_shell);
  CHECK(is_no(contents.started()[1].found));
}

TEST_CASE("HEALTHCHECK's program") {
  MadeImage image = glibc();
  image.config.cmd = {"sh"};
  image.config.healthcheck.emplace();
  image.config.healthcheck->test = {"CMD-SHELL", "curl -f http://localhost/ || exit 1"};
  const Contents contents(image.tree(), image.config);
  REQUIRE(contents.started().size() == 3);
  CHECK(contents.started()[2].word == "curl");
  CHECK(contents.started()[2].field == "Healthcheck");
  CHECK(is_no(contents.started()[2].found));
}

TEST_CASE("machines and platforms") {
  ElfHead head;
  Platform platform;
  platform.architecture = "amd64";
  head.machine = 62;
  CHECK(is_yes(runs_on(head, platform)));
  head.machine = 3;
  CHECK(is_yes(runs_on(head, platform)));
  head.machine = 183;
  CHECK(is_no(runs_on(head, platform)));
  CHECK(machine_name(183) == "AArch64");
  head.machine = 9999;
  CHECK(is_unknown(runs_on(head, platform)));
  platform.architecture = "ppc64le";
  head.machine = 21;
  CHECK(is_yes(runs_on(head, platform)));
  head.big_endian = true;
  CHECK(is_no(runs_on(head, platform)));
}

}  // namespace plimsoll::image
