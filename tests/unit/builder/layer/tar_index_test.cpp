// Layers that somebody else made, as containerd would unpack them.

#include "tests/unit/analyzer/image/tar_blocks.h"
#include "tests/unit/builder/layer/made.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;
using plimsoll::testing::Block;
using plimsoll::testing::end_blocks;

namespace {

using Lines = std::vector<std::string>;

// "path=content", "path/", "path->link", "path=>hardlink".
std::string tar_of(const Lines& lines) {
  std::string tar;
  for (const std::string& line : lines) {
    const std::size_t hard = line.find("=>");
    const std::size_t soft = line.find("->");
    const std::size_t equals = line.find('=');
    if (hard != std::string::npos) {
      tar += Block{.name = line.substr(0, hard), .type = '1', .link = line.substr(hard + 2)}.text();
    } else if (soft != std::string::npos) {
      tar += Block{.name = line.substr(0, soft), .type = '2', .link = line.substr(soft + 2)}.text();
    } else if (equals != std::string::npos) {
      const std::string bytes = line.substr(equals + 1);
      tar += Block{.name = line.substr(0, equals), .size = plimsoll::testing::octal(bytes.size())}
                 .text() +
             plimsoll::testing::content(bytes);
    } else {
      tar += Block{.name = line, .type = '5'}.text();
    }
  }
  return tar + end_blocks;
}

Result<std::shared_ptr<const LayerIndex>> opened(const std::string& tar) {
  const auto blob = scratch_file();
  REQUIRE(write_all(*blob, tar).has_value());
  Result<std::string> index = index_of_tar(*blob);
  if (!index) return tl::unexpected(index.error());
  return layer_index_of(*index, blob);
}

Lines indexed(const Lines& lines) {
  const auto index = opened(tar_of(lines));
  if (!index) return {index.error().message};
  Lines shown;
  for (std::size_t i = 0; i < (*index)->size(); ++i) {
    std::string line = plimsoll::builder::testing::shown((*index)->at(i));
    if ((*index)->implied_at(i)) line += " implied";
    shown.push_back(line);
  }
  return shown;
}

std::string refusal(const Lines& lines) {
  const auto index = opened(tar_of(lines));
  if (index) return "accepted";
  const std::string& message = index.error().message;
  const std::size_t at = message.find("unpacked: ");
  return at == std::string::npos ? message : message.substr(at + 10);
}

}  // namespace

TEST_CASE("Names are cleaned and sorted, contents are places in the blob") {
  CHECK(indexed({"./", "./b=2", "/a//c=1", "a/"}) ==
        Lines{":d 644", "a:d 644", "a/c:f 644 1", "b:f 644 2"});
  CHECK(indexed({"a/b/c=1"}) == Lines{"a:d 755 implied", "a/b:d 755 implied", "a/b/c:f 644 1"});
  CHECK(indexed({}).empty());
}

TEST_CASE("Of two entries of one path the later counts, with all that it hides") {
  CHECK(indexed({"f=1", "./f=2"}) == Lines{"f:f 644 2"});
  CHECK(indexed({"d/", "d/x=1", "d=2"}) == Lines{"d:f 644 2"});
  CHECK(indexed({"d/x=1", "d->e"}) == Lines{"d:l 0 ->e"});
  CHECK(indexed({"d=1", "d/", "d/x=2"}) == Lines{"d:d 644", "d/x:f 644 2"});
  CHECK(indexed({"d/x=1", "d/"}) == Lines{"d:d 644", "d/x:f 644 1"});
  CHECK(indexed({"d/", "d/x=1", "d=2", "d/", "d/y=3"}) == Lines{"d:d 644", "d/y:f 644 3"});
}

TEST_CASE("Links of the layer are followed in the parents") {
  CHECK(indexed({"usr/lib/", "lib->usr/lib", "lib/x=1"}) ==
        Lines{"lib:l 0 ->usr/lib", "usr:d 755 implied", "usr/lib:d 644", "usr/lib/x:f 644 1"});
  CHECK(indexed({"lib->/../usr/./lib", "lib/a/x=1", "lib/a/.wh.y="}) ==
        Lines{"lib:l 0 ->/../usr/./lib", "usr:d 755 implied", "usr/lib:d 755 implied",
              "usr/lib/a:d 755 implied", "usr/lib/a/x:f 644 1", "usr/lib/a/y:w 0"});
  CHECK(indexed({"d/x=1", "e->d", "e/y=2", "e/", "e/z=3"}) ==
        Lines{"d:d 755 implied", "d/x:f 644 1", "d/y:f 644 2", "e:d 644", "e/z:f 644 3"});
  CHECK(refusal({"a->b", "b->a", "a/x=1"}) == "too many symbolic links lead there");
  CHECK(refusal({"f=1", "f/x=2"}) == "it is below f, which is no directory");
  CHECK(refusal({"d/.wh.x=", "d=1", "d/y=2"}) == "it is below d, which is no directory");
}

TEST_CASE("Hard links give an inode names; the first that is left has the content") {
  CHECK(indexed({"b=1", "a=>b", "c=>./a"}) == Lines{"a:f 644 1", "b:h 644 ->a", "c:h 644 ->a"});
  CHECK(indexed({"a=1", "b=>a", "a=2"}) == Lines{"a:f 644 2", "b:f 644 1"});
  CHECK(indexed({"s->t", "h=>s"}) == Lines{"h:l 0 ->t", "s:l 0 ->t"});
  CHECK(indexed({"d/a=1", "l->d", "h=>l/a"}) ==
        Lines{"d:d 755 implied", "d/a:f 644 1", "h:h 644 ->d/a", "l:l 0 ->d"});
  CHECK(indexed({"a=1", "a=>a"}) == Lines{"a:f 644 1"});
  CHECK(refusal({"a=>b", "b=1"}) ==
        "it is a hard link to b, which does not come before it in this layer");
  CHECK(refusal({"d/", "a=>d"}) == "it is a hard link to a directory");
  CHECK(refusal({"a=>../x"}) == "it links to what is outside of the root");
  CHECK(refusal({"a=>/"}) == "it links to what is outside of the root");
}

TEST_CASE("Whiteouts speak of the layers below, in whatever order they come") {
  const Lines expected = {"d:d 755 implied", "d/x:w 0", "d/x:f 644 1"};
  CHECK(indexed({"d/.wh.x=", "d/x=1"}) == expected);
  CHECK(indexed({"d/x=1", "d/.wh.x="}) == expected);
  CHECK(indexed({"d/x=1", "d/.wh..wh..opq=", "d/"}) == Lines{"d:d 644", "d:o 0", "d/x:f 644 1"});
  CHECK(indexed({".wh..wh..opq=", "a=1"}) == Lines{":o 0", "a:f 644 1"});
  CHECK(indexed({".wh.a=", "a/", "a/.wh..wh..opq="}) == Lines{"a:w 0", "a:d 644", "a:o 0"});
  CHECK(indexed({".wh..wh.plnk/", ".wh..wh.plnk/1.2=x", ".wh..wh.aufs=", "a=1"}) ==
        Lines{"a:f 644 1"});
  for (const char* bad : {".wh.=", "d/.wh..=", ".wh...="}) {
    CHECK(refusal({bad}) == "a whiteout of nothing");
  }
  CHECK(refusal({"a/.wh.b/c="}) == "it is below a whiteout");
}

TEST_CASE("What no system could unpack is refused, and what overlayfs notes is left out") {
  CHECK(refusal({"../x=1"}) == "the name leaves the root");
  CHECK(refusal({"./->x"}) == "the root is no directory");
  const auto single = [](const std::string& tar) {
    const auto index = opened(tar + end_blocks);
    return index ? "accepted" : index.error().message;
  };
  CHECK(single(Block{.type = 'Z'}.text()).ends_with("its kind 'Z' is unknown"));
  CHECK(single(Block{.type = '3'}.text()).find("device 0:0") != std::string::npos);
  CHECK(single(plimsoll::testing::pax(plimsoll::testing::record("uid", "4294967295")) +
               Block{}.text())
            .ends_with("its owner has a number that no system has"));
  const auto index =
      opened(plimsoll::testing::pax(
                 plimsoll::testing::record("SCHILY.xattr.user.x", "1") +
                 plimsoll::testing::record("SCHILY.xattr.trusted.overlay.redirect", "/etc")) +
             Block{}.text() + end_blocks);
  REQUIRE(index.has_value());
  CHECK((*index)->at(0).xattrs ==
        std::vector<std::pair<std::string, std::string>>{{"user.x", "1"}});
}

TEST_CASE("A blob that is cut off or no tar is an error") {
  const std::string tar = tar_of({"a=1", "b=2"});
  CHECK_FALSE(opened(tar.substr(0, 700)).has_value());
  CHECK_FALSE(opened("no tar" + tar).has_value());
  CHECK(opened("").has_value());
}
