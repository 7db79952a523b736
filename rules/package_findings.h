#pragma once

// What the rules about package managers of distributions and languages say alike: each names its
// commands and words, these say the rest.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace plimsoll::rules {

// The packages that `command` installs from a registry by their names alone; a name that nobody
// knows before the build is none.
[[nodiscard]] std::vector<Package> unversioned(const Command& command);

// The same for yum, dnf and zypper, whose patterns may stand for any version.
[[nodiscard]] std::vector<Package> unversioned_names(const Command& command);

// One finding for all of `packages`, which are some: at the first one, the others beside it.
FindingBuilder report_unversioned(const std::vector<Package>& packages, Reporter& report);

// The same for apt and apk, where a fixed version is more than a number.
FindingBuilder report_in_no_fixed_version(const std::vector<Package>& packages, Reporter& report);

// `command` waits for an answer that nobody gives: `-y` is the fix.
void report_question(const Facts& facts, const Command& command, Reporter& report);

// What a manager keeps of what it downloads.
struct PackageCache {
  std::initializer_list<std::string_view> programs;
  std::initializer_list<std::string_view> folders;  // where the cache may be
  std::string_view folder;                          // a later reader of this one needs the cache
  std::string_view clean;                           // the subcommand that empties it
  std::string_view removed;                         // by that: a pattern of paths
};

// Each RUN of a stage that ships and that leaves this cache in its layer.
void report_caches_left(const Facts& facts, const PackageCache& cache, Reporter& report);

}  // namespace plimsoll::rules
