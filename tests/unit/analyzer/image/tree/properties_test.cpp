// What holds for whatever layers, also those that no unpacker takes: made from few names, so that
// everything meets everything.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "analyzer/image/tree/dive.h"
#include "tests/unit/analyzer/image/tree/layers_text.h"

using namespace plimsoll::image;

namespace {

class RandomLayers {
 public:
  explicit RandomLayers(unsigned seed) : random_(seed) {}

  // Layers of lines, as LayersText reads them.
  std::vector<std::vector<std::string>> make() {
    std::vector<std::vector<std::string>> layers(1 + below(5));
    for (auto& layer : layers) {
      const unsigned count = below(12);
      for (unsigned i = 0; i < count; ++i) layer.push_back(line());
    }
    return layers;
  }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  std::string path() {
    std::string path(1, static_cast<char>('a' + below(3)));
    while (below(2) == 0) path += std::string("/") + static_cast<char>('a' + below(3));
    return path;
  }
  std::string line() {
    const std::string at = path();
    const std::size_t slash = at.rfind('/') == std::string::npos ? 0 : at.rfind('/') + 1;
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
        return at + " = " + std::string(1 + below(3), 'x');
      case 3:
      case 4:
        return below(10) == 0 ? "./" : at + "/";
      case 5:
        return at + " -> " + (below(2) == 0 ? "/" : "") + (below(3) == 0 ? "../" : "") + path();
      case 6:
        return at + " == " + path();
      case 7:
        return at + (below(2) == 0 ? " c 1 3" : " ! metadata");
      case 8:
        return at.substr(0, slash) + ".wh." + at.substr(slash);
      default:
        return below(8) == 0 ? ".wh..wh..opq" : at + "/.wh..wh..opq";
    }
  }

  std::mt19937 random_;  // the same numbers everywhere
};

std::string text_of(const std::vector<std::vector<std::string>>& layers) {
  std::string text;
  for (const auto& layer : layers) {
    if (&layer != &layers.front()) text += "---\n";
    for (const std::string& line : layer) text += line + "\n";
  }
  return text;
}

bool is_removal(const std::string& line) { return line.find(".wh.") != std::string::npos; }

void check_sums(const ImageTree& tree, std::uint32_t layer) {
  Bytes sum;
  for (const Bytes& bytes : tree.sums(layer)) sum.add(bytes);
  CHECK(sum.tar == tree.layer(layer)->plain_bytes);
  CHECK(sum.entries == tree.layer(layer)->entries.size());
}

void check_entry(const ImageTree& tree, EntryRef ref) {
  const Fate fate = tree.fate(ref);
  const EntryRef by = tree.hidden_by(ref);
  CHECK(by.valid() == is_waste(fate));
  if (by.valid()) {
    CHECK(by.layer >= ref.layer);
    CHECK((by.layer == ref.layer) == (fate == Fate::DuplicatePath));
    if (fate == Fate::Deleted) CHECK(tree.at(by).kind == EntryKind::Whiteout);
    if (fate == Fate::Opaque) CHECK(tree.at(by).kind == EntryKind::Opaque);
  }
  CHECK((tree.path(ref) == no_path) == (fate == Fate::Overhead));
  if (fate != Fate::Live) return;
  const EntryRef there = tree.live(tree.path(ref));
  CHECK(tree.inode(there) == tree.inode(ref));
  if (tree.at(ref).kind == EntryKind::Hardlink) CHECK(there == ref);
}

void check_tree(const ImageTree& tree) {
  std::set<EntryRef> named;
  std::vector<PathId> rest = {root_path};
  while (!rest.empty()) {
    const PathId path = rest.back();
    rest.pop_back();
    const EntryRef ref = tree.live(path);
    if (ref.valid()) {
      CHECK(tree.fate(ref) == Fate::Live);
      CHECK(tree.fate(tree.inode(ref)) == Fate::Live);
      CHECK(tree.path(ref) == path);
      named.insert(ref);
      named.insert(tree.inode(ref));
      CHECK(tree.is_directory(path) == (tree.at(ref).kind == EntryKind::Directory));
    } else {
      CHECK(tree.is_directory(path));
    }
    const std::string name = tree.paths().path(path);
    CHECK(tree.resolve("/" + name, false) == path);
    const std::vector<PathId> children = tree.children(path);
    CHECK((children.empty() || tree.is_directory(path)));
    for (const PathId child : children) CHECK(tree.paths().parent(child) == path);
    rest.insert(rest.end(), children.begin(), children.end());
  }
  for (EntryRef ref{0, 0}; ref.layer < tree.layer_count(); ++ref.layer) {
    for (ref.entry = 0; ref.entry < tree.layer(ref.layer)->entries.size(); ++ref.entry) {
      check_entry(tree, ref);
      CHECK((tree.fate(ref) == Fate::Live) == (named.count(ref) == 1));
    }
    check_sums(tree, ref.layer);
  }
}

}  // namespace

TEST_CASE("Fates, the live tree and the sums agree, whatever the layers") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const std::string text = text_of(RandomLayers(seed).make());
    INFO(seed << "\n" << text);
    const ImageTree tree(LayersText(text).layers());
    check_tree(tree);
    CHECK(dive_figures(tree).layer_bytes.size() == tree.layer_count());
  }
}

TEST_CASE("Where the removals of a layer stand among its entries does not matter") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    auto layers = RandomLayers(seed).make();
    const std::string before = text_of(layers);
    INFO(seed << "\n" << before);
    const std::string live = live_text(ImageTree(LayersText(before).layers()));
    for (auto& layer : layers) std::stable_partition(layer.begin(), layer.end(), is_removal);
    CHECK(live_text(ImageTree(LayersText(text_of(layers)).layers())) == live);
    for (auto& layer : layers) {
      std::stable_partition(layer.begin(), layer.end(),
                            [](const std::string& line) { return !is_removal(line); });
    }
    CHECK(live_text(ImageTree(LayersText(text_of(layers)).layers())) == live);
  }
}

TEST_CASE("What is hidden may as well be empty: the same tree without its bytes") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    const auto layers = RandomLayers(seed).make();
    const LayersText text(text_of(layers));
    const ImageTree tree(text.layers());
    std::vector<StackedLayer> emptied;
    for (std::uint32_t i = 0; i < tree.layer_count(); ++i) {
      auto layer = std::make_shared<ScannedLayer>(*tree.layer(i));
      for (std::uint32_t entry = 0; entry < layer->entries.size(); ++entry) {
        if (!is_waste(tree.fate({i, entry}))) continue;
        layer->entries[entry].set_size(0);
        if (layer->entries[entry].kind == EntryKind::File) layer->entries[entry].set_content(0);
      }
      emptied.push_back({std::move(layer), text.layers()[i].blob_bytes});
    }
    INFO(seed << "\n" << text_of(layers));
    CHECK(live_text(ImageTree(std::move(emptied))) == live_text(tree));
  }
}
