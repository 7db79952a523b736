#include "analyzer/image/contents/leftovers.h"

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/check.h"
#include "analyzer/base/row.h"
#include "analyzer/image/contents/dev_packages.h"
#include "analyzer/image/contents/leftover_places.h"

// Every path belongs to at most one leftover: the outermost one that holds it, or an inner one
// where the outer is a place for anything (/tmp). /root/.cache/pip/http-v2/a belongs to
// /root/.cache/pip.
//
// Paths have numbers, and a parent's is smaller than its children's. So one loop over the numbers
// says for each path what it belongs to: what its parent does; else what the table of places says,
// of which each path knows the node it has come to; else its own name. Then one loop over the
// entries that are live adds their bytes. No walk of the tree, no text of a path, no recursion.

namespace plimsoll::image {

namespace {

constexpr std::uint32_t no_root = no_path;
// Smaller ones are told by their kind, as one leftover at the root.
constexpr std::size_t most_leftovers = 10'000;

// The places as a trie; node 0 leads nowhere.
class Places {
 public:
  Places() : nodes_(3) {
    for (const LeftoverPlace& place : leftover_places()) {
      std::uint16_t node = start(place.anchor);
      for (std::string_view rest = place.path; !rest.empty();) {
        const std::size_t slash = rest.find('/');
        node = make(node, rest.substr(0, slash));
        rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
      }
      nodes_[node].kind = place.kind;
    }
  }
  [[nodiscard]] static std::uint16_t start(Anchor anchor) { return anchor == Anchor::Root ? 1 : 2; }
  [[nodiscard]] std::uint16_t next(std::uint16_t node, std::string_view name) const {
    const auto& names = nodes_[node].next;
    if (names.empty()) return 0;
    auto found = names.find(name);
    if (found == names.end()) found = names.find("*");
    return found == names.end() ? 0 : found->second;
  }
  [[nodiscard]] std::string_view kind(std::uint16_t node) const { return nodes_[node].kind; }

 private:
  struct Node {
    std::map<std::string_view, std::uint16_t> next;
    std::string_view kind;
  };
  std::uint16_t make(std::uint16_t node, std::string_view name) {
    const auto found = nodes_[node].next.find(name);
    if (found != nodes_[node].next.end()) return found->second;
    const auto made = static_cast<std::uint16_t>(nodes_.size());
    nodes_.emplace_back();
    nodes_[node].next.emplace(name, made);
    return made;
  }
  std::vector<Node> nodes_;
};

struct Standing {
  PathId root = no_root;  // of the leftover that holds it
  std::uint16_t anchored = 0, home = 0;
  std::uint8_t kind = 0;  // of a root: see Kinds
  bool foreign = false;   // in a tree of others: see holds_foreign_trees
};

// Names of kinds as small numbers, in the order in which they come; 0 is none.
class Kinds {
 public:
  [[nodiscard]] std::uint8_t number(std::string_view name) {
    const auto place = std::find(names_.begin(), names_.end(), name) - names_.begin();
    const auto number = static_cast<std::size_t>(place);
    if (number == names_.size()) names_.push_back(name);
    CHECK(number <= UINT8_MAX);
    return static_cast<std::uint8_t>(number);
  }
  [[nodiscard]] std::string_view name(std::uint8_t number) const { return names_[number]; }

 private:
  std::vector<std::string_view> names_{""};
};

class Finder {
 public:
  Finder(const ImageTree& tree, const Contents& contents)
      : tree_(tree), contents_(contents), paths_(tree.paths()) {}

  void add_home(std::string_view home) {
    const PathId path = tree_.resolve(home);
    if (path != no_path) homes_.push_back(path);
  }

  // Sources that were compiled below /usr/src; an application may have its home there too.
  void find_sources(std::string_view working_directory) {
    const PathId work = tree_.resolve(working_directory.empty() ? "/" : working_directory);
    for (const std::string_view place : {"usr/src", "usr/local/src"}) {
      const PathId folder = tree_.resolve(place);
      if (folder == no_path) continue;
      for (const PathId path : tree_.children(folder)) {
        const bool worked_in = work != no_path && paths_.is_within(work, path);
        if (!worked_in && was_configured(path) && contents_.owner(paths_.path(path)).empty()) {
          kinds_.emplace(path, "source-tree");
        }
      }
    }
  }

  // What was installed for development, as the lists beside it say.
  void find_dev_packages() {
    for (std::uint32_t layer = 0; layer < tree_.layer_count(); ++layer) {
      const ScannedLayer* scanned = tree_.layer(layer);
      if (!scanned) continue;
      for (const KeptFile& kept : scanned->kept) {
        const EntryRef file{layer, kept.entry};
        const PathId path = tree_.fate(file) == Fate::Live ? tree_.path(file) : no_path;
        if (path == no_path || path == root_path) continue;
        const std::string_view name = paths_.name(path);
        const PathId within = paths_.parent(path);
        const std::string folder = paths_.path(within);
        if (name == ".package-lock.json") {
          for (const std::string& each : npm_dev_packages(kept.text())) {
            add_dev(folder + "/../" + each, within);
          }
        } else if (name == "installed.json" && folder.ends_with("/composer")) {
          for (const std::string& each : composer_dev_packages(kept.text())) {
            add_dev(folder + "/" + each, paths_.parent(within));
          }
        }
      }
    }
  }

  void classify() {
    std::sort(homes_.begin(), homes_.end());
    standings_.resize(paths_.size());
    for (PathId path = 0; path < standings_.size(); ++path) stand(path);
  }

  std::vector<Leftover> add_up() {
    weigh();
    choose();
    each_live([this](EntryRef at) { add(at); });
    std::vector<Leftover> result;
    for (auto& [path, leftover] : found_) result.push_back(std::move(leftover));
    std::sort(result.begin(), result.end(), [](const Leftover& a, const Leftover& b) {
      return a.bytes.file != b.bytes.file ? a.bytes.file > b.bytes.file : a.path < b.path;
    });
    for (auto& [kind, leftover] : rest_) result.push_back(std::move(leftover));
    return result;
  }

 private:
  template <class F>
  void each_live(const F& f) {
    for (std::uint32_t layer = 0; layer < tree_.layer_count(); ++layer) {
      const ScannedLayer* scanned = tree_.layer(layer);
      if (!scanned) continue;
      for (std::uint32_t entry = 0; entry < scanned->entries.size(); ++entry) {
        const EntryRef at{layer, entry};
        if (tree_.fate(at) == Fate::Live && tree_.path(at) != no_path) f(at);
      }
    }
  }

  // The bytes of each leftover: enough to know which are worth telling one by one.
  void weigh() {
    weights_.resize(paths_.size(), 0);
    each_live([this](EntryRef at) {
      const PathId path = tree_.path(at);
      Standing& own = standings_[path];
      if (own.root == no_root || is_broad(kind(own.root))) {
        const std::string_view content = kind_by_content(at, path);
        if (!content.empty()) {
          own.root = path;
          own.kind = kinds_of_all_.number(content);
        }
      }
      if (own.root != no_root) weights_[own.root] += tree_.at(at).size();
    });
  }

  void choose() {
    for (PathId path = 0; path < weights_.size(); ++path) {
      if (weights_[path] > 0) told_.push_back(path);
    }
    const auto bigger = [this](PathId a, PathId b) {
      return weights_[a] != weights_[b] ? weights_[a] > weights_[b] : paths_.compare(a, b) < 0;
    };
    if (told_.size() > most_leftovers) {
      std::nth_element(told_.begin(), told_.begin() + most_leftovers, told_.end(), bigger);
      told_.resize(most_leftovers);
    }
    std::sort(told_.begin(), told_.end());
  }

  // Only below `within`: a list may name anything.
  void add_dev(const std::string& directory, PathId within) {
    const PathId path = tree_.resolve(directory);
    if (path != no_path && path != within && paths_.is_within(path, within)) {
      kinds_.emplace(path, "dev-package");
    }
  }

  [[nodiscard]] bool was_configured(PathId directory) const {
    static constexpr std::array<std::string_view, 6> traces = {
        "configure", "config.log", "config.status", "CMakeCache.txt", "CMakeLists.txt", "Makefile"};
    return std::any_of(traces.begin(), traces.end(), [&](std::string_view name) {
      const PathId file = paths_.find_child(directory, name);
      return file != no_path && tree_.live(file).valid();
    });
  }

  void stand(PathId path) {
    Standing& own = standings_[path];
    if (path == root_path) {
      own.anchored = Places::start(Anchor::Root);
    } else {
      const Standing& parent = standings_[paths_.parent(path)];
      const std::string_view name = paths_.name(path);
      own.root = parent.root;
      own.foreign = parent.foreign || holds_foreign_trees(name);
      if (parent.root != no_root && !is_broad(kind(parent.root))) return;
      own.anchored = places_.next(parent.anchored, name);
      own.home = places_.next(parent.home, name);
      own.kind = kinds_of_all_.number(kind_of(path, own, name));
      if (own.kind != 0) own.root = path;
    }
    if (std::binary_search(homes_.begin(), homes_.end(), path)) {
      own.home = Places::start(Anchor::Home);
    }
  }

  std::string_view kind_of(PathId path, const Standing& own, std::string_view name) {
    const auto known = kinds_.find(path);
    if (known != kinds_.end()) return known->second;
    if (own.home != 0 && !places_.kind(own.home).empty()) return places_.kind(own.home);
    if (own.anchored != 0 && !places_.kind(own.anchored).empty()) {
      return places_.kind(own.anchored);
    }
    if (own.foreign || !may_be_leftover(name)) return {};
    const std::string_view kind = leftover_by_name(name, tree_.is_directory(path));
    if (kind.empty() || kind == "python-bytecode") return kind;
    return contents_.owner(paths_.path(path)).empty() ? kind : std::string_view{};
  }

  [[nodiscard]] std::string_view kind(PathId root) const {
    return kinds_of_all_.name(standings_[root].kind);
  }

  void add(EntryRef at) {
    const PathId root = standings_[tree_.path(at)].root;
    if (root == no_root || weights_[root] == 0) return;
    const bool told = std::binary_search(told_.begin(), told_.end(), root);
    const auto [place, fresh] =
        told ? found_.try_emplace(root) : rest_.try_emplace(standings_[root].kind);
    Leftover& leftover = place->second;
    if (fresh) {
      leftover.kind = kind(root);
      leftover.path = told ? "/" + paths_.path(root) : "/";
      leftover.example = at;
    }
    const Bytes bytes = tree_.bytes(at);
    leftover.bytes.add(bytes);
    if (leftover.by_layer.empty() || leftover.by_layer.back().wrote != at.layer) {
      leftover.by_layer.push_back({at.layer, at.layer, {}});
    }
    leftover.by_layer.back().bytes[static_cast<std::size_t>(Fate::Live)].add(bytes);
    if (bytes.file > tree_.bytes(leftover.example).file) leftover.example = at;
  }

  // What a file is by what it holds and what stands beside it.
  std::string_view kind_by_content(EntryRef at, PathId path) {
    if (tree_.at(at).kind != EntryKind::File || path == root_path) return {};
    const std::string_view name = paths_.name(path);
    std::string_view kind;
    constexpr std::uint16_t et_core = 4;
    const ElfHead* elf = contents_.elf(at);
    if (elf && elf->type == et_core) kind = "core-dump";
    if (is_signature(at, name)) kind = "signature";
    if (is_unpacked_archive(path, name)) kind = "archive-beside-content";
    if (kind.empty()) return {};
    return contents_.owner(paths_.path(path)).empty() ? kind : std::string_view{};
  }

  [[nodiscard]] bool is_signature(EntryRef at, std::string_view name) const {
    if (!name.ends_with(".asc") && !name.ends_with(".sig") && !name.ends_with(".sign"))
      return false;
    const std::optional<std::string_view> text = contents_.text(at);
    if (!text || text->size() < 3) return false;
    // RFC 4880: armoured, or a packet with the tag 2 in the old or the new format.
    const auto first = static_cast<unsigned char>(text->front());
    return text->starts_with("-----BEGIN PGP SIGNATURE-----") || (first & 0xFCU) == 0x88 ||
           first == 0xC2;
  }

  // hello-1.0.tar.gz beside a directory hello-1.0.
  [[nodiscard]] bool is_unpacked_archive(PathId path, std::string_view name) const {
    static constexpr std::array<std::string_view, 9> endings = {
        ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".zip", ".tar"};
    for (const std::string_view ending : endings) {
      if (!name.ends_with(ending) || name.size() == ending.size()) continue;
      const std::string_view stem = name.substr(0, name.size() - ending.size());
      const PathId beside = paths_.find_child(paths_.parent(path), stem);
      return beside != no_path && tree_.is_directory(beside);
    }
    return false;
  }

  const ImageTree& tree_;
  const Contents& contents_;
  const PathTable& paths_;
  const Places places_;
  std::vector<PathId> homes_;
  std::map<PathId, std::string_view> kinds_;  // of roots that lists name
  Kinds kinds_of_all_;
  Row<Standing> standings_;           // by PathId
  Row<std::uint64_t> weights_;        // by root
  Row<PathId> told_;                  // roots, ascending
  std::map<PathId, Leftover> found_;  // by root
  std::map<PathId, Leftover> rest_;   // by kind
};

}  // namespace

std::vector<Leftover> find_leftovers(const ImageTree& tree, const Contents& contents,
                                     const std::vector<std::string>& homes,
                                     std::string_view working_directory) {
  Finder finder(tree, contents);
  finder.add_home("root");
  for (const std::string& home : homes) finder.add_home(home);
  const PathId users = tree.resolve("home");
  if (users != no_path) {
    for (const PathId user : tree.children(users)) finder.add_home(tree.paths().path(user));
  }
  finder.find_sources(working_directory);
  finder.find_dev_packages();
  finder.classify();
  return finder.add_up();
}

}  // namespace plimsoll::image
