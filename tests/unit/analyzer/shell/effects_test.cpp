// What commands do: packages, downloads, paths, caches.

#include "analyzer/shell/path.h"
#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

using Source = Package::Source;
using Pin = Package::Pin;

struct PackageCase {
  std::string_view text;
  std::string_view name;
  std::string_view separator;
  std::string_view version;
  Source source;
  Pin pin;
};

TEST_CASE("packages are read as their manager does") {
  const PackageCase cases[] = {
      {"apt-get install curl", "curl", "", "", Source::Registry, Pin::None},
      {"apt-get install curl=7.88-1", "curl", "=", "7.88-1", Source::Registry, Pin::Exact},
      {"apt-get install curl=7.*", "curl", "=", "7.*", Source::Registry, Pin::Range},
      {"apt-get install curl=${V}", "curl", "=", "${V}", Source::Registry, Pin::Unknown},
      {"apt-get install libc6:i386", "libc6", "", "", Source::Registry, Pin::None},
      {"apt-get install a/stable", "a", "/", "stable", Source::Registry, Pin::Range},
      {"apt-get install ./x.deb", "./x.deb", "", "", Source::Path, Pin::None},
      {"apt-get install $P", "$P", "", "", Source::Registry, Pin::Unknown},
      {"apt-get install 'lib*'", "lib*", "", "", Source::Registry, Pin::None},
      {"apk add curl~8.1", "curl", "~", "8.1", Source::Registry, Pin::Range},
      {"apk add curl=8.1-r0", "curl", "=", "8.1-r0", Source::Registry, Pin::Exact},
      {"apk add 'curl>8'", "curl", ">", "8", Source::Registry, Pin::Range},
      {"apk add curl@edge", "curl", "@", "edge", Source::Registry, Pin::None},
      {"yum install gcc-4.8.5-44.el7", "gcc", "-", "4.8.5-44.el7", Source::Registry, Pin::Exact},
      {"yum install java-11-openjdk", "java-11-openjdk", "", "", Source::Registry, Pin::None},
      {"yum install java-1.8.0-openjdk-1.8.0.91", "java-1.8.0-openjdk", "-", "1.8.0.91",
       Source::Registry, Pin::Exact},
      {"dnf install gcc-${V}", "gcc", "-", "${V}", Source::Registry, Pin::Unknown},
      {"dnf install @core", "@core", "", "", Source::Group, Pin::None},
      {"dnf install https://h/x.rpm", "https://h/x.rpm", "", "", Source::Url, Pin::None},
      {"zypper in 'a>=1'", "a", ">=", "1", Source::Registry, Pin::Range},
      {"pacman -S a", "a", "", "", Source::Registry, Pin::None},
      {"rpm -i x.rpm", "x.rpm", "", "", Source::Path, Pin::None},
      {"pip install a==1.2", "a", "==", "1.2", Source::Registry, Pin::Exact},
      {"pip install 'a[x,y]==1.2'", "a", "==", "1.2", Source::Registry, Pin::Exact},
      {"pip install 'a>=1,<2'", "a", ">=", "1,<2", Source::Registry, Pin::Range},
      {"pip install a==1.*", "a", "==", "1.*", Source::Registry, Pin::Range},
      {"pip install git+https://h/r@v1", "git+https://h/r@v1", "", "", Source::Vcs, Pin::Exact},
      {"pip install git+https://h/r", "git+https://h/r", "", "", Source::Vcs, Pin::None},
      {"pip install .", ".", "", "", Source::Path, Pin::None},
      {"pip install -e ./a", "./a", "", "", Source::Path, Pin::None},
      {"pip install -r r.txt", "r.txt", "", "", Source::ListFile, Pin::None},
      {"npm install a@1.2.3", "a", "@", "1.2.3", Source::Registry, Pin::Exact},
      {"npm i @s/a@^1.2.3", "@s/a", "@", "^1.2.3", Source::Registry, Pin::Range},
      {"npm i @s/a", "@s/a", "", "", Source::Registry, Pin::None},
      {"npm i a@latest", "a", "@", "latest", Source::Registry, Pin::Range},
      {"npm i user/repo", "user/repo", "", "", Source::Vcs, Pin::None},
      {"npm i ./a", "./a", "", "", Source::Path, Pin::None},
      {"yarn global add a@1.0.0", "a", "@", "1.0.0", Source::Registry, Pin::Exact},
      {"gem install a:1.2", "a", ":", "1.2", Source::Registry, Pin::Exact},
      {"gem install a -v 1.2", "a", "", "1.2", Source::Registry, Pin::Exact},
      {"gem install a -v '~> 1.2'", "a", "", "~> 1.2", Source::Registry, Pin::Range},
      {"go install h.org/a@v1.2.3", "h.org/a", "@", "v1.2.3", Source::Registry, Pin::Exact},
      {"go install h.org/a@latest", "h.org/a", "@", "latest", Source::Registry, Pin::Range},
      {"go install ./...", "./...", "", "", Source::Path, Pin::None},
      {"cargo install a --version 1.2.3", "a", "", "1.2.3", Source::Registry, Pin::Exact},
      {"composer require v/p:1.2.3", "v/p", ":", "1.2.3", Source::Registry, Pin::Exact},
      {"conda install c::a=1.2.3", "a", "=", "1.2.3", Source::Registry, Pin::Exact},
      {"python -m pip install a", "a", "", "", Source::Registry, Pin::None},
  };
  for (const PackageCase& c : cases) {
    INFO(c.text);
    const std::vector<Package> packages = read_shell(c.text).installs();
    REQUIRE(packages.size() == 1);
    CHECK(packages[0].name == c.name);
    CHECK(packages[0].separator == c.separator);
    CHECK(packages[0].version == c.version);
    CHECK(packages[0].source == c.source);
    CHECK(packages[0].pin == c.pin);
  }
}

TEST_CASE("commands that install nothing by name") {
  for (const std::string_view text :
       {"npm ci", "npm install", "apt-get update", "pip download a", "rpm -q a", "pacman -R a",
        "gem install -v 1", "apk del a", "dpkg -l a", "yum clean all", "echo apt-get install a",
        "apt-get install -t a", "apk add -t .deps"}) {
    INFO(text);
    CHECK(read_shell(text).installs().empty());
  }
  CHECK(read_shell("gem install a -- --with-x=y").installs().size() == 1);
  CHECK(read_shell("apt-get install a{b,c}d").installs()[1].name == "acd");
  const std::string_view text = "apt-get install curl=1";
  const CommandList list = read_shell(text);
  const Package package = list.installs()[0];
  CHECK(package.span.in(text) == "curl=1");
  CHECK(package.name_span.in(text) == "curl");
  CHECK(package.manager == "apt");
}

TEST_CASE("removals are told by paths, not by text") {
  constexpr std::string_view lists = "/var/lib/apt/lists";
  for (const std::string_view text : {"rm -rf /var/lib/apt/lists",
                                      "rm -rf /var/lib/apt/lists/*",
                                      "rm -fr /var/lib/apt/lists/",
                                      "rm -r -f /var/lib/apt/lists",
                                      "rm --recursive /var/lib/apt",
                                      "rm -rf /var/lib/apt/*",
                                      "rm -rf /var/lib/{apt,dpkg}",
                                      "rm -rf /var/{lib/apt/lists,cache}/*",
                                      "cd /var/lib && rm -rf apt/lists/*",
                                      "cd /var/lib/apt/lists && rm -rf *",
                                      "find /var/lib/apt/lists -type f -delete",
                                      "find /var/lib/apt/lists -mindepth 1 -delete",
                                      "find /var/lib/apt/lists/* -exec rm -rf {} +",
                                      "apt-get distclean",
                                      "sudo rm -rf /var/lib/apt/lists/*",
                                      "rm -rf /tmp/* /var/lib/apt/lists/* /x",
                                      "rm -rf '/var/lib/apt/lists'",
                                      "bash -c 'rm -rf /var/lib/apt/lists/*'",
                                      "rm /var/lib/apt/lists/* -rf",
                                      "rm -rf /var/lib/apt/list?/*"}) {
    INFO(text);
    CHECK(read_shell(text).removes(lists));
  }
  for (const std::string_view text :
       {"rm -rf /var/lib/apt/lists/partial", "rm -rf /var/lib/apt/lists/*.gz", "apt-get clean",
        "echo rm -rf /var/lib/apt/lists", "rm -rf lists", "rm /var/lib/apt", "ls",
        "rm -rf /var/lib/apt/lists2"}) {
    INFO(text);
    CHECK_FALSE(read_shell(text).removes(lists));
    CHECK(is_no(read_shell(std::string(text) == "rm -rf lists" ? "ls" : text).may_remove(lists)));
  }
  for (const std::string_view text : {"rm -rf $DIRS", "rm -rf lists", "cd $X && rm -rf *",
                                      "find /var/lib/apt/lists -name '*.gz' -delete", "a && ("}) {
    INFO(text);
    CHECK(is_unknown(read_shell(text).may_remove(lists)));
  }
  CHECK(read_shell("apt-get clean").removes("/var/cache/apt/archives"));
  CHECK(read_shell("yum clean all").removes("/var/cache/yum"));
  const CommandList list = read_shell("rm -rf /x; a; rm -rf /y");
  CHECK(list.removes("/x"));
  CHECK_FALSE(list.removes("/x", list.find("a")));
  CHECK(list.removes("/y", list.find("a")));
}

TEST_CASE("downloads have a URL and a place") {
  struct Case {
    std::string_view text;
    std::string_view url;
    std::string_view output;
  };
  const Case cases[] = {
      {"curl -fsSL https://h/a.tgz -o /tmp/a.tgz", "https://h/a.tgz", "/tmp/a.tgz"},
      {"cd /tmp && curl -O https://h/a.tgz?x=1", "https://h/a.tgz?x=1", "/tmp/a.tgz"},
      {"curl https://h/a | sh", "https://h/a", ""},
      {"curl https://h/a > /x", "https://h/a", "/x"},
      {"curl --url https://h/a", "https://h/a", ""},
      {"wget https://h/a.tgz", "https://h/a.tgz", "a.tgz"},
      {"wget -P /tmp https://h/a.tgz", "https://h/a.tgz", "/tmp/a.tgz"},
      {"wget -qO- https://h/a", "https://h/a", ""},
      {"wget -O x https://h/a", "https://h/a", "x"},
      {"git clone https://h/r.git", "https://h/r.git", "r"},
      {"git clone -b x https://h/r /src", "https://h/r", "/src"},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    const std::vector<Fetch> fetches = read_shell(c.text).fetches();
    REQUIRE(fetches.size() == 1);
    CHECK(fetches[0].url == c.url);
    CHECK(fetches[0].output == c.output);
  }
  CHECK_FALSE(read_shell("curl https://h/$V").fetches()[0].known);
}

// "read a, write b, remove c"
std::string paths_of(std::string_view text) {
  const CommandEffects effects = effects_of(first_command(text));
  std::string said;
  const auto say = [&](std::string_view what, const std::vector<PathUse>& uses) {
    for (const PathUse& use : uses) {
      if (!said.empty()) said += ", ";
      said += std::string(what) + " " + use.path + (use.known ? "" : "?");
    }
  };
  say("read", effects.reads);
  say("write", effects.writes);
  say("remove", effects.removes);
  return said;
}

TEST_CASE("paths are read, written and removed") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"cp a b /c", "read a, read b, write /c"},
      {"cp -t /c a", "read a, write /c"},
      {"mv /a /b", "read /a, write /b, remove /a"},
      {"ln -s /a /b", "write /b"},
      {"install -d /a /b", "write /a, write /b"},
      {"mkdir -p /a /b/", "write /a, write /b"},
      {"chmod 755 /a", "write /a"},
      {"chown -R a:b /a $B", "write /a, write $B?"},
      {"sed -i s/a/b/ /f", "write /f"},
      {"sed s/a/b/ /f", "read /f"},
      {"cat /a > /b", "read /a, write /b"},
      {"echo x >> /b 2>/dev/null", "write /b"},
      {"tee /a", "write /a"},
      {"tar -xzf /a.tgz -C /b", "read /a.tgz, write /b"},
      {"tar czf /a.tgz /b", "read /b, write /a.tgz"},
      {"unzip /a.zip -d /b", "read /a.zip, write /b"},
      {"rm -rf ~/.cache \"$HOME/.npm\"", "remove ~/.cache, remove ~/.npm"},
      {"grep -q a /f", "read /f"},
      {"unheard-of /a > b", "write b"},
  };
  for (const auto& [text, said] : cases) {
    INFO(text);
    CHECK(paths_of(text) == said);
  }
}

TEST_CASE("indexes, upgrades and caches") {
  const auto effects = [](std::string_view text) { return effects_of(first_command(text)); };
  CHECK(effects("apt-get update").refreshes_index);
  CHECK(effects("apk update").refreshes_index);
  CHECK(effects("pacman -Sy").refreshes_index);
  CHECK_FALSE(effects("yum update").refreshes_index);
  CHECK(effects("yum update").upgrades);
  CHECK(effects("apt-get dist-upgrade -y").upgrades);
  CHECK(effects("dnf clean all").cleans_cache);
  CHECK(effects("npm cache clean --force").cleans_cache);
  CHECK(effects("pacman -Scc").cleans_cache);
  CHECK(effects("apt-get purge a").uninstalls);
}

TEST_CASE("paths are joined and covered") {
  CHECK(path_from("/a", "b/../c") == "/a/c");
  CHECK(path_from("", "../a/.") == "../a");
  CHECK(path_from("/", "..") == "/");
  CHECK(path_from("a", "/b//c/") == "/b/c");
  CHECK(covers("/a", true, "/a/b"));
  CHECK_FALSE(covers("/a", false, "/a/b"));
  CHECK(covers("/a/*", true, "/a"));
  CHECK_FALSE(covers("/a/b*", true, "/a"));
  CHECK_FALSE(covers("a", true, "/a"));
  CHECK(covers("/", true, "/a"));
  CHECK(matches_glob("a[b-d]?*", "acx"));
  CHECK_FALSE(matches_glob("a[!b]", "ab"));
  CHECK(matches_glob("[", "["));
}

TEST_CASE("a removal below another path is none, whatever is expanded in it") {
  const auto removes = [](std::string_view text) {
    return read_shell(text).may_remove("/var/lib/apt/lists");
  };
  CHECK(is_no(removes("rm -rf /tmp/tool-$V.tgz")));
  CHECK(is_no(removes("rm -rf /var/lib/dpkg/${X}/*")));
  CHECK(is_unknown(removes("rm -rf /var/$X")));
  CHECK(is_unknown(removes("rm -rf $X/tmp")));
  CHECK(is_unknown(removes("cd $X && rm -rf tmp")));
  CHECK(is_yes(removes("rm -rf /var/lib/apt/lists/*")));
}

}  // namespace
}  // namespace plimsoll
