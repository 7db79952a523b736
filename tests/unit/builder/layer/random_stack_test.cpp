// Random layers on random layers against a model that does it the slow way: a map of paths, to
// which each layer is applied in full.

#include <algorithm>
#include <map>
#include <random>

#include "tests/unit/builder/layer/made.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using namespace plimsoll::builder::testing;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

std::string random_path(Random& random) {
  static const char* const names[] = {"a", "b", "a-", "a.b"};
  std::string path;
  for (std::size_t depth = 1 + below(random, 3); depth > 0; --depth) {
    if (!path.empty()) path += '/';
    path += names[below(random, 4)];
  }
  return path;
}

bool is_below(const std::string& path, const std::string& directory) {
  return directory.empty() ? !path.empty() : path.starts_with(directory + "/");
}

// A layer that makes sense: one entry a path, nothing below what is no directory.
std::vector<Entry> random_layer(Random& random, int& serial) {
  std::map<std::string, Entry> entries;
  std::vector<Entry> layer;
  for (std::size_t count = below(random, 8); count > 0; --count) {
    const std::string path = random_path(random);
    const auto conflicts = [&](const auto& other) {
      return other.first == path ||
             (is_below(path, other.first) && other.second.kind != EntryKind::Directory) ||
             (is_below(other.first, path));
    };
    const std::size_t kind = below(random, 10);
    if (kind < 5 && std::none_of(entries.begin(), entries.end(), conflicts)) {
      entries[path] = file(path, std::to_string(++serial), 0600 + static_cast<unsigned>(kind));
      const std::string other = random_path(random);
      if (below(random, 3) == 0 && other != path && !is_below(other, path) &&
          !is_below(path, other) &&
          std::none_of(entries.begin(), entries.end(), [&](const auto& entry) {
            return entry.first == other || is_below(entry.first, other) ||
                   (is_below(other, entry.first) && entry.second.kind != EntryKind::Directory);
          })) {
        entries[other] = hard_link(other, path);
      }
    } else if (kind < 7 && std::none_of(entries.begin(), entries.end(), [&](const auto& entry) {
                 return entry.first == path ||
                        (is_below(path, entry.first) && entry.second.kind != EntryKind::Directory);
               })) {
      entries[path] = directory(path, 0700 + static_cast<unsigned>(below(random, 8)));
    } else if (kind == 7) {
      layer.push_back(whiteout(path));
    } else if (kind == 8 && std::none_of(entries.begin(), entries.end(), [&](const auto& entry) {
                 return (entry.first == path || is_below(path, entry.first)) &&
                        entry.second.kind != EntryKind::Directory;
               })) {
      // It makes a directory of its path: later entries must see one.
      layer.push_back(opaque(path));
      entries.try_emplace(path, directory(path, 0711));
    } else if (kind == 9 && std::none_of(entries.begin(), entries.end(), conflicts)) {
      entries[path] = soft_link(path, "a");
    }
  }
  std::sort(layer.begin(), layer.end(), sorts_before);
  layer.erase(std::unique(layer.begin(), layer.end(),
                          [](const Entry& left, const Entry& right) {
                            return left.path == right.path && left.kind == right.kind;
                          }),
              layer.end());
  // No whiteout stands below a file: such a layer cannot be unpacked.
  std::erase_if(layer, [&](const Entry& marker) {
    return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
      return entry.second.kind != EntryKind::Directory && is_below(marker.path, entry.first);
    });
  });
  for (auto& [path, entry] : entries) {
    // Parents may be missing: then the directory is implied.
    if (entry.kind == EntryKind::Directory && below(random, 4) == 0) continue;
    layer.push_back(entry);
  }
  sort_entries(layer);
  return layer;
}

struct Node {
  Entry entry;
  int inode = 0;
};
using Model = std::map<std::string, Node>;

void remove_below(Model& model, const std::string& path) {
  std::erase_if(model, [&](const auto& node) { return is_below(node.first, path); });
}

void make_parents(Model& model, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string parent = path.substr(0, slash);
    const auto found = model.find(parent);
    if (found != model.end() && found->second.entry.kind == EntryKind::Directory) continue;
    model[parent] = {directory(parent), 0};
  }
}

void apply(const std::vector<Entry>& layer, Model& model, int& inodes) {
  for (const Entry& entry : layer) {
    if (entry.kind == EntryKind::Whiteout) {
      model.erase(entry.path);
      remove_below(model, entry.path);
    }
    if (entry.kind == EntryKind::Opaque) remove_below(model, entry.path);
  }
  std::map<std::string, int> made;
  for (const Entry& entry : layer) {
    // A whiteout, too, implies the directories that it stands in.
    make_parents(model, entry.path);
    if (entry.kind == EntryKind::Whiteout) continue;
    if (entry.kind == EntryKind::Opaque) {
      const auto found = model.find(entry.path);
      if (found == model.end() || found->second.entry.kind != EntryKind::Directory) {
        model[entry.path] = {directory(entry.path), 0};
      }
      continue;
    }
    if (entry.kind != EntryKind::Directory) remove_below(model, entry.path);
    if (entry.kind == EntryKind::File) made[entry.path] = ++inodes;
    model[entry.path] = {entry, entry.kind == EntryKind::File ? inodes : 0};
  }
  for (const Entry& entry : layer) {
    if (entry.kind != EntryKind::Hardlink) continue;
    Node node = model[entry.link];
    node.entry.path = entry.path;
    node.inode = made[entry.link];
    model[entry.path] = node;
  }
}

std::vector<std::string> shown(const Model& model) {
  std::map<int, std::vector<std::string>> groups;
  for (const auto& [path, node] : model) {
    if (node.inode != 0) groups[node.inode].push_back(path);
  }
  std::vector<std::string> lines;
  for (const auto& [path, node] : model) {
    Entry entry = node.entry;
    if (node.inode != 0 && groups[node.inode].size() > 1) entry.link = groups[node.inode].front();
    lines.push_back(testing::shown(entry));
  }
  return lines;
}

}  // namespace

TEST_CASE("Five hundred random stacks are what their layers make one after the other") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Random random(seed);
    Model model;
    int serial = 0;
    int inodes = 0;
    std::vector<std::shared_ptr<const LayerIndex>> layers;
    for (std::size_t count = 1 + below(random, 5); count > 0; --count) {
      const std::vector<Entry> entries = random_layer(random, serial);
      const MadeLayer made_layer = layer(entries);
      layers.push_back(made_layer.index);
      apply(entries, model, inodes);
      // The tar says by itself what the index says.
      const auto again = index_of_tar(*made_layer.blob);
      REQUIRE(again.has_value());
      REQUIRE(*again == made_layer.written.index);
    }
    const Stack tree(layers);
    std::vector<std::string> lines = listed(tree);
    std::sort(lines.begin(), lines.end());
    std::vector<std::string> expected = shown(model);
    std::sort(expected.begin(), expected.end());
    INFO("seed " << seed);
    REQUIRE(lines == expected);
    for (int i = 0; i < 20; ++i) {
      const std::string path = random_path(random);
      const auto found = tree.find(path);
      REQUIRE(found.has_value());
      REQUIRE(found->has_value() == model.contains(path));
      if (*found) {
        REQUIRE(std::find(expected.begin(), expected.end(), testing::shown(**found)) !=
                expected.end());
      }
    }
  }
}
