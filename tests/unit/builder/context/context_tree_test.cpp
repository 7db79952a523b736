#include "builder/context/context_tree.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace plimsoll::builder {
namespace {

namespace fs = std::filesystem;

// A directory that goes away with the test.
class Place {
 public:
  Place() {
    char name[] = "/tmp/plimsoll-context-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Place() { fs::remove_all(path_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] std::string at(const std::string& name) const { return path_ + "/" + name; }
  void file(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(at(name)).parent_path());
    std::ofstream(at(name), std::ios::binary) << text;
  }
  // As if nothing had been written there for a long time.
  void age(const std::string& name, std::int64_t seconds) const {
    const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
    REQUIRE(::utimensat(AT_FDCWD, at(name).c_str(), times, AT_SYMLINK_NOFOLLOW) == 0);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::unique_ptr<ContextTree> opened(const Place& place, std::string_view ignore = "",
                                    const std::string& memory = "") {
  auto tree = ContextTree::open(place.path(), IgnoreFile::parse(ignore), memory, 2);
  REQUIRE(tree.has_value());
  return std::move(*tree);
}

std::string all_of(const ContextTree& tree) {
  std::string text;
  const auto walked = walk(tree, "", [&](const Entry& entry) -> Result<void> {
    text += entry.path + (entry.kind == EntryKind::Directory ? "/ " : " ");
    return {};
  });
  return walked ? text : walked.error().message;
}

TEST_CASE("a directory is a tree of entries that belong to root") {
  const Place place;
  place.file("b/two", "22");
  place.file("a", "1");
  fs::create_symlink("../../outside", place.at("b/link"));
  REQUIRE(::mkfifo(place.at("fifo").c_str(), 0640) == 0);
  ::chmod(place.at("a").c_str(), 04711);
  place.age("a", 1234);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  struct sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, place.at("socket").c_str(), sizeof name.sun_path - 1);
  REQUIRE(::bind(socket, reinterpret_cast<struct sockaddr*>(&name), sizeof name) == 0);
  ::close(socket);

  const auto tree = opened(place);
  CHECK(all_of(*tree) == "a b/ b/link b/two fifo ");
  const auto file = tree->find("a");
  REQUIRE((file && *file));
  CHECK((*file)->mode == 04711);
  CHECK((*file)->uid == 0);
  CHECK((*file)->mtime_s == 1234);
  CHECK((*file)->size == 1);
  CHECK(read_content(**file, 10).value() == "1");
  CHECK((*tree->find("b/link"))->link == "../../outside");
  CHECK((*tree->find("fifo"))->kind == EntryKind::Fifo);
  CHECK((*tree->find(""))->kind == EntryKind::Directory);
  CHECK_FALSE((*tree->find("b/none")).has_value());
  CHECK_FALSE((*tree->find("a/below")).has_value());
  CHECK_FALSE((*tree->find("b/link/etc")).has_value());
  CHECK(tree->children("a")->empty());
}

TEST_CASE("what the ignore file leaves") {
  const Place place;
  for (const char* name : {"a/x.txt", "a/y.md", "a/b/z.txt", "keep/k", "top.txt", "only/dir/f"}) {
    place.file(name, name);
  }
  fs::create_directories(place.at("folder/inner"));
  struct Case {
    const char* ignore;
    const char* left;
  };
  const Case cases[] = {
      {"",
       "a/ a/b/ a/b/z.txt a/x.txt a/y.md folder/ folder/inner/ keep/ keep/k only/ only/dir/ "
       "only/dir/f top.txt "},
      {"a\nonly\nfolder", "keep/ keep/k top.txt "},
      {"*\n!keep", "keep/ keep/k "},
      {"*\n!a/b", "a/ a/b/ a/b/z.txt "},         // the parent comes along
      {"*\n!folder", "folder/ folder/inner/ "},  // empty, but named
      {"*\n!folder\nfolder/*", "folder/ "},
      {"*\n!a/none", ""},  // nothing below is seen, so it is not
      {"**/*.txt\n!a/b/z.txt",
       "a/ a/b/ a/b/z.txt a/y.md folder/ folder/inner/ keep/ keep/k only/ "
       "only/dir/ only/dir/f "},
      {"*\n!**/*.md", "a/ a/y.md "},
      {"only/dir",
       "a/ a/b/ a/b/z.txt a/x.txt a/y.md folder/ folder/inner/ keep/ keep/k only/ "
       "top.txt "},
      {"a\n!a/b\na/b/z.txt",
       "a/ a/b/ folder/ folder/inner/ keep/ keep/k only/ only/dir/ only/dir/f "
       "top.txt "},
  };
  for (const Case& c : cases) {
    INFO(c.ignore);
    CHECK(all_of(*opened(place, c.ignore)) == c.left);
    const auto at_once = opened(place, c.ignore);
    REQUIRE(at_once->expect_all_of("").has_value());
    CHECK(all_of(*at_once) == c.left);
  }
}

TEST_CASE("digests are remembered as long as a file is surely the same") {
  const Place place;
  const Place store;
  const std::string memory = store.at("memory");
  for (int i = 0; i < 50; ++i) place.file("d/" + std::to_string(i), std::to_string(i * i));
  ::usleep(50'000);
  const auto digest = [&](const ContextTree& tree, const std::string& name) {
    std::vector<Entry> entries = {**tree.find(name)};
    REQUIRE(tree.fill_digests(entries).has_value());
    return entries[0].content_digest;
  };
  {
    const auto tree = opened(place, "", memory);
    CHECK((*tree->find("d/7"))->content_digest.empty());
    auto entries = *tree->children("d");
    REQUIRE(tree->fill_digests(entries).has_value());
    for (const Entry& entry : entries) CHECK(entry.content_digest.size() == 32);
    tree->save();
  }
  REQUIRE(fs::exists(memory));
  const auto written = fs::last_write_time(memory);
  {
    const auto tree = opened(place, "", memory);
    const std::string known = (*tree->find("d/7"))->content_digest;
    CHECK(known.size() == 32);
    CHECK(known == digest(*opened(place), "d/7"));
    tree->save();
    CHECK(fs::last_write_time(memory) == written);  // nothing new, nothing written
  }
  SECTION("a change of the same size with the times put back") {
    const struct stat before = [&] {
      struct stat status = {};
      ::stat(place.at("d/7").c_str(), &status);
      return status;
    }();
    place.file("d/7", "xy");
    const struct timespec times[2] = {before.st_atim, before.st_mtim};
    ::utimensat(AT_FDCWD, place.at("d/7").c_str(), times, 0);
    CHECK((*opened(place, "", memory)->find("d/7"))->content_digest.empty());
  }
  SECTION("a file that is too young is not remembered") {
    place.file("young", "y");
    const auto tree = opened(place, "", memory);
    CHECK(digest(*tree, "young").size() == 32);
    tree->save();
    CHECK((*opened(place, "", memory)->find("young"))->content_digest.empty());
  }
  SECTION("of another context, damaged, cut off: nothing is known") {
    const Place other;
    other.file("d/7", "49");
    CHECK((*opened(other, "", memory)->find("d/7"))->content_digest.empty());
    std::string bytes(fs::file_size(memory), '\0');
    std::ifstream(memory, std::ios::binary).read(bytes.data(), static_cast<long>(bytes.size()));
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{9}, std::size_t{40}, std::size_t{70}, bytes.size() - 1}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      std::ofstream(memory, std::ios::binary) << damaged;
      CHECK((*opened(place, "", memory)->find("d/7"))->content_digest.empty());
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{63}, std::size_t{64}, bytes.size() - 8}) {
      std::ofstream(memory, std::ios::binary) << bytes.substr(0, size);
      CHECK((*opened(place, "", memory)->find("d/7"))->content_digest.empty());
    }
  }
}

TEST_CASE("the digest of what a COPY sees changes with it, and only with it") {
  const Place place;
  place.file("src/a", "a");
  place.file("src/deep/b", "b");
  place.file("other", "o");
  fs::create_symlink("src", place.at("link"));
  const auto digest = [&](const std::vector<std::string>& sources) {
    const auto seen = opened(place)->digest_of(sources);
    return seen ? *seen : seen.error().message;
  };
  const std::string src = digest({"src"});
  const std::string link = digest({"link/deep"});
  const std::string glob = digest({"*"});
  const std::string gone = digest({"gone"});
  CHECK(src.size() == 64);
  CHECK(src == digest({"src"}));
  CHECK(src != digest({"src/a"}));
  place.file("other", "p");
  CHECK(src == digest({"src"}));
  CHECK(glob != digest({"*"}));
  place.file("src/deep/b", "c");
  CHECK(src != digest({"src"}));
  CHECK(link != digest({"link/deep"}));
  const std::string mode = digest({"src/a"});
  ::chmod(place.at("src/a").c_str(), 0755);
  CHECK(mode != digest({"src/a"}));
  CHECK(gone == digest({"gone"}));
  place.file("gone", "");
  CHECK(gone != digest({"gone"}));
}

TEST_CASE("links that go in circles, names without sense, and what vanishes") {
  const Place place;
  fs::create_symlink("two", place.at("one"));
  fs::create_symlink("one", place.at("two"));
  fs::create_symlink(".", place.at("self"));
  fs::create_symlink("/etc", place.at("etc"));
  place.file("new\nline", "n");
  place.file("\xFF\xFE", "i");
  place.file("goes", "away");
  const auto tree = opened(place);
  CHECK(all_of(*tree) == "etc goes new\nline one self two \xFF\xFE ");
  CHECK_FALSE((*tree->find("etc/passwd")).has_value());
  CHECK_FALSE(resolve_in_tree(*tree, "one", true).has_value());
  std::vector<Entry> entries = {**tree->find("goes")};
  fs::remove(place.at("goes"));
  const auto filled = tree->fill_digests(entries);
  REQUIRE_FALSE(filled.has_value());
  CHECK(filled.error().message.find("goes: vanished") != std::string::npos);
}

TEST_CASE("a path that is longer than the kernel takes, and a file that may not be read") {
  const Place place;
  std::string path = place.path();
  int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY);
  const std::string name(250, 'n');
  for (int depth = 0; depth < 20; ++depth) {
    REQUIRE(::mkdirat(fd, name.c_str(), 0755) == 0);
    const int next = ::openat(fd, name.c_str(), O_RDONLY | O_DIRECTORY);
    ::close(fd);
    fd = next;
  }
  ::close(fd);
  const auto tree = opened(place);
  const auto walked = tree->expect_all_of("");
  REQUIRE_FALSE(walked.has_value());
  CHECK(walked.error().message.find("name too long") != std::string::npos);

  place.file("secret", "s");
  ::chmod(place.path().c_str(), 0755);
  ::chmod(place.at("secret").c_str(), 0);
  if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
  const auto again = opened(place);
  std::vector<Entry> entries = {**again->find("secret")};
  const auto filled = again->fill_digests(entries);
  if (::getuid() == 0) REQUIRE(::seteuid(0) == 0);
  REQUIRE_FALSE(filled.has_value());
  CHECK(filled.error().message == "secret: Permission denied");
}

TEST_CASE("what changes after its digest was given is noticed, however young it is") {
  for (const bool young : {true, false}) {
    const Place place;
    place.file("d/a", "one");
    place.file("d/b", "two");
    place.file("other", "seen and not read");
    if (!young) ::usleep(50'000);
    const auto tree = opened(place);
    CHECK(tree->holds());
    std::vector<Entry> entries = *tree->children("d");
    REQUIRE(tree->find("other").has_value());
    REQUIRE(tree->fill_digests(entries).has_value());
    CHECK(tree->holds());
    place.file("other", "nobody has its digest");
    place.file("d/c", "new");
    CHECK(tree->holds());
    place.file("d/b", "TWO");
    CHECK_FALSE(tree->holds());
  }
}

TEST_CASE("a file that is gone or replaced no longer holds") {
  const Place place;
  place.file("a", "one");
  const auto tree = opened(place);
  std::vector<Entry> entries = *tree->children("");
  REQUIRE(tree->fill_digests(entries).has_value());
  fs::remove(place.at("a"));
  CHECK_FALSE(tree->holds());
  fs::create_symlink("b", place.at("a"));
  CHECK_FALSE(tree->holds());
}

TEST_CASE("a directory swapped for a link after it was listed leads nowhere") {
  const Place place;
  place.file("d/passwd", "mine");
  const auto tree = opened(place);
  REQUIRE((*tree->find("d/passwd")).has_value());
  std::vector<Entry> entries = {**tree->find("d/passwd")};
  fs::remove_all(place.at("d"));
  fs::create_symlink("/etc", place.at("d"));
  CHECK_FALSE(tree->fill_digests(entries).has_value());
}

TEST_CASE("the ignore file of a Dockerfile, or of the context") {
  const Place place;
  const auto found = [&](const std::string& dockerfile) {
    const auto file = find_ignore_file(place.path(), dockerfile);
    if (!file) return file.error().message;
    return file->patterns().empty() ? "none" : file->patterns()[0].text;
  };
  CHECK(found(place.at("Dockerfile")) == "none");
  place.file(".dockerignore", "of-context\n");
  CHECK(found(place.at("Dockerfile")) == "of-context");
  place.file("Dockerfile.dockerignore", "of-file\n");
  CHECK(found(place.at("Dockerfile")) == "of-file");
  CHECK(found("") == "of-context");
  place.file("Dockerfile.dockerignore", "ok\n[\n");
  CHECK(found(place.at("Dockerfile")) ==
        place.at("Dockerfile.dockerignore:2: the pattern is malformed"));
  CHECK_FALSE(ContextTree::open(place.at("nowhere"), IgnoreFile(), "", 1).has_value());
}

}  // namespace
}  // namespace plimsoll::builder
