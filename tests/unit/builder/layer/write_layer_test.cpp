#include <fcntl.h>
#include <sys/stat.h>

#include "analyzer/digest/sha256.h"
#include "tests/unit/builder/layer/made.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

std::string message(std::vector<Entry> entries) {
  sort_entries(entries);
  const auto written = write_layer(entries, {.epoch_s = 0}, *scratch_file());
  return written ? "" : written.error().message;
}

}  // namespace

TEST_CASE("An empty layer is two blocks of zeros") {
  const MadeLayer empty = layer({});
  CHECK(bytes_of(*empty.blob) == std::string(1024, '\0'));
  CHECK(empty.written.diff_id ==
        "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
  CHECK(empty.index->size() == 0);
}

TEST_CASE("Bytes and digest do not depend on the number of workers") {
  std::vector<Entry> entries;
  for (int i = 0; i < 400; ++i) {
    const auto size = static_cast<std::size_t>(i * 131 % 9000);
    entries.push_back(file("d/" + std::to_string(i), std::string(size, static_cast<char>(i))));
  }
  entries.push_back(file("huge", std::string(3'000'001, 'x')));
  const MadeLayer one = layer(entries);
  for (const unsigned workers : {2U, 3U, 7U}) {
    const MadeLayer many = layer(entries, {.epoch_s = INT64_MAX, .workers = workers});
    CHECK(many.written.diff_id == one.written.diff_id);
    CHECK(many.written.index == one.written.index);
    CHECK(bytes_of(*many.blob) == bytes_of(*one.blob));
  }
  CHECK(one.written.diff_id == "sha256:" + digest::to_hex(digest::sha256(bytes_of(*one.blob))));
  CHECK(one.written.size == bytes_of(*one.blob).size());
}

TEST_CASE("The index gives back what was written, contents as ranges of the blob") {
  Entry odd = file("odd", "text", 04755);
  odd.uid = 3'000'000'000;
  odd.gid = 77;
  odd.mtime_s = -5;
  odd.xattrs = {{"security.capability", std::string("\1\0\0\2", 4)}, {"user.empty", ""}};
  odd.content_digest = std::string(32, 'd');
  Entry device = made(EntryKind::CharDevice, "dev", 0600);
  device.device_major = 5;
  device.device_minor = 1;
  const MadeLayer made_layer = layer({odd, device, soft_link("s", "to"), whiteout("gone")});
  const LayerIndex& index = *made_layer.index;
  REQUIRE(index.size() == 4);
  const Entry found = index.at(index.lower_bound("odd"));
  CHECK(found.uid == odd.uid);
  CHECK(found.gid == 77);
  CHECK(found.mtime_s == -5);
  CHECK(found.xattrs == odd.xattrs);
  CHECK(found.content_digest == odd.content_digest);
  CHECK(std::holds_alternative<InFileAt>(found.content));
  CHECK(shown(found) == "odd:f 4755 text");
  CHECK(index.at(0).device_major == 5);
  CHECK(index.at(0).device_minor == 1);
  CHECK(index.at(3).link == "to");
  CHECK(index.kind_at(index.lower_bound("gone")) == EntryKind::Whiteout);
  CHECK(index.path_at(index.lower_bound("h")) == "odd");
}

TEST_CASE("Times later than the epoch become the epoch") {
  Entry late = file("late", "");
  late.mtime_s = 100;
  Entry early = file("early", "");
  early.mtime_s = 10;
  const MadeLayer clamped = layer({late, early}, {.epoch_s = 50});
  CHECK(clamped.index->at(0).mtime_s == 10);
  CHECK(clamped.index->at(1).mtime_s == 50);
}

TEST_CASE("A hardlink group has its content at its first path, whichever entry is the File") {
  const MadeLayer first = layer({file("a", "1", 0600), hard_link("b", "a"), hard_link("c", "a")});
  const MadeLayer last = layer({hard_link("a", "c"), hard_link("b", "c"), file("c", "1", 0600)});
  CHECK(first.written.diff_id == last.written.diff_id);
  CHECK(first.written.index == last.written.index);
  CHECK(first.index->at(1).link == "a");
  CHECK(first.index->next_link_at(0) == 1);
  CHECK(first.index->next_link_at(2) == 0);
  CHECK(message({hard_link("x", "nothing")}) ==
        "x: a hard link to nothing, which is no file of the same layer");
}

TEST_CASE("What no layer can hold is refused") {
  CHECK(message({file("a/.wh.b", "")}) ==
        "a/.wh.b: a name that begins with \".wh.\" means a deletion, so no layer can hold it");
  CHECK_FALSE(message({directory(".wh.x")}).empty());
  CHECK(message({directory(std::string(4096, 'd'))})
            .ends_with(": its path is too long, so no layer can hold it"));
  CHECK(message({soft_link("a", "b"), whiteout("a/b")}) ==
        "a: the layer has entries below it, but it is no directory");
  Entry bad = file("f", "");
  bad.xattrs = {{"user.a=b", "1"}};
  CHECK_FALSE(message({bad}).empty());
  Entry device = made(EntryKind::CharDevice, "gone");
  CHECK(message({device}) ==
        "gone: the device 0:0 means a deletion to overlayfs, so no layer can hold it");
  device.device_minor = 3;
  CHECK(message({device}).empty());
}

TEST_CASE("A file that changed, vanished or became a link is an error that names it") {
  char path[] = "/tmp/plimsoll-root-XXXXXX";
  REQUIRE(::mkdtemp(path) != nullptr);
  const std::string root(path);
  const auto handle = std::make_shared<const FileDescriptor>(*open_directory(root));
  const auto below = [&](const char* name, std::uint64_t size) {
    Entry entry = made(EntryKind::File, name);
    entry.size = size;
    entry.content = BelowDirectory{handle, name};
    return message({entry});
  };
  const FileDescriptor f(::open((root + "/f").c_str(), O_CREAT | O_WRONLY, 0644));
  REQUIRE(write_all(f, "12345").has_value());
  REQUIRE(::symlink("f", (root + "/l").c_str()) == 0);
  REQUIRE(::mkfifo((root + "/p").c_str(), 0600) == 0);
  CHECK(below("f", 5).empty());
  const std::string changed = ": the file changed while it was being read; build again";
  CHECK(below("f", 4) == "f" + changed);
  CHECK(below("f", 6) == "f" + changed);
  CHECK(below("p", 6) == "while reading p: reading: Illegal seek");
  CHECK(below("l", 5) == "while reading l: l: Too many levels of symbolic links");
  CHECK(below("none", 5) == "while reading none: none: No such file or directory");
  for (const char* name : {"/f", "/l", "/p"}) ::unlink((root + name).c_str());
  ::rmdir(root.c_str());
}

TEST_CASE("A full disk is an error, and every worker comes to its end") {
  const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  std::vector<Entry> entries;
  for (int i = 0; i < 200; ++i)
    entries.push_back(file(std::to_string(i), std::string(50'000, 'x')));
  sort_entries(entries);
  for (const unsigned workers : {1U, 4U}) {
    const auto written = write_layer(entries, {.epoch_s = 0, .workers = workers}, full);
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().message == "while writing a layer: writing: No space left on device");
  }
}

TEST_CASE("A damaged index is refused, or answers without reading out of bounds") {
  const MadeLayer good = layer({directory("d"), file("d/a", "1"), hard_link("d/b", "d/a"),
                                file("d/c", "2"), soft_link("l", "d")});
  const std::string& bytes = good.written.index;
  CHECK_FALSE(layer_index_of("", good.blob).has_value());
  CHECK_FALSE(layer_index_of(bytes.substr(0, bytes.size() - 1), good.blob).has_value());
  CHECK_FALSE(layer_index_of(bytes + "x", good.blob).has_value());
  CHECK_FALSE(layer_index_of(bytes, scratch_file()).has_value());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char value : {'\0', '\xff', static_cast<char>(bytes[i] ^ 1)}) {
      std::string damaged = bytes;
      damaged[i] = value;
      const auto index = layer_index_of(damaged, good.blob);
      if (!index) continue;
      const Stack tree({good.index, *index});
      (void)walk(tree, "", [&](const Entry& entry) -> Result<void> {
        (void)read_content(entry, 100);
        return {};
      });
    }
  }
}
