#include "analyzer/image/tree/image_tree.h"

#include <catch2/catch.hpp>

#include "tests/unit/analyzer/image/tree/layers_text.h"

using namespace plimsoll::image;

namespace {

// Lines of a raw string, without their indent.
std::string lines(const std::string& text) {
  std::string out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start != std::string::npos) out += line.substr(start) + "\n";
  }
  return out;
}

struct Stacked {
  explicit Stacked(const std::string& text) : layers(text), tree(layers.layers()) {
    for (std::uint32_t i = 0; i < tree.layer_count(); ++i) {
      Bytes sum;
      for (const Bytes& bytes : tree.sums(i)) sum.add(bytes);
      std::uint64_t file_bytes = 0;
      for (const ScannedEntry& entry : tree.layer(i)->entries) file_bytes += entry.size();
      CHECK(sum.tar == tree.layer(i)->plain_bytes);
      CHECK(sum.wire == layers.layers()[i].blob_bytes);
      CHECK(sum.file == file_bytes);
      CHECK(sum.entries == tree.layer(i)->entries.size());
    }
    BytesByFate blamed{};
    for (const Culprit& culprit : tree.culprits()) {
      for (std::size_t i = 0; i < fate_count; ++i) blamed[i].add(culprit.bytes[i]);
    }
    const BytesByFate all = tree.sums();
    for (std::size_t i = 0; i < fate_count; ++i) {
      if (is_waste(static_cast<Fate>(i))) CHECK(blamed[i] == all[i]);
    }
  }
  LayersText layers;
  ImageTree tree;
};

void check(const std::string& image, const std::string& live, const std::string& hidden) {
  const Stacked stacked(image);
  INFO(image);
  CHECK(live_text(stacked.tree) == lines(live));
  CHECK(hidden_text(stacked.tree) == lines(hidden));
}

std::string notes(const ImageTree& tree) {
  std::string text;
  for (const TreeNote& note : tree.notes()) {
    text += std::string(note.kind) + " " + std::to_string(note.entry.layer) + " " +
            tree.layer(note.entry.layer)->path_of(tree.at(note.entry)) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("No layers, empty layers and layers that cannot be read") {
  CHECK(live_text(Stacked("").tree).empty());
  const ImageTree tree({StackedLayer{nullptr, 7}, LayersText("a = x").layers()[0]});
  CHECK(tree.layer(0) == nullptr);
  CHECK(tree.sums(0) == BytesByFate{});
  CHECK(tree.live("a") == EntryRef{1, 0});
  CHECK(ImageTree({}).layer_count() == 0);
}

TEST_CASE("A file over a file: other content, or the same with other metadata") {
  check(R"(
      a = one
      b = one
      c -> a
      d -> a
      e c 1 3
      f c 1 3
      g p
      ---
      a = two
      b = one mode=0755 uid=7
      c -> a uid=7
      d -> b
      e c 1 3
      f c 1 5
      g p mode=0600)",
        R"(
      a 1
      b 1
      c 1
      d 1
      e 1
      f 1
      g 1)",
        R"(
      0 a replaced by 1 a
      0 b restored by 1 b
      0 c restored by 1 c
      0 d replaced by 1 d
      0 e restored by 1 e
      0 f replaced by 1 f
      0 g restored by 1 g)");
}

TEST_CASE("A whiteout removes a file or all of a directory, of lower layers alone") {
  check(R"(
      d/
      d/x = one
      d/s/
      d/s/y = two
      f = three
      ---
      .wh.d
      new = here
      .wh.new
      f = four
      .wh.f)",
        R"(
      f 1
      new 1)",
        R"(
      0 d deleted by 1 d
      0 d/x deleted by 1 d
      0 d/s deleted by 1 d
      0 d/s/y deleted by 1 d
      0 f deleted by 1 f)");
  // The order of a layer's entries does not matter to what its removals do.
  const std::string live = lines("d/ 1\nd/x 1\n");
  CHECK(live_text(Stacked("d/\nd/x = one\nd/y = two\n---\nd/\nd/x = new\n.wh.d").tree) == live);
  CHECK(live_text(Stacked("d/\nd/x = one\nd/y = two\n---\n.wh.d\nd/\nd/x = new").tree) == live);
}

TEST_CASE("An opaque directory hides what the layers below have in it, wherever it is said") {
  const std::string hidden = R"(
      0 d restored by 1 d
      0 d/x opaque by 1 d
      0 d/s opaque by 1 d
      0 d/s/y opaque by 1 d)";
  const std::string live = R"(
      d/ 1
      d/n 1)";
  const std::string lower = "d/\nd/x = one\nd/s/\nd/s/y = two\n---\n";
  check(lower + "d/\nd/.wh..wh..opq\nd/n = new", live, hidden);
  check(lower + "d/\nd/n = new\nd/.wh..wh..opq", live, hidden);
  check(lower + ".wh..wh..opq\nz = 1", "z 1", R"(
      0 d opaque by 1 .
      0 d/x opaque by 1 .
      0 d/s opaque by 1 .
      0 d/s/y opaque by 1 .)");
  // Nothing is there to be hidden, or no directory.
  check("f = x\n---\nf/.wh..wh..opq\ng/.wh..wh..opq", "f 0", "");
}

TEST_CASE("Something else comes to stand there") {
  check(R"(
      d/
      d/x = one
      f = two
      l -> d
      ---
      d = file
      f/
      f/in = 1
      l/
      l/in = 2)",
        R"(
      d 1
      f/ 1
      f/in 1
      l/ 1
      l/in 1)",
        R"(
      0 d type-changed by 1 d
      0 d/x type-changed by 1 d
      0 f type-changed by 1 f
      0 l type-changed by 1 l)");
}

TEST_CASE("A directory on a directory takes its attributes and leaves what is in it") {
  const Stacked stacked("d/ mode=0700\nd/x = one\n---\nd/ mode=0755");
  CHECK(live_text(stacked.tree) == "d/ 1\nd/x 0\n");
  CHECK(stacked.tree.at(stacked.tree.live("d")).mode == 0755);
  CHECK(hidden_text(stacked.tree) == "0 d restored by 1 d\n");
}

TEST_CASE("The same path again in one layer: the last wins, the rest is waste") {
  check(R"(
      f = one
      f = one
      d/
      d/x = two
      d = now-a-file
      h = base
      k == h
      h = again)",
        R"(
      d 0
      f 0
      h 0
      k 0 == k)",
        R"(
      0 f duplicate-path by 0 f
      0 d duplicate-path by 0 d
      0 d/x duplicate-path by 0 d)");
}

TEST_CASE("Parents that nobody made are directories") {
  const Stacked stacked("a/b/c = x\n---\na/.wh.b\n---\na/ uid=5");
  CHECK(live_text(stacked.tree) == "a/ 2\n");
  const Stacked implied("a/b/c = x\n---\na/b/.wh.c");
  CHECK(live_text(implied.tree) == "a/ implied\na/b/ implied\n");
  CHECK(implied.tree.is_directory(implied.tree.paths().find("a/b")));
  CHECK_FALSE(implied.tree.live("a/b").valid());
}

TEST_CASE("A file is live as long as one of its names is") {
  SECTION("within one layer") {
    const Stacked stacked("a = bytes\nb == a\n---\n.wh.a");
    CHECK(live_text(stacked.tree) == "b 0 == b\n");
    CHECK(hidden_text(stacked.tree).empty());
    CHECK(stacked.tree.inode(stacked.tree.live("b")) == EntryRef{0, 0});
    CHECK(stacked.tree.sums()[0].file == 5);
  }
  SECTION("until the last one goes, by whatever that is") {
    check("a = bytes\nb == a\nc == b\n---\n.wh.a\n---\nb = other\n---\nd/\n---\n.wh.c", R"(
        b 2
        d/ 3)",
          R"(
        0 a deleted by 4 c
        0 b replaced by 2 b
        0 c deleted by 4 c)");
  }
  SECTION("across layers") {
    check("a = bytes\n---\nb == a\n---\n.wh.a", "b 1 == b", "");
    check("a = bytes\n---\nb == a\n---\n.wh.b", "a 0", "1 b deleted by 2 b");
  }
  SECTION("a chown of all names is a copy of one file") {
    check("a = bytes\nb == a\n---\na = bytes uid=3\nb == a uid=3", R"(
        a 1
        b 1 == a)",
          R"(
        0 a restored by 1 b
        0 b restored by 1 b)");
  }
  SECTION("and a link put on itself keeps it") {
    check("a = bytes\nb == a\n---\nb == a", "a 0\nb 1 == a", "0 b restored by 1 b");
  }
  SECTION("links to links and devices are of their kind") {
    const Stacked stacked("l -> x\nm == l\nn c 1 3\no == n\nx = 1");
    CHECK(stacked.tree.resolve("m") == stacked.tree.paths().find("x"));
    CHECK(stacked.tree.at(stacked.tree.inode(stacked.tree.live("o"))).kind ==
          EntryKind::CharDevice);
  }
}

TEST_CASE("Hardlinks to what is not there, or comes later") {
  const Stacked later("b == c\nc == a\na = bytes");
  CHECK(live_text(later.tree) == "a 0\nb 0 == a\nc 0 == a\n");
  const Stacked dangling("b == a\nd/\ne == d\nf == f\ng/x = 1\ng == g/x");
  CHECK(live_text(dangling.tree) == "d/ 0\ng/ implied\ng/x 0\n");
  CHECK(notes(dangling.tree) ==
        "dangling-hardlink 0 b\ndangling-hardlink 0 e\ndangling-hardlink 0 f\n"
        "dangling-hardlink 0 g\n");
  CHECK(dangling.tree.fate({0, 0}) == Fate::Overhead);
  const Stacked removed("a = x\n---\nb == a\n.wh.a");
  CHECK(live_text(removed.tree).empty());
  // What came to stand there meanwhile is not replaced by a link from further up.
  CHECK(live_text(Stacked("b == a\nb = x\na = y").tree) == "a 0\nb 0\n");
}

TEST_CASE("Below a link of the layers below") {
  check(R"(
      usr/
      usr/lib/
      usr/lib/old = one
      lib -> usr/lib
      abs -> /usr
      ---
      lib/new = two
      abs/lib/.wh.old
      abs/bin/tool = three)",
        R"(
      abs 0
      lib 0
      usr/ 0
      usr/bin/ implied
      usr/bin/tool 1
      usr/lib/ 0
      usr/lib/new 1)",
        "0 usr/lib/old deleted by 1 abs/lib/old");
  const Stacked stacked("usr/lib/\nlib -> usr/lib\n---\nlib/new = two\nlib/more = x");
  CHECK(stacked.tree.paths().path(stacked.tree.path({1, 0})) == "usr/lib/new");
  CHECK(notes(stacked.tree) == "below-a-link 1 lib/new\nbelow-a-link 1 lib/more\n");
}

TEST_CASE("Links that lead up, out, to nothing and round in circles") {
  CHECK(live_text(Stacked("d/l -> ../../../e\ne/\n---\nd/l/x = 1").tree) ==
        "d/ implied\nd/l 0\ne/ 0\ne/x 1\n");
  CHECK(live_text(Stacked("l -> new/place\n---\nl/x = 1").tree) ==
        "l 0\nnew/ implied\nnew/place/ implied\nnew/place/x 1\n");
  CHECK(live_text(Stacked("l -> nowhere/../d\nd/\n---\nl/x = 1").tree) == "d/ 0\nd/x 1\nl 0\n");
  const Stacked loop("a -> b\nb -> a\nc -> c\n---\na/x = 1\nc/d/e = 2");
  CHECK(live_text(loop.tree) == "a 0\nb 0\nc 0\n");
  CHECK(notes(loop.tree) == "unreachable 1 a/x\nunreachable 1 c/d/e\n");
  CHECK(loop.tree.fate({1, 0}) == Fate::Overhead);
}

TEST_CASE("A link that the layer itself replaces is not followed") {
  const std::string lower = "usr/lib/old = one\nlib -> usr/lib\n---\n";
  const std::string live = "lib/ 1\nlib/new 1\nusr/ implied\nusr/lib/ implied\nusr/lib/old 0\n";
  CHECK(live_text(Stacked(lower + "lib/\nlib/new = two\nlib/.wh.old").tree) == live);
  CHECK(live_text(Stacked(lower + "lib/\nlib/new = two\nlib/.wh..wh..opq").tree) == live);
}

TEST_CASE("A way through the tree changes while a layer is added") {
  CHECK(live_text(Stacked("l -> d\nl/a = 1\nl/\nl/b = 2\nl -> e\nl/c = 3").tree) ==
        "d/ implied\nd/a 0\ne/ implied\ne/c 0\nl 0\n");
}

TEST_CASE("A parent that is a file") {
  const Stacked stacked("f = x\n---\nf/in = y");
  CHECK(live_text(stacked.tree) == "f/ implied\nf/in 1\n");
  CHECK(hidden_text(stacked.tree) == "0 f type-changed by 1 f/in\n");
  CHECK(notes(stacked.tree) == "below-a-file 1 f/in\n");
}

TEST_CASE("The root: a directory may describe it, nothing else can replace it") {
  const Stacked stacked("./ mode=0711\na = 1\n---\n./ mode=0755\n---\n./ = x");
  CHECK(stacked.tree.at(stacked.tree.live(root_path)).mode == 0755);
  CHECK(hidden_text(stacked.tree) == "0 . restored by 1 .\n");
}

TEST_CASE("Metadata and refused entries are overhead") {
  const Stacked stacked("a ! metadata\nb ! refused\n.wh.c");
  CHECK(live_text(stacked.tree).empty());
  CHECK(stacked.tree.sums()[static_cast<std::size_t>(Fate::Overhead)].entries == 3);
  CHECK(notes(stacked.tree) == "whiteout-of-nothing 0 c\n");
}

TEST_CASE("What runtimes on overlayfs take otherwise is noted") {
  const auto notes_of = [](const std::string& text) { return notes(Stacked(text).tree); };
  CHECK(notes_of("d/\nd/a = x\n---\n.wh.d\nd/\nd/b = y") == "directory-made-again 1 d\n");
  CHECK(notes_of("d/\nd/a = x\n---\n.wh.d\nd/b = y") == "directory-made-again 1 d\n");
  CHECK(notes_of("d/\nd/a = x\n---\n.wh.d\nd = y").empty());
  CHECK(notes_of("d/\nd/a = x\n---\nd/\nd/.wh.a\nd/.wh..wh..opq\nd/b = y").empty());
  CHECK(notes_of("d/\nd/a = x\n---\n.wh..wh..opq") == "opaque-root 1 \n");
  CHECK(notes_of(".wh..wh..opq\na = x").empty());
  CHECK(notes_of("a = x\n---\nb == a") == "hardlink-across-layers 1 b\n");
  CHECK(notes_of("a = x\n---\na = y\nb == a").empty());
  CHECK(notes_of("a = x\n---\na = y\n.wh.a") == "whiteout-after-file 1 a\n");
  CHECK(notes_of("a = x\n---\n.wh.a\na = y").empty());
}

TEST_CASE("Culprits are pairs of layers") {
  const Stacked stacked("a = aaaa\nb = bb\n---\n.wh.a\n---\nb = c");
  const std::vector<Culprit> culprits = stacked.tree.culprits();
  REQUIRE(culprits.size() == 2);
  CHECK((culprits[0].wrote == 0 && culprits[0].hid == 1));
  CHECK(culprits[0].bytes[static_cast<std::size_t>(Fate::Deleted)].file == 4);
  CHECK((culprits[1].wrote == 0 && culprits[1].hid == 2));
  CHECK(culprits[1].bytes[static_cast<std::size_t>(Fate::Replaced)].tar == 1024);
}

TEST_CASE("Paths are resolved as in a chroot") {
  const Stacked stacked(R"(
      usr/bin/python3 = x
      usr/bin/python -> python3
      bin -> usr/bin
      etc/alt -> /usr/bin/python
      up -> ../../..
      loop -> loop)");
  const auto resolve = [&](std::string_view path, bool follow_last = true) {
    const PathId found = stacked.tree.resolve(path, follow_last);
    return found == no_path ? "-" : "/" + stacked.tree.paths().path(found);
  };
  CHECK(resolve("/bin/python") == "/usr/bin/python3");
  CHECK(resolve("bin/./python", false) == "/usr/bin/python");
  CHECK(resolve("/etc/alt") == "/usr/bin/python3");
  CHECK(resolve("/bin", false) == "/bin");
  CHECK(resolve("/bin/", true) == "/usr/bin");
  CHECK(resolve("/bin/..") == "/usr");
  CHECK(resolve("up") == "/");
  CHECK(resolve("/") == "/");
  CHECK(resolve("") == "/");
  CHECK(resolve("loop") == "-");
  CHECK(resolve("loop", false) == "/loop");
  CHECK(resolve("usr/nothing") == "-");
  CHECK(resolve("usr/nothing/..") == "-");
  CHECK(resolve("usr/bin/python3/x") == "-");
  CHECK(resolve("usr/bin/python3/..") == "-");
}

TEST_CASE("Duplicates: live files of the same content, each inode once, biggest waste first") {
  const Stacked stacked(R"(
      a = small
      big1 = x*1000
      gone = x*1000
      z/b = small
      c = small
      k == c
      empty1 =
      ---
      big2 = x*1000
      .wh.gone)");
  const FoundDuplicates found = find_duplicates(stacked.tree, 1);
  CHECK(found.count == 2);
  CHECK(found.spare_bytes == 1010);
  const std::vector<Duplicates>& groups = found.biggest;
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].size == 1000);
  CHECK(groups[0].copies == std::vector<EntryRef>{{0, 1}, {1, 0}});
  CHECK(groups[1].copies == std::vector<EntryRef>{{0, 0}, {0, 4}, {0, 3}});
  CHECK(find_duplicates(stacked.tree, 6).count == 1);
}
