// Names in /etc/passwd and /etc/group, read as Docker and BuildKit read them: a number is never
// looked up as a name, the first line that fits wins, lines that make no sense are passed over.

#include <algorithm>
#include <charconv>

#include "builder/layer/file_tree.h"

namespace plimsoll::builder {
namespace {

constexpr std::uint64_t max_accounts_bytes = std::uint64_t{16} << 20;

struct User {
  std::string_view name;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::string_view home;
};
struct Group {
  std::string_view name;
  std::uint32_t gid = 0;
  std::string_view members;  // comma-separated
};

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  // 2^32 - 1 is the kernel's "leave it as it is", nobody's id.
  if (problem != std::errc() || end != text.data() + text.size() || value == UINT32_MAX) return {};
  return value;
}

// Cuts the part before `separator` off the front.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t at = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

Result<std::string> accounts_file(const FileTree& tree, std::string_view path) {
  const Result<std::string> place = resolve_in_tree(tree, path, true);
  if (!place) return tl::unexpected(place.error());
  const Result<std::optional<Entry>> entry = tree.find(*place);
  if (!entry) return tl::unexpected(entry.error());
  if (!*entry || (*entry)->kind != EntryKind::File) return std::string();
  return read_content(**entry, max_accounts_bytes);
}

template <class Row, class Read, class Fits>
std::optional<Row> first_row(std::string_view text, const Read& read, const Fits& fits) {
  while (!text.empty()) {
    const std::optional<Row> row = read(cut(text, '\n'));
    if (row && fits(*row)) return row;
  }
  return {};
}

std::optional<User> read_user(std::string_view line) {
  User user;
  user.name = cut(line, ':');
  cut(line, ':');
  const auto uid = number(cut(line, ':'));
  const auto gid = number(cut(line, ':'));
  cut(line, ':');
  user.home = cut(line, ':');
  if (user.name.empty() || !uid || !gid) return {};
  user.uid = *uid;
  user.gid = *gid;
  return user;
}

std::optional<Group> read_group(std::string_view line) {
  Group group;
  group.name = cut(line, ':');
  cut(line, ':');
  const auto gid = number(cut(line, ':'));
  group.members = cut(line, ':');
  if (group.name.empty() || !gid) return {};
  group.gid = *gid;
  return group;
}

bool has_member(std::string_view members, std::string_view name) {
  while (!members.empty()) {
    if (cut(members, ',') == name) return true;
  }
  return false;
}

tl::unexpected<Error> unknown(const std::string& what, std::string_view name, const char* file) {
  return failure("no " + what + " \"" + std::string(name) + "\" in " + file +
                 " of the image; create it in an earlier step or give its number");
}

Result<std::uint32_t> group_id(const FileTree& tree, std::string_view name) {
  if (const auto gid = number(name)) return *gid;
  const Result<std::string> text = accounts_file(tree, "/etc/group");
  if (!text) return tl::unexpected(text.error());
  const auto group =
      first_row<Group>(*text, read_group, [&](const Group& row) { return row.name == name; });
  if (!group) return unknown("group", name, "/etc/group");
  return group->gid;
}

// accounts_file, but a failure where there is none.
Result<std::string> existing_file(const FileTree& tree, const char* what, std::string_view name,
                                  const char* path) {
  const Result<std::string> place = resolve_in_tree(tree, path, true);
  if (!place) return tl::unexpected(place.error());
  const Result<std::optional<Entry>> entry = tree.find(*place);
  if (!entry) return tl::unexpected(entry.error());
  if (!*entry || (*entry)->kind != EntryKind::File) {
    return failure(std::string("the ") + what + " \"" + std::string(name) +
                   "\" has no meaning: " + path + " is not in the image; give a number");
  }
  return read_content(**entry, max_accounts_bytes);
}

// The groups that list the user as a member.
Result<std::vector<std::uint32_t>> groups_of(const FileTree& tree, std::string_view user) {
  const Result<std::string> text = accounts_file(tree, "/etc/group");
  if (!text) return tl::unexpected(text.error());
  std::vector<std::uint32_t> groups;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto group = read_group(cut(rest, '\n'));
    if (group && has_member(group->members, user)) groups.push_back(group->gid);
  }
  return groups;
}

}  // namespace

Result<Account> find_account(const FileTree& tree, std::string_view user) {
  std::string_view group = user;
  std::string_view name = cut(group, ':');
  if (name.empty()) name = "0";
  Account account;
  const auto uid = number(name);
  const Result<std::string> text = accounts_file(tree, "/etc/passwd");
  if (!text) return tl::unexpected(text.error());
  const auto row = first_row<User>(*text, read_user, [&](const User& candidate) {
    return uid ? candidate.uid == *uid : candidate.name == name;
  });
  if (row) {
    account.uid = row->uid;
    account.gid = row->gid;
    if (!row->home.empty()) account.home = row->home;
  } else if (uid) {
    account.uid = *uid;
  } else {
    return unknown("user", name, "/etc/passwd");
  }
  if (!group.empty()) {
    const Result<std::uint32_t> gid = group_id(tree, group);
    if (!gid) return tl::unexpected(gid.error());
    account.gid = *gid;
  } else if (row) {
    Result<std::vector<std::uint32_t>> groups = groups_of(tree, row->name);
    if (!groups) return tl::unexpected(std::move(groups).error());
    account.groups = std::move(*groups);
  }
  return account;
}

// A name that is missing from the file is root, a missing group the user's own: so does BuildKit,
// which complains only where there is no file at all.
Result<Account> find_owner(const FileTree& tree, std::string_view user, std::string_view group) {
  Account account;
  if (const auto uid = number(user)) {
    account.uid = *uid;
    account.gid = *uid;
  } else if (!user.empty()) {
    const Result<std::string> text = existing_file(tree, "user", user, "/etc/passwd");
    if (!text) return tl::unexpected(text.error());
    const auto row = first_row<User>(*text, read_user,
                                     [&](const User& candidate) { return candidate.name == user; });
    if (row) account.uid = row->uid;
    if (row) account.gid = row->gid;
  }
  if (const auto gid = number(group)) {
    account.gid = *gid;
  } else if (!group.empty()) {
    const Result<std::string> text = existing_file(tree, "group", group, "/etc/group");
    if (!text) return tl::unexpected(text.error());
    const auto row = first_row<Group>(*text, read_group,
                                      [&](const Group& found) { return found.name == group; });
    if (row) account.gid = row->gid;
  }
  return account;
}

}  // namespace plimsoll::builder
