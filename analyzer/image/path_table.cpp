// The table of paths.
//
// A million entries below usr/lib/node_modules would say "usr/lib/node_modules" a million times;
// here each says its own name and the number of its directory: 12 bytes, 5 to 8 in the hash table,
// and the name. Equal paths are equal numbers, so stacking layers compares no text.
//
// Whoever makes an image knows this code and would choose names that all fall into one slot: a
// million of them would take 10^12 steps. So the hash is SipHash-1-3 (Aumasson and Bernstein) under
// a key of this table alone. Rejected: a faster hash with a seed; of those in use, collisions are
// known that hold for every seed. Rejected too: storing hashes to grow without rehashing, 8 bytes
// for each of ten million names to save a second.

#include "analyzer/image/path_table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <random>

#include "analyzer/base/check.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t first_slots = 64;

// At most three quarters of the slots are taken.
constexpr std::size_t slots_for(std::size_t paths) { return paths + paths / 3 + 1; }

// Slots grow by the half: room for twice as many would cost more memory than doing it again does
// time.
std::size_t place_in(std::uint64_t hash, std::size_t slots) {
  return static_cast<std::size_t>((hash >> 32) * slots >> 32);
}

struct SipState {
  std::uint64_t a, b, c, d;

  void round() {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }
  void take(std::uint64_t word) {
    d ^= word;
    round();
    a ^= word;
  }
};

// Of `parent` and `name`, as one message: the words of the name, the last one with its size.
std::uint64_t sip_hash(std::uint64_t key, PathId parent, std::string_view name) {
  const std::uint64_t second = (key ^ 0x9E37'79B9'7F4A'7C15U) * 0xBF58'476D'1CE4'E5B9U;
  SipState sip{key ^ 0x736F'6D65'7073'6575U, second ^ 0x646F'7261'6E64'6F6DU,
               key ^ 0x6C79'6765'6E65'7261U, second ^ 0x7465'6462'7974'6573U};
  sip.take(parent);
  std::size_t at = 0;
  for (; name.size() - at >= 8; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, name.data() + at, 8);
    sip.take(word);
  }
  std::uint64_t last = std::uint64_t{name.size()} << 56;
  for (std::size_t i = at; i < name.size(); ++i) {
    last |= std::uint64_t{static_cast<unsigned char>(name[i])} << (8 * (i - at));
  }
  sip.take(last);
  sip.c ^= 0xFF;
  sip.round();
  sip.round();
  sip.round();
  return sip.a ^ sip.b ^ sip.c ^ sip.d;
}

std::uint64_t random_key() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

// Calls `step` for each component; stops where it answers no_path.
template <class Step>
PathId walk(std::string_view path, const Step& step) {
  PathId at = root_path;
  while (!path.empty() && at != no_path) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    at = step(at, path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return at;
}

}  // namespace

PathTable::PathTable() : nodes_(1), seed_(random_key()) {}

PathTable PathTable::over(const PathTable& base) {
  PathTable table;
  table.nodes_.clear();
  table.base_ = &base;
  table.base_size_ = static_cast<PathId>(base.size());
  return table;
}

std::size_t PathTable::slot_of(PathId parent, std::string_view name) const {
  std::size_t slot = place_in(sip_hash(seed_, parent, name), slots_.size());
  while (slots_[slot] != no_path) {
    if (this->parent(slots_[slot]) == parent && this->name(slots_[slot]) == name) break;
    if (++slot == slots_.size()) slot = 0;
  }
  return slot;
}

void PathTable::reserve(std::size_t paths) {
  const std::size_t wanted = nodes_.size() + paths;
  nodes_.reserve(wanted);
  const std::size_t slots = std::max(first_slots, slots_for(wanted));
  if (slots > slots_.size()) rehash(slots);
}

PathId PathTable::child(PathId parent, std::string_view name) {
  if (parent == no_path || node(parent).depth >= max_path_depth) return no_path;
  DCHECK(!name.empty() && name.find('/') == std::string_view::npos);
  if (name.size() > std::numeric_limits<std::uint16_t>::max()) return no_path;
  if (parent < base_size_) {
    const PathId known = base_->find_child(parent, name);
    if (known != no_path) return known;
  }
  if (slots_for(nodes_.size() + 1) > slots_.size()) {
    rehash(std::max(first_slots, slots_.size() + slots_.size() / 2));
  }
  const std::size_t slot = slot_of(parent, name);
  if (slots_[slot] != no_path) return slots_[slot];
  if (names_.size() + name.size() > no_path || size() >= no_path) return no_path;
  const auto id = static_cast<PathId>(size());
  nodes_.push_back({parent, static_cast<std::uint32_t>(names_.size()),
                    static_cast<std::uint16_t>(name.size()),
                    static_cast<std::uint16_t>(node(parent).depth + 1)});
  names_.append(name.data(), name.size());
  slots_[slot] = id;
  return id;
}

PathId PathTable::intern(std::string_view clean_path) {
  return walk(clean_path, [&](PathId at, std::string_view name) { return child(at, name); });
}

PathId PathTable::find_child(PathId parent, std::string_view name) const {
  if (parent < base_size_) {
    const PathId known = base_->find_child(parent, name);
    if (known != no_path) return known;
  }
  return slots_.empty() || parent == no_path ? no_path : slots_[slot_of(parent, name)];
}

PathId PathTable::find(std::string_view clean_path) const {
  return walk(clean_path, [&](PathId at, std::string_view name) { return find_child(at, name); });
}

std::string PathTable::path(PathId path) const {
  std::size_t size = 0;
  for (PathId at = path; at != root_path; at = parent(at)) size += node(at).name_bytes + 1;
  if (size == 0) return {};
  std::string text(size - 1, '/');
  std::size_t end = text.size();
  for (PathId at = path; at != root_path; at = parent(at)) {
    const std::string_view part = name(at);
    part.copy(text.data() + end - part.size(), part.size());
    end -= std::min(end, part.size() + 1);
  }
  return text;
}

int PathTable::compare(PathId a, PathId b) const {
  const auto depth = [this](PathId path) { return int{node(path).depth}; };
  const int deeper = depth(a) - depth(b);
  // To names in one directory; what is below them goes on with a slash.
  for (int i = deeper; i > 0; --i) a = parent(a);
  for (int i = deeper; i < 0; ++i) b = parent(b);
  bool a_goes_on = deeper > 0;
  bool b_goes_on = deeper < 0;
  if (a == b) return deeper;
  for (; parent(a) != parent(b); a_goes_on = b_goes_on = true) {
    a = parent(a);
    b = parent(b);
  }
  const std::string_view left = name(a);
  const std::string_view right = name(b);
  const std::size_t same = std::min(left.size(), right.size());
  const int order = left.substr(0, same).compare(right.substr(0, same));
  if (order != 0) return order;
  const auto next = [same](std::string_view text, bool goes_on) {
    if (text.size() > same) return static_cast<int>(static_cast<unsigned char>(text[same]));
    return goes_on ? int{'/'} : -1;
  };
  return next(left, a_goes_on) - next(right, b_goes_on);
}

bool PathTable::is_within(PathId path, PathId ancestor) const {
  while (node(path).depth > node(ancestor).depth) path = parent(path);
  return path == ancestor;
}

std::size_t PathTable::memory_bytes() const {
  return nodes_.capacity() * sizeof(Node) + names_.capacity() + slots_.capacity() * sizeof(PathId);
}

void PathTable::rehash(std::size_t slots) {
  slots_.reset();  // the names say all that is in it
  slots_.resize(slots, no_path);
  for (PathId id = std::max(root_path + 1, base_size_); id < size(); ++id) {
    std::size_t slot = place_in(sip_hash(seed_, parent(id), name(id)), slots);
    while (slots_[slot] != no_path) {
      if (++slot == slots) slot = 0;
    }
    slots_[slot] = id;
  }
}

}  // namespace plimsoll::image
