#include "analyzer/image/contents/contents.h"

#include <algorithm>
#include <deque>

#include "analyzer/image/contents/accounts.h"
#include "analyzer/image/contents/leftovers.h"
#include "analyzer/image/contents/lines.h"
#include "analyzer/image/contents/ownership.h"
#include "analyzer/image/contents/started.h"

namespace plimsoll::image {

struct Contents::State {
  State(const ImageTree& image_tree, const ImageConfig& image_config)
      : tree(image_tree), config(image_config) {}

  const ImageTree& tree;
  const ImageConfig& config;
  bool whole = true;
  std::vector<Account> accounts;
  std::vector<AccountGroup> groups;
  EffectiveUser user;
  // Made when they are first asked for.
  std::optional<Ownership> ownership;
  std::optional<std::vector<Leftover>> leftovers;
  std::optional<std::vector<Started>> started;
  // The last texts that were held packed: small ones stay for a while, of big ones the last alone.
  std::deque<std::string> texts;
  std::uint64_t text_bytes = 0;

  std::string_view unpacked(const KeptFile& kept) {
    constexpr std::uint64_t most_bytes = std::uint64_t{4} << 20;
    const std::string& text = texts.emplace_back(kept.text());
    text_bytes += text.size();
    while (text_bytes > most_bytes && texts.size() > 1) {
      text_bytes -= texts.front().size();
      texts.pop_front();
    }
    return text;
  }
};

static bool read_whole(const ImageTree& tree) {
  for (std::uint32_t i = 0; i < tree.layer_count(); ++i) {
    const ScannedLayer* layer = tree.layer(i);
    if (!layer || !layer->partial.empty()) return false;
  }
  return true;
}

Contents::Contents(const ImageTree& tree, const ImageConfig& config)
    : state_(std::make_unique<State>(tree, config)) {
  state_->whole = read_whole(tree);
  const std::optional<std::string_view> passwd = text("etc/passwd");
  const std::optional<std::string_view> group = text("etc/group");
  state_->accounts = read_accounts(passwd.value_or(""), text("etc/shadow").value_or(""));
  state_->groups = read_groups(group.value_or(""));
  const auto known = [&](const auto& read, std::string_view path) {
    return whole() && (read.has_value() || is_no(exists(path)));
  };
  const AccountLists lists{state_->accounts, state_->groups, known(passwd, "etc/passwd"),
                           known(group, "etc/group")};
  if (config.platform.os != "windows") state_->user = effective_user(config.user, lists);
  state_->user.text = config.user;
}

Contents::~Contents() = default;

bool Contents::whole() const { return state_->whole; }
const std::vector<Account>& Contents::accounts() const { return state_->accounts; }
const std::vector<AccountGroup>& Contents::groups() const { return state_->groups; }
const EffectiveUser& Contents::user() const { return state_->user; }

static const Ownership& ownership(Contents::State& state, const Contents& contents) {
  if (!state.ownership) state.ownership = read_ownership(state.tree, contents);
  return *state.ownership;
}

const std::vector<Package>& Contents::packages() const {
  return ownership(*state_, *this).packages;
}

Answer Contents::packages_known() const {
  return both(ownership(*state_, *this).known, whole() ? Answer::Yes : Answer::Unknown);
}

std::string Contents::owner(std::string_view clean_path) const {
  const Ownership& owners = ownership(*state_, *this);
  const Owned* owned = owners.find(state_->tree.resolve(clean_path, false));
  return owned ? owners.packages[owned->owner].name : std::string();
}

// The tables of a layer are by ascending entry.
template <class List>
static auto of_entry(const List& list, std::uint32_t entry) -> decltype(list.data()) {
  const auto found =
      std::lower_bound(list.begin(), list.end(), entry,
                       [](const auto& each, std::uint32_t wanted) { return each.entry < wanted; });
  return found == list.end() || found->entry != entry ? nullptr : &*found;
}

static std::string_view digest_of(const FileDigests& digests, DigestKind kind) {
  switch (kind) {
    case DigestKind::None:
      return {};
    case DigestKind::Md5:
      return digests.md5;
    case DigestKind::Sha1:
      return digests.sha1;
    case DigestKind::Sha256:
      return digests.sha256;
  }
  return {};
}

Answer Contents::owned_unmodified(EntryRef file) const {
  if (!file.valid()) return Answer::Unknown;
  const Ownership& owners = ownership(*state_, *this);
  const Owned* owned = owners.find(state_->tree.path(file));
  if (!owned)
    return both(owners.known, whole() ? Answer::Yes : Answer::Unknown) == Answer::Yes
               ? Answer::No
               : Answer::Unknown;
  const EntryRef bytes = state_->tree.inode(file);
  const ScannedLayer* layer = state_->tree.layer(bytes.layer);
  const FileDigests* digests = layer ? of_entry(layer->digests, bytes.entry) : nullptr;
  if (!digests) return Answer::Unknown;
  const std::string_view digest = digest_of(*digests, owned->kind);
  if (digest.empty()) return Answer::Unknown;
  const std::string expected = hexadecimal({owned->digest.data(), owned->digest.size()});
  return answer(digest.starts_with(expected));
}

const std::vector<Leftover>& Contents::leftovers() const {
  if (!state_->leftovers) {
    std::vector<std::string> homes;
    for (const Account& account : accounts()) homes.push_back(account.home);
    if (const auto home = env("HOME")) homes.emplace_back(*home);
    state_->leftovers = find_leftovers(state_->tree, *this, homes, state_->config.working_dir);
  }
  return *state_->leftovers;
}

const std::vector<Started>& Contents::started() const {
  if (!state_->started) {
    state_->started = ProgramFinder(state_->tree, state_->config, *this).started();
  }
  return *state_->started;
}

Started Contents::look_up(std::string_view word) const {
  return ProgramFinder(state_->tree, state_->config, *this).look_up(word);
}

std::string Contents::os_release(std::string_view key) const {
  std::optional<std::string_view> release = text("etc/os-release");
  if (!release) release = text("usr/lib/os-release");
  std::string value;
  each_line(release.value_or(""), [&](std::string_view line, std::uint32_t) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || line.substr(0, equals) != key) return;
    std::string_view text = line.substr(equals + 1);
    const bool quotes = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                        text.back() == text.front();
    if (quotes) text = text.substr(1, text.size() - 2);
    value = text;
  });
  return value;
}

std::optional<std::string_view> Contents::text(std::string_view path) const {
  const PathId place = state_->tree.resolve(path);
  if (place == no_path) return {};
  return text(state_->tree.live(place));
}

std::optional<std::string_view> Contents::text(EntryRef file) const {
  if (!file.valid()) return {};
  const EntryRef bytes = state_->tree.inode(file);
  const ScannedLayer* layer = state_->tree.layer(bytes.layer);
  const KeptFile* kept = layer ? of_entry(layer->kept, bytes.entry) : nullptr;
  if (!kept) return {};
  if (!kept->packed) return kept->bytes;
  return state_->unpacked(*kept);
}

Answer Contents::exists(std::string_view path) const {
  if (state_->tree.resolve(path) != no_path) return Answer::Yes;
  return whole() ? Answer::No : Answer::Unknown;
}

std::optional<std::string_view> Contents::env(std::string_view name) const {
  for (const std::string& each : state_->config.env) {
    const std::string_view text = each;
    if (text.size() > name.size() && text[name.size()] == '=' && text.starts_with(name)) {
      return text.substr(name.size() + 1);
    }
  }
  return {};
}

const ElfHead* Contents::elf(EntryRef file) const {
  if (!file.valid()) return nullptr;
  const EntryRef bytes = state_->tree.inode(file);
  const ScannedLayer* layer = state_->tree.layer(bytes.layer);
  return layer ? of_entry(layer->elfs, bytes.entry) : nullptr;
}

std::optional<std::string_view> Contents::script(EntryRef file) const {
  if (!file.valid()) return {};
  const EntryRef bytes = state_->tree.inode(file);
  const ScannedLayer* layer = state_->tree.layer(bytes.layer);
  const ScriptHead* head = layer ? of_entry(layer->scripts, bytes.entry) : nullptr;
  if (!head) return {};
  return layer->text_at(head->line);
}

}  // namespace plimsoll::image
