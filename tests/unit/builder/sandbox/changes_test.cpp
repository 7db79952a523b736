#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "analyzer/base/file.h"
#include "builder/sandbox/upper.h"
#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

namespace {

// A directory as a file system to look at, as the index of a layer would show it.
class DirectoryTree final : public FileTree {
 public:
  explicit DirectoryTree(const std::string& path)
      : root_(std::make_shared<const FileDescriptor>(std::move(*open_directory(path)))) {}
  Result<std::optional<Entry>> find(std::string_view path) const override {
    const std::size_t slash = path.rfind('/');
    const std::string parent(slash == std::string_view::npos ? "" : path.substr(0, slash));
    const std::string name(slash == std::string_view::npos ? path : path.substr(slash + 1));
    const auto open = sandbox::open_below(*root_, parent);
    struct stat status {};
    if (!open || ::fstatat(open->get(), name.empty() ? "." : name.c_str(), &status,
                           AT_SYMLINK_NOFOLLOW) != 0) {
      return std::nullopt;
    }
    Result<Entry> entry = sandbox::entry_of(root_, *open, name, std::string(path), status);
    if (!entry) return tl::unexpected(entry.error());
    return std::optional<Entry>(std::move(*entry));
  }
  Result<std::vector<Entry>> children(std::string_view path) const override {
    const auto open = sandbox::open_below(*root_, std::string(path));
    if (!open) return tl::unexpected(open.error());
    const auto names = sandbox::names_in(*open);
    std::vector<Entry> entries;
    for (const std::string& name : *names) {
      entries.push_back(**find(path.empty() ? name : fmt::format("{}/{}", path, name)));
    }
    return entries;
  }

 private:
  std::shared_ptr<const FileDescriptor> root_;
};

std::string listed(const std::vector<Entry>& entries) {
  static constexpr const char* letters = "fdlhcbpwo";
  std::string text;
  for (const Entry& entry : entries) {
    text += fmt::format("{} {}{}{}\n", letters[static_cast<int>(entry.kind)], entry.path,
                        entry.link.empty() ? "" : " -> ", entry.link);
  }
  return text;
}

// What a script leaves, against the one layer below.
std::string left_by(Rig& rig, const std::string& script) {
  const auto done = rig.run(rig.plan(script));
  REQUIRE((done ? "" : done.error().message) == "");
  INFO(rig.err);
  CHECK(done->exit_code == 0);
  const auto changes = changes_of(done->upper, DirectoryTree(rig.base));
  REQUIRE((changes ? "" : changes.error().message) == "");
  return listed(*changes);
}

void make_old(const std::string& path) {
  const struct timespec times[2] = {{1'600'000'000, 0}, {1'600'000'000, 0}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0);
}

}  // namespace

TEST_CASE("nothing is left by a command that changes nothing, mount points included") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(left_by(rig, "true") == "");
  CHECK(left_by(rig, "cat /etc/passwd /etc/resolv.conf /etc/hosts > /dev/null") == "");
  CHECK(left_by(rig, "echo x > /dev/shm/x; mkdir /dev/y; touch /tmp/z; rm /tmp/z") == "");
}

TEST_CASE("what a command makes, changes and removes") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/srv/deep");
  for (const char* name : {"/srv/a", "/srv/b", "/srv/deep/c"}) {
    Rig::write(rig.base + name, name);
    make_old(rig.base + name);
  }
  CHECK(left_by(rig, "mkdir -p /opt/x; echo 1 > /opt/x/y; ln -s y /opt/x/z") ==
        "d opt\nd opt/x\nf opt/x/y\nl opt/x/z -> y\n");
  CHECK(left_by(rig, "rm /srv/a; chmod 600 /srv/b") == "d srv\nw srv/a\nf srv/b\n");
  CHECK(left_by(rig, "rm -r /srv") == "w srv\n");
  CHECK(left_by(rig, "rm -r /srv; mkdir /srv; echo 2 > /srv/n") ==
        "d srv\nw srv/a\nw srv/b\nw srv/deep\nf srv/n\n");
  CHECK(left_by(rig, "rm -r /srv/deep; echo 3 > /srv/deep") == "d srv\nf srv/deep\n");
  CHECK(left_by(rig, "rm /srv/a; mkdir /srv/a; touch /srv/a/b") == "d srv\nd srv/a\nf srv/a/b\n");
  CHECK(left_by(rig, "mv /srv /opt") ==
        "d opt\nf opt/a\nf opt/b\nd opt/deep\nf opt/deep/c\nw srv\n");
  CHECK(left_by(rig, "touch /srv/new; ln /srv/new /srv/also; ln /srv/new /srv/deep/third") ==
        "d srv\nf srv/also\nd srv/deep\nh srv/deep/third -> srv/also\nh srv/new -> srv/also\n");
  CHECK(left_by(rig, "chmod 700 /srv/deep") == "d srv\nd srv/deep\n");
  CHECK(left_by(rig, "mknod /srv/d c 7 9; mknod /srv/p p") == "d srv\nc srv/d\np srv/p\n");
}

TEST_CASE("a copy without a change is no change") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/srv");
  Rig::write(rig.base + "/srv/a", "text");
  make_old(rig.base + "/srv/a");
  CHECK(left_by(rig, "mv /srv/a /srv/b; mv /srv/b /srv/a") == "");
  CHECK(left_by(rig, "chmod 600 /srv/a; chmod 644 /srv/a") == "");
  CHECK(left_by(rig, "chmod 700 /srv; chmod 755 /srv") == "");
  CHECK(left_by(rig, "touch /srv/a") == "d srv\nf srv/a\n");
  CHECK(left_by(rig, "echo TEXT > /srv/a; touch -d @1600000000 /srv/a") == "d srv\nf srv/a\n");
  CHECK(left_by(rig, "echo -n text > /srv/a; touch -d @1600000000 /srv/a") == "");
  CHECK(left_by(rig, "ln /srv/a /srv/b") == "d srv\nf srv/b\n");
}

TEST_CASE("entries put into an overlay are told as they were") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/srv/old");
  Rig::write(rig.base + "/srv/old/x", "x");
  const auto bytes = std::make_shared<const std::string>("hello");
  std::vector<Entry> wanted;
  const auto add = [&](EntryKind kind, const std::string& path, std::uint32_t mode) -> Entry& {
    Entry entry;
    entry.kind = kind;
    entry.path = path;
    entry.mode = mode;
    entry.uid = 7;
    entry.gid = 8;
    entry.mtime_s = 1'700'000'000;
    if (kind == EntryKind::File) {
      entry.size = bytes->size();
      entry.content = InMemory{bytes};
    }
    wanted.push_back(entry);
    return wanted.back();
  };
  add(EntryKind::Directory, "new", 0750);
  add(EntryKind::File, "new/a", 04755);
  add(EntryKind::Hardlink, "new/b", 04755).link = "new/a";
  add(EntryKind::Symlink, "new/c", 0777).link = "../bin/sh";
  add(EntryKind::Fifo, "new/d", 0600);
  add(EntryKind::Directory, "srv", 0755);
  add(EntryKind::Whiteout, "srv/old", 0);
  const auto upper = apply_in_overlay({rig.base}, rig.layer(), wanted);
  REQUIRE((upper ? "" : upper.error().message) == "");
  const auto changes = changes_of(*upper, DirectoryTree(rig.base));
  REQUIRE((changes ? "" : changes.error().message) == "");
  REQUIRE(listed(*changes) == listed(wanted));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].kind == EntryKind::Whiteout) continue;
    INFO(wanted[i].path);
    CHECK((*changes)[i].mode == wanted[i].mode);
    CHECK((*changes)[i].uid == wanted[i].uid);
    CHECK((*changes)[i].mtime_s == wanted[i].mtime_s);
  }
  std::string text(bytes->size(), ' ');
  REQUIRE(read_content((*changes)[1], 0, text.data(), text.size()));
  CHECK(text == *bytes);
}

TEST_CASE("a settled upper directory has what its layer has, at the times of the layer") {
  if (!test::can_run()) return;
  Rig rig;
  test::fs::create_directories(rig.base + "/srv/deep");
  Rig::write(rig.base + "/srv/a", "text");
  Rig::write(rig.base + "/srv/deep/b", "text");
  make_old(rig.base + "/srv/a");
  const auto done = rig.run(
      rig.plan("chmod 700 /srv/a; chmod 644 /srv/a; touch -c /srv/deep/b; mkdir /n; echo 1 > /n/f;"
               "ln -s f /n/l; chmod 711 /srv/deep; chmod 755 /srv/deep; rm /etc/passwd"));
  REQUIRE(done);
  const DirectoryTree below(rig.base);
  const auto changes = changes_of(done->upper, below);
  REQUIRE(changes);
  constexpr std::int64_t epoch_s = 1'000'000'000;
  const std::string noted = done->upper + "/n/f";
  REQUIRE(::setxattr(noted.c_str(), "user.note", "x", 1, 0) == 0);
  REQUIRE(settle_upper(done->upper, *changes, epoch_s));
  CHECK_FALSE(test::fs::exists(done->upper + "/srv/a"));
  CHECK(::getxattr(noted.c_str(), "user.note", nullptr, 0) < 0);  // no layer keeps it
  for (const Entry& entry : *changes) {
    if (entry.kind == EntryKind::Whiteout) continue;
    struct stat status {};
    REQUIRE(::lstat((done->upper + "/" + entry.path).c_str(), &status) == 0);
    INFO(entry.path);
    CHECK(status.st_mtim.tv_sec == epoch_s);
    CHECK(status.st_mtim.tv_nsec == 0);
  }
  const auto again = changes_of(done->upper, below);
  REQUIRE(again);
  CHECK(listed(*again) == listed(*changes));
}
