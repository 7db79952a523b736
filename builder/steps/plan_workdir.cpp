#include "builder/steps/copy.h"
#include "builder/steps/target.h"

namespace plimsoll::builder {

namespace {

constexpr std::uint32_t directory_mode = 0755;

}  // namespace

Result<std::vector<Entry>> plan_workdir(const lowered::WorkdirStep& step, const FileTree& below,
                                        std::int64_t now_s) {
  Target target(below, now_s);
  const auto path = resolve_in_tree(target, step.path.text(), true);
  if (!path) return tl::unexpected(path.error());
  Owner owner;
  if (const std::string& user = step.user.text(); !user.empty()) {
    const std::size_t colon = user.find(':');
    const auto found = find_owner(below, user.substr(0, colon),
                                  colon == std::string::npos ? "" : user.substr(colon + 1));
    if (!found) return tl::unexpected(found.error());
    owner = {found->uid, found->gid};
  }
  if (auto made = target.make_directories(*path, directory_mode, owner); !made) {
    return tl::unexpected(made.error());
  }
  return target.take();
}

}  // namespace plimsoll::builder
