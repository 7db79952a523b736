// One column after another, each in a pass of its own: what is alike lies together and packs well,
// and nothing but the order of the entries is held.

#include "app/image_report/html/index_writer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/image_report/html/index_order.h"

namespace plimsoll::app {

namespace {

using image::Bytes;
using image::EntryKind;
using image::EntryRef;
using image::Fate;
using image::ImageTree;
using image::no_path;
using image::PathId;
using image::ScannedEntry;

constexpr std::uint32_t version = 1;
constexpr std::size_t piece_bytes = std::size_t{64} << 10;
constexpr std::uint64_t tar_block = 512;

// What tar takes for a file of this size at least: its header, its content in whole blocks.
std::uint64_t least_tar_bytes(std::uint64_t file) {
  return tar_block + (file + tar_block - 1) / tar_block * tar_block;
}

class IndexWriter {
 public:
  IndexWriter(const ImageTree& tree, const std::function<void(std::string_view)>& sink)
      : tree_(tree), sink_(sink), order_(tree) {
    for (std::uint32_t layer = 0; layer < order_.rest.size(); ++layer) {
      if (order_.rest[layer] != Bytes{}) rest_.push_back(layer);
    }
  }

  void write() {
    write_head();
    write_paths();
    write_places();
    write_bytes();
    write_attributes();
    write_contents();
    write_links();
    sink_(out_);
  }

 private:
  // --- numbers

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>(value | 0x80U);
    out_ += static_cast<char>(value);
    if (out_.size() >= piece_bytes) flush();
  }

  void signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(value < 0 ? ~(bits << 1U) : bits << 1U);
  }

  void text(std::string_view bytes) {
    out_ += bytes;
    if (out_.size() >= piece_bytes) flush();
  }

  void flush() {
    sink_(out_);
    out_.clear();
  }

  // --- all entries: those of the root, the rest of each layer behind them, those of other paths

  template <class Visit, class VisitRest>
  void each(const Visit& visit, const VisitRest& visit_rest) const {
    const std::uint32_t of_root = order_.entries_before[1];
    for (std::uint32_t i = 0; i < of_root; ++i) visit(i, tree_.at(order_.entries[i]));
    for (const std::uint32_t layer : rest_) visit_rest(layer);
    for (std::uint32_t i = of_root; i < order_.entries.size(); ++i) {
      visit(i, tree_.at(order_.entries[i]));
    }
  }

  template <class Value>
  void column(const Value& value) {
    each([&](std::uint32_t, const ScannedEntry& entry) { number(value(entry)); },
         [&](std::uint32_t) { number(0); });
  }

  [[nodiscard]] std::string_view link_text(EntryRef ref) const {
    return tree_.layer(ref.layer)->link_text(tree_.at(ref));
  }

  // --- sections

  void write_head() {
    const image::PathTable& table = tree_.paths();
    std::uint64_t name_bytes = 0;
    for (const PathId path : order_.paths) name_bytes += table.name(path).size();
    std::uint64_t links = 0;
    std::uint64_t link_bytes = 0;
    for (const EntryRef ref : order_.entries) {
      if (tree_.at(ref).kind != EntryKind::Symlink) continue;
      ++links;
      link_bytes += link_text(ref).size();
    }
    text("PLIX");
    number(version);
    number(order_.paths.size());
    number(order_.entries.size() + rest_.size());
    number(name_bytes);
    number(links);
    number(link_bytes);
  }

  // What the names of two siblings begin with.
  [[nodiscard]] std::vector<std::uint32_t> shared_lengths() const {
    const image::PathTable& table = tree_.paths();
    std::vector<std::uint32_t> shared(order_.paths.size(), 0);
    std::vector<PathId> before;  // by depth
    for (std::size_t i = 0; i < order_.paths.size(); ++i) {
      const PathId path = order_.paths[i];
      before.resize(std::max<std::size_t>(before.size(), order_.depths[i] + 1), no_path);
      const PathId sibling = std::exchange(before[order_.depths[i]], path);
      if (sibling == no_path || table.parent(sibling) != table.parent(path)) continue;
      const std::string_view a = table.name(sibling);
      const std::string_view b = table.name(path);
      const std::size_t most = std::min(a.size(), b.size());
      std::size_t length = 0;
      while (length < most && a[length] == b[length]) ++length;
      shared[i] = static_cast<std::uint32_t>(length);
    }
    return shared;
  }

  void write_paths() {
    const image::PathTable& table = tree_.paths();
    const std::size_t count = order_.paths.size();
    const std::vector<std::uint32_t> shared = shared_lengths();
    for (std::size_t i = 1; i < count; ++i) number(order_.depths[i - 1] + 1 - order_.depths[i]);
    for (std::size_t i = 1; i < count; ++i) number(shared[i]);
    for (std::size_t i = 1; i < count; ++i) {
      number(table.name(order_.paths[i]).size() - shared[i]);
    }
    for (std::size_t i = 1; i < count; ++i) text(table.name(order_.paths[i]).substr(shared[i]));
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t own = order_.entries_before[i + 1] - order_.entries_before[i];
      number(i == 0 ? own + rest_.size() : own);
    }
  }

  void write_places() {
    constexpr auto both = [](EntryKind kind, Fate fate) {
      return static_cast<std::uint64_t>(kind) * fate_count_in_index +
             static_cast<std::uint64_t>(fate);
    };
    each([&](std::uint32_t i, const ScannedEntry&) { number(order_.entries[i].layer); },
         [&](std::uint32_t layer) { number(layer); });
    each(
        [&](std::uint32_t i, const ScannedEntry& entry) {
          number(both(entry.kind, tree_.fate(order_.entries[i])));
        },
        [&](std::uint32_t) { number(both(EntryKind::Metadata, Fate::Overhead)); });
    for (const EntryRef ref : order_.entries) {
      if (image::is_waste(tree_.fate(ref))) number(hider(ref) - ref.layer);
    }
  }

  [[nodiscard]] std::uint32_t hider(EntryRef ref) const {
    const EntryRef by = tree_.hidden_by(ref);
    return by.valid() ? by.layer : ref.layer;
  }

  void write_bytes() {
    each([&](std::uint32_t, const ScannedEntry& entry) { number(entry.size()); },
         [&](std::uint32_t layer) { number(order_.rest[layer].file); });
    each(
        [&](std::uint32_t i, const ScannedEntry& entry) {
          const std::uint64_t tar = tree_.bytes(order_.entries[i]).tar;
          signed_number(static_cast<std::int64_t>(tar - least_tar_bytes(entry.size())));
        },
        [&](std::uint32_t layer) {
          const Bytes& rest = order_.rest[layer];
          signed_number(static_cast<std::int64_t>(rest.tar - least_tar_bytes(rest.file)));
        });
    each([&](std::uint32_t i, const ScannedEntry&) { number(tree_.bytes(order_.entries[i]).wire); },
         [&](std::uint32_t layer) { number(order_.rest[layer].wire); });
  }

  void write_attributes() {
    column([](const ScannedEntry& entry) { return entry.mode; });
    column([](const ScannedEntry& entry) { return entry.uid; });
    column([](const ScannedEntry& entry) { return entry.gid; });
    std::int64_t before = 0;
    const auto time = [&](std::int64_t mtime_s) {
      // What no calendar has need not be told exactly; differences stay within 53 bits.
      constexpr std::int64_t most = std::int64_t{1} << 50;
      const std::int64_t now = std::clamp(mtime_s, -most, most);
      signed_number(now - before);
      before = now;
    };
    each([&](std::uint32_t, const ScannedEntry& entry) { time(entry.mtime_s); },
         [&](std::uint32_t) { time(0); });
  }

  // Contents that several files have are numbered as they come.
  void write_contents() {
    std::vector<std::uint32_t> files;
    for (std::uint32_t i = 0; i < order_.entries.size(); ++i) {
      const ScannedEntry& entry = tree_.at(order_.entries[i]);
      if (entry.kind == EntryKind::File && entry.size() > 0) files.push_back(i);
    }
    const auto content = [&](std::uint32_t i) { return tree_.at(order_.entries[i]).content(); };
    std::sort(files.begin(), files.end(), [&](std::uint32_t a, std::uint32_t b) {
      return content(a) != content(b) ? content(a) < content(b) : a < b;
    });
    // First for each of several the first one's place + 1, then that one's number.
    std::vector<std::uint32_t> numbers(order_.entries.size(), 0);
    for (std::size_t i = 0, end = 0; i < files.size(); i = end) {
      while (end < files.size() && content(files[end]) == content(files[i])) ++end;
      if (end - i < 2) continue;
      for (std::size_t j = i; j < end; ++j) numbers[files[j]] = files[i] + 1;
    }
    std::uint32_t given = 0;
    for (std::uint32_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] != 0) numbers[i] = numbers[i] == i + 1 ? ++given : numbers[numbers[i] - 1];
      if (tree_.at(order_.entries[i]).kind == EntryKind::File) number(numbers[i]);
    }
  }

  void write_links() {
    for (std::uint32_t i = 0; i < order_.entries.size(); ++i) {
      if (tree_.at(order_.entries[i]).kind != EntryKind::Hardlink) continue;
      const auto found = order_.targets.find(i);
      const PathId target = found == order_.targets.end() ? no_path : found->second;
      number(target == no_path ? 0 : std::uint64_t{order_.numbers[target]} + 1);
    }
    const auto each_text = [&](const auto& visit) {
      for (const EntryRef ref : order_.entries) {
        if (tree_.at(ref).kind == EntryKind::Symlink) visit(link_text(ref));
      }
    };
    each_text([&](std::string_view link) { number(link.size()); });
    each_text([&](std::string_view link) { text(link); });
  }

  static constexpr std::uint64_t fate_count_in_index = 8;
  static_assert(image::fate_count == fate_count_in_index);

  const ImageTree& tree_;
  const std::function<void(std::string_view)>& sink_;
  IndexOrder order_;
  std::vector<std::uint32_t> rest_;  // layers that have some
  std::string out_;
};

}  // namespace

void write_index(const ImageTree& tree, const std::function<void(std::string_view)>& sink) {
  IndexWriter(tree, sink).write();
}

}  // namespace plimsoll::app
