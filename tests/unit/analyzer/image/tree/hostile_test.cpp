// Layers that are cheap to write and would be dear to stack. Bounds on time are generous: what they
// rule out is the square of the size, which would take hours.

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "analyzer/image/tree/dive.h"
#include "analyzer/image/tree/image_tree.h"

using namespace plimsoll::image;

namespace {

class LayerMaker {
 public:
  void add(EntryKind kind, const std::string& path, const std::string& link = "") {
    ScannedEntry entry;
    entry.kind = kind;
    entry.path = layer_->paths.intern(path);
    if (kind == EntryKind::Hardlink) {
      entry.set_link(layer_->paths.intern(link));
    } else if (kind == EntryKind::Symlink) {
      entry.set_link(layer_->add_text(link));
    } else if (kind == EntryKind::File) {
      entry.set_size(1);
    }
    entry.set_begin(layer_->entries_end);
    entry.wire = layer_->entries_end;
    layer_->entries_end += 1024;
    layer_->entries.push_back(entry);
  }
  StackedLayer take() {
    layer_->plain_bytes = layer_->wire_entries_end = layer_->entries_end;
    StackedLayer stacked{layer_, layer_->plain_bytes};
    layer_ = std::make_shared<ScannedLayer>();
    return stacked;
  }

 private:
  std::shared_ptr<ScannedLayer> layer_ = std::make_shared<ScannedLayer>();
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::uint64_t entries_of(const ImageTree& tree, Fate fate) {
  return tree.sums()[static_cast<std::size_t>(fate)].entries;
}

std::string number(const char* name, int i) { return name + std::to_string(i); }

}  // namespace

TEST_CASE("A storm of whiteouts over a big layer costs what it removes") {
  constexpr int files = 1'000'000;
  LayerMaker maker;
  std::vector<StackedLayer> layers;
  for (int i = 0; i < files; ++i) {
    maker.add(EntryKind::File, number("d", i % 1000) + "/f" + std::to_string(i / 1000));
  }
  layers.push_back(maker.take());
  for (int i = 0; i < files; ++i) {
    maker.add(EntryKind::Whiteout, number("d", i % 1000) + "/f" + std::to_string(i / 1000));
  }
  layers.push_back(maker.take());
  const auto start = std::chrono::steady_clock::now();
  const ImageTree tree(std::move(layers));
  const double stacked = seconds_since(start);
  CHECK(stacked < 60);
  CHECK(entries_of(tree, Fate::Deleted) == files);
  CHECK(entries_of(tree, Fate::Live) == 0);
  CHECK(tree.memory_bytes() < 100 * 2 * std::size_t{files});
  const DiveFigures dive = dive_figures(tree);
  const double all = seconds_since(start);
  CHECK(dive.efficiency == 0);
  CHECK(dive.inefficient.size() == files);
  CHECK(all < 120);
  INFO("stacked in " << stacked << " s, dive's figures in " << all - stacked << " s, "
                     << tree.memory_bytes() / (2 * files) << " bytes an entry");
}

TEST_CASE("The same directory removed and made again by every layer") {
  LayerMaker maker;
  std::vector<StackedLayer> layers;
  for (int layer = 0; layer < 127; ++layer) {
    maker.add(EntryKind::Whiteout, "d");
    for (int i = 0; i < 1000; ++i) maker.add(EntryKind::File, number("d/f", i));
    layers.push_back(maker.take());
  }
  const ImageTree tree(std::move(layers));
  CHECK(entries_of(tree, Fate::Deleted) == 126 * 1000);
  CHECK(entries_of(tree, Fate::Live) == 1000);
  CHECK(dive_figures(tree).inefficient.size() == 1001);
}

TEST_CASE("Whiteouts one in the other, down a deep path with much at its end") {
  LayerMaker maker;
  std::string path = "d";
  for (int i = 1; i < 1000; ++i) path += "/d";
  for (int i = 0; i < 10'000; ++i) maker.add(EntryKind::File, path + number("/f", i));
  std::vector<StackedLayer> layers = {maker.take()};
  for (std::size_t end = path.size(); end != std::string::npos; end = path.rfind('/', end - 1)) {
    maker.add(EntryKind::Whiteout, path.substr(0, end));
    if (end == 1) break;
  }
  layers.push_back(maker.take());
  const auto start = std::chrono::steady_clock::now();
  const ImageTree tree(std::move(layers));
  CHECK(entries_of(tree, Fate::Deleted) == 10'000);
  CHECK(dive_figures(tree).layer_bytes[0] == 10'000);
  CHECK(seconds_since(start) < 30);
}

TEST_CASE("A forest of links that lead through each other is left where it gets too much work") {
  // Each link leads eight times through the one below it, which doubles and doubles; 40 links on
  // one way, and a budget for all ways together.
  LayerMaker maker;
  maker.add(EntryKind::Directory, "l0");
  const std::string longest(4000, '/');
  for (int i = 1; i < 30; ++i) {
    std::string text;
    for (int k = 0; k < 8; ++k) text += number("l", i - 1) + "/../";
    maker.add(EntryKind::Symlink, number("l", i), text + number("l", i - 1));
    maker.add(EntryKind::Symlink, number("m", i), longest + number("l", 0));
  }
  std::vector<StackedLayer> layers = {maker.take()};
  for (int i = 0; i < 100'000; ++i) {
    maker.add(EntryKind::File, number("l", i % 30) + number("/d", i) + "/f");
    maker.add(EntryKind::Whiteout, number("l", i % 30) + number("/e", i));
  }
  layers.push_back(maker.take());
  const auto start = std::chrono::steady_clock::now();
  const ImageTree tree(std::move(layers));
  CHECK(seconds_since(start) < 30);
  CHECK(entries_of(tree, Fate::Live) > 0);
}

TEST_CASE("Long texts of links, read again for every entry: the budget ends it, and it is told") {
  LayerMaker maker;
  const std::string text = std::string(60'000, '/') + "d";
  maker.add(EntryKind::Directory, "d");
  maker.add(EntryKind::Symlink, "l", text);
  for (int i = 0; i < 2000; ++i) {
    // Replacing a link makes all ways new.
    maker.add(EntryKind::Symlink, "other", "d");
    maker.add(EntryKind::File, number("l/f", i));
  }
  const ImageTree tree({maker.take()});
  CHECK_FALSE(tree.partial().empty());
  CHECK(entries_of(tree, Fate::Live) > 500);
  CHECK(entries_of(tree, Fate::Overhead) > 500);
}

TEST_CASE("Forty links are followed and not one more") {
  for (const int links : {40, 41}) {
    LayerMaker maker;
    maker.add(EntryKind::Directory, "l0");
    for (int i = 1; i <= links; ++i) {
      maker.add(EntryKind::Symlink, number("l", i), number("l", i - 1));
    }
    maker.add(EntryKind::File, number("l", links) + "/f");
    const ImageTree tree({maker.take()});
    CHECK((tree.resolve(number("l", links)) == no_path) == (links == 41));
    CHECK(tree.live("l0/f").valid() == (links == 40));
  }
}

TEST_CASE("Very many names of one file") {
  LayerMaker maker;
  maker.add(EntryKind::File, "f");
  constexpr int links = 200'000;
  for (int i = 0; i < links; ++i) maker.add(EntryKind::Hardlink, number("h", i), "f");
  std::vector<StackedLayer> layers = {maker.take()};
  maker.add(EntryKind::Whiteout, "f");
  layers.push_back(maker.take());
  const ImageTree tree(std::move(layers));
  CHECK(tree.fate({0, 0}) == Fate::Live);
  CHECK(tree.paths().path(tree.path({0, 0})) == "h0");
  CHECK(entries_of(tree, Fate::Live) == links + 1);
}

TEST_CASE("Hardlinks that wait for each other") {
  LayerMaker maker;
  constexpr int links = 50'000;
  for (int i = 0; i < links; ++i) {
    maker.add(EntryKind::Hardlink, number("h", i), number("h", i + 1));
  }
  std::vector<StackedLayer> layers = {maker.take()};
  maker.add(EntryKind::File, "x");
  layers.push_back(maker.take());
  const ImageTree tree(std::move(layers));
  CHECK(entries_of(tree, Fate::Overhead) == links);
  CHECK(tree.notes().size() == max_notes);
  CHECK(tree.note_counts().front().second == links);
}
