#include "analyzer/image/contents/accounts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>

#include "analyzer/image/contents/lines.h"

// What a user or group number in these files is worth is decided by the program that starts the
// container, and that one is forgiving: a number that is none is 0. `evil:x:none:0::/:/bin/sh` is
// root for runc, so it is root here. glibc would leave such a line out; what runs is what counts.

namespace plimsoll::image {

static constexpr std::uint64_t greatest_id = std::numeric_limits<std::int32_t>::max();

static std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return number;
}

// As Go's strconv.Atoi with its error ignored.
static std::uint64_t lenient_id(std::string_view text) {
  const std::optional<std::int64_t> number = whole_number(text);
  if (number) return *number < 0 ? greatest_id + 1 : static_cast<std::uint64_t>(*number);
  const bool digits =
      !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? std::numeric_limits<std::int64_t>::max() : 0;
}

template <std::size_t Count>
static std::array<std::string_view, Count> fields_of(std::string_view line) {
  std::array<std::string_view, Count> fields{};
  for (std::size_t i = 0; i < Count; ++i) {
    const std::size_t colon = line.find(':');
    fields[i] = line.substr(0, colon);
    if (colon == std::string_view::npos) break;
    line.remove_prefix(colon + 1);
  }
  return fields;
}

namespace {
struct Shadow {
  bool empty = false;
  std::uint32_t line = 0;
};
}  // namespace

static std::map<std::string_view, Shadow> read_shadow(std::string_view shadow) {
  std::map<std::string_view, Shadow> lines;
  each_line(shadow, [&](std::string_view line, std::uint32_t number) {
    const auto [name, password] = fields_of<2>(line);
    // Without a second field there is no password either, but no login that would read it so.
    const bool empty = password.empty() && line.size() > name.size();
    if (!name.empty()) lines.emplace(name, Shadow{empty, number});
  });
  return lines;
}

std::vector<Account> read_accounts(std::string_view passwd, std::string_view shadow) {
  const std::map<std::string_view, Shadow> shadows = read_shadow(shadow);
  std::vector<Account> accounts;
  each_line(passwd, [&](std::string_view line, std::uint32_t number) {
    const auto fields = fields_of<7>(line);
    // NIS' compatibility lines ("+::::::") name no account of the image.
    if (fields[0].empty() || fields[0].front() == '+' || fields[0].front() == '-') return;
    Account account;
    account.name = fields[0];
    account.uid = lenient_id(fields[2]);
    account.gid = lenient_id(fields[3]);
    account.home = fields[5];
    account.shell = fields[6];
    account.line = number;
    const auto found = shadows.find(fields[0]);
    if (found != shadows.end()) account.shadow_line = found->second.line;
    // "x" sends to shadow; all other texts are the password, and of an empty one there is none.
    const bool whole_line = std::count(line.begin(), line.end(), ':') >= 6;
    account.sound = whole_line && whole_number(fields[2]) && whole_number(fields[3]);
    account.empty_password = fields[1] == "x" ? found != shadows.end() && found->second.empty
                                              : fields[1].empty() && whole_line;
    accounts.push_back(std::move(account));
  });
  return accounts;
}

std::vector<AccountGroup> read_groups(std::string_view group) {
  std::vector<AccountGroup> groups;
  each_line(group, [&](std::string_view line, std::uint32_t number) {
    const auto fields = fields_of<4>(line);
    if (fields[0].empty() || fields[0].front() == '+' || fields[0].front() == '-') return;
    AccountGroup made;
    made.name = fields[0];
    made.gid = lenient_id(fields[2]);
    made.line = number;
    made.sound = std::count(line.begin(), line.end(), ':') >= 3 && whole_number(fields[2]);
    for (std::string_view rest = fields[3]; !rest.empty();) {
      const std::size_t comma = rest.find(',');
      if (comma != 0) made.members.emplace_back(rest.substr(0, comma));
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    groups.push_back(std::move(made));
  });
  return groups;
}

// Names come first, then numbers, in the order of the file: one line may be both.
template <class List, class Id>
static auto first_match(const List& list, std::string_view text, Id id) {
  const std::optional<std::int64_t> number = whole_number(text);
  return std::find_if(list.begin(), list.end(), [&](const auto& each) {
    return each.name == text ||
           (number && *number >= 0 && static_cast<std::uint64_t>(*number) == id(each));
  });
}

static bool in_range(std::uint64_t id) { return id <= greatest_id; }

static void find_group(EffectiveUser& user, std::string_view text, const AccountLists& lists) {
  user.gid.reset();
  const auto found =
      first_match(lists.groups, text, [](const AccountGroup& each) { return each.gid; });
  if (found != lists.groups.end()) {
    user.gid = found->gid;
  } else if (const auto number = whole_number(text); number && *number >= 0) {
    user.gid = static_cast<std::uint64_t>(*number);
  }
  if (!user.gid) {
    user.defined = both(user.defined, lists.group_known ? Answer::No : Answer::Unknown);
  } else if (!in_range(*user.gid)) {
    user.defined = Answer::No;
  }
}

EffectiveUser effective_user(std::string_view text, const AccountLists& lists) {
  EffectiveUser user;
  user.text = text;
  const std::size_t colon = text.find(':');
  const std::string_view who = text.substr(0, colon);
  const std::string_view group =
      colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  const auto found = first_match(lists.accounts, who.empty() ? "0" : who,
                                 [](const Account& each) { return each.uid; });
  user.defined = Answer::Yes;
  user.home = "/";
  if (found != lists.accounts.end()) {
    user.name = found->name;
    user.uid = found->uid;
    user.gid = found->gid;
    user.home = found->home;
  } else if (const auto number = whole_number(who.empty() ? "0" : who); number && *number >= 0) {
    user.uid = static_cast<std::uint64_t>(*number);
    user.gid = 0;
    // A number has the group of its account, and one may be in a file that was not read.
    if (!lists.passwd_known) user.gid.reset();
  } else {
    user.defined = lists.passwd_known ? Answer::No : Answer::Unknown;
  }
  if (user.uid && !in_range(*user.uid)) user.defined = Answer::No;
  if (!group.empty()) {
    find_group(user, group, lists);
  } else if (!user.name.empty()) {
    for (const AccountGroup& each : lists.groups) {
      if (std::find(each.members.begin(), each.members.end(), user.name) != each.members.end()) {
        user.groups.push_back(each.gid);
      }
    }
  }
  return user;
}

Answer EffectiveUser::root() const { return uid ? answer(*uid == 0) : Answer::Unknown; }

}  // namespace plimsoll::image
