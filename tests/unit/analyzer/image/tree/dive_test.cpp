#include "analyzer/image/tree/dive.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <utility>

#include "tests/unit/analyzer/image/tree/layers_text.h"

using namespace plimsoll::image;

namespace {

struct Figures : DiveFigures {
  std::string paths;
};

Figures figures(const std::string& text) {
  const ImageTree tree(LayersText(text).layers());
  Figures figures{dive_figures(tree), ""};
  for (const DiveFile& file : figures.inefficient) {
    figures.paths += std::to_string(file.count) + " " + std::to_string(file.size_bytes) + " /" +
                     tree.paths().path(file.path) + "\n";
  }
  return figures;
}

double part(double of, double all) { return of / all; }

}  // namespace

// All figures are by hand, from dive's definition; tests/image/waste compares with dive itself.

TEST_CASE("dive: the example of dive.cpp") {
  const Figures dive = figures("d/\nd/a = x*10\nd/b = x*20\ne = x*5\n---\n.wh.d\ne = x*7");
  CHECK(dive.efficiency == part(10 + 20 + 30 + 5, 10 + 20 + 30 + 12));
  CHECK(dive.wasted_bytes == 12);
  CHECK(dive.image_bytes == 42);
  CHECK(dive.layer_bytes == std::vector<std::uint64_t>{35, 7});
  CHECK(dive.wasted_ratio == 12.0 / 7.0);
  CHECK(dive.paths == "2 12 /e\n");
}

TEST_CASE(
    "dive: a removed file has a smallest copy of nothing, a removed directory costs nothing") {
  const Figures file = figures("d/\nd/a = x*10\n---\nd/.wh.a");
  CHECK(file.efficiency == 0);
  CHECK(file.wasted_bytes == 10);
  CHECK(std::isinf(*file.wasted_ratio));
  CHECK(file.paths == "2 10 /d/a\n");
  const Figures directory = figures("d/\nd/a = x*10\n---\n.wh.d");
  CHECK(directory.efficiency == 1);
  CHECK(directory.wasted_bytes == 0);
  CHECK_FALSE(directory.wasted_ratio);
}

TEST_CASE("dive: one layer, no layer, nothing in any") {
  CHECK(figures("").efficiency == 1);
  CHECK(figures("a = x\nb = y").efficiency == 1);
  CHECK_FALSE(figures("a = x").wasted_ratio);
  const DiveFigures none = dive_figures(ImageTree({}));
  CHECK(none.efficiency == 1);
  CHECK(none.layer_bytes.empty());
}

TEST_CASE("dive: the kept copy counts as wasted too") {
  const Figures dive = figures("a = x*100\n---\na = x*100\n---\nb = y*100");
  CHECK(dive.efficiency == part(200, 300));
  CHECK(dive.wasted_bytes == 200);
  CHECK(dive.wasted_ratio == 1.0);
}

TEST_CASE("dive: a path twice in a layer is one node, but its bytes count in the layer") {
  const Figures dive = figures("a = x*100\na = x*30\n---\nb = x");
  CHECK(dive.layer_bytes[0] == 130);
  CHECK(dive.efficiency == 1);
  CHECK(dive.wasted_bytes == 0);
}

TEST_CASE("dive: what is not there ends the visit of its layer") {
  // Visited by name: .wh.gone, then b; b is never seen, and `gone` counts -1.
  const Figures dive = figures("a = x*10\n---\n.wh.gone\nb = x*10");
  CHECK(dive.efficiency == part(10 - 1, 10));
  // Below "zz" it comes last.
  const Figures last = figures("a = x*10\n---\na = x*20\nzz/.wh.gone");
  CHECK(last.efficiency == part(10 - 1, 30));
  CHECK(last.wasted_bytes == 30);
}

TEST_CASE("dive: opaque markers are dropped, their directory is a leaf") {
  const Figures dive = figures("d/\nd/a = x*10\n---\nd/\nd/.wh..wh..opq\n---\nd/.wh..wh..opq");
  CHECK(dive.efficiency == 1);
  CHECK(dive.paths == "2 0 /d\n");
}

TEST_CASE("dive: a directory that the last layer below did not describe weighs nothing") {
  const std::string described = "d/\nd/a = x*10\n---\nd/\nd/b = x*10\n---\n.wh.d";
  const std::string implied = "d/\nd/a = x*10\n---\nd/b = x*10\n---\n.wh.d";
  CHECK(figures(described).efficiency == part(10 + 10 + 20, 10 + 10 + 20));
  CHECK(figures(implied).efficiency == 1);
  // Once more written over, so that the whiteout is a second copy: 20 or 0 beside it.
  CHECK(figures(described + "\n---\nd = x*5").paths == "2 25 /d\n");
  CHECK(figures(implied + "\n---\nd = x*5").paths == "2 5 /d\n");
}

TEST_CASE("dive: a file on a directory keeps its children in the stack") {
  const Figures dive =
      figures("d/\nd/s/\nd/s/a = x*10\n---\nd/\nd/s = x*3\n---\n.wh.d\n---\nd = x");
  CHECK(dive.paths == "2 14 /d\n");  // 10 + 3, and 1
}

TEST_CASE("dive: the whiteouts of the lowest layer") {
  const Figures dive = figures("d/\nd/a = x*10\n.wh.d\nd/.wh.a\n---\n.wh.d\n---\nd = x");
  // d/.wh.a is looked up in its own layer: 0. So is .wh.d: 10.
  // The lowest tree, merged onto itself, has d, d/a again and d/.wh.a, of 0: so d weighs 10.
  CHECK(dive.paths == "3 21 /d\n2 10 /d/a\n");
}

TEST_CASE("dive: a file with holes is a TiB at most, whatever it claims") {
  constexpr std::uint64_t tebibyte = (std::uint64_t{1} << 40) - 1;
  std::vector<StackedLayer> layers;
  for (int i = 0; i < 4; ++i) {
    auto layer = std::make_shared<ScannedLayer>();
    ScannedEntry entry;
    entry.path = layer->paths.intern("a");
    entry.flags = entry_is_sparse | entry_has_extra;
    layer->add_extra({}, std::uint64_t{1} << 62);
    layer->entries.push_back(entry);
    layers.push_back({std::move(layer), 512});
  }
  const DiveFigures dive = dive_figures(ImageTree(std::move(layers)));
  CHECK(dive.image_bytes == 4 * tebibyte);
  CHECK(dive.wasted_bytes == 4 * tebibyte);
  CHECK(dive.efficiency == 0.25);
}

TEST_CASE("dive: sums beyond 63 bits stay at the greatest number") {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr int files = 1 << 15, depth = 400;
  std::vector<StackedLayer> layers;
  auto layer = std::make_shared<ScannedLayer>();
  const auto add = [&](EntryKind kind, const std::string& path) {
    ScannedEntry entry;
    entry.kind = kind;
    entry.path = layer->paths.intern(path);
    if (kind == EntryKind::File) entry.set_size(UINT64_MAX);
    layer->entries.push_back(entry);
  };
  std::string path = "d";
  for (int i = 0; i < depth; ++i, path += "/d") add(EntryKind::Directory, path);
  for (int i = 0; i < files; ++i) add(EntryKind::File, path + std::to_string(i));
  layers.push_back({std::exchange(layer, std::make_shared<ScannedLayer>()), 512});
  // Each weighs all that lies below: 400 times 2^55.
  for (std::size_t end = 1; end < path.size(); end += 2) {
    add(EntryKind::Whiteout, path.substr(0, end));
  }
  layers.push_back({std::move(layer), 512});
  const DiveFigures dive = dive_figures(ImageTree(std::move(layers)));
  CHECK(dive.wasted_bytes <= most);
  CHECK(dive.efficiency <= 1);
  CHECK(dive.efficiency >= 0);
}
