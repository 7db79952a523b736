#pragma once

// /etc/passwd, /etc/shadow and /etc/group of an image, whoever wrote them, and what USER means by
// them.

#include <string_view>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

// Lines without a name are skipped; nothing else of a line can be so wrong that the others suffer.
[[nodiscard]] std::vector<Account> read_accounts(std::string_view passwd, std::string_view shadow);
[[nodiscard]] std::vector<AccountGroup> read_groups(std::string_view group);

// `passwd_known`, `group_known`: whether the lists are what the image has (no: there is no such
// file).
struct AccountLists {
  const std::vector<Account>& accounts;
  const std::vector<AccountGroup>& groups;
  bool passwd_known = true, group_known = true;
};
// By the rules of moby/sys/user, GetExecUser, which docker, containerd, runc and podman share.
[[nodiscard]] EffectiveUser effective_user(std::string_view text, const AccountLists& lists);

}  // namespace plimsoll::image
