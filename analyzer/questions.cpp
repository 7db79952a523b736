#include "analyzer/questions.h"

#include <algorithm>
#include <array>

namespace plimsoll {

namespace {

// The subcommands that ask before they act.
constexpr std::array<std::string_view, 19> asking{
    "install",        "localinstall", "groupinstall", "reinstall",  "downgrade",
    "builddep",       "build-dep",    "update",       "upgrade",    "upgrade-minimal",
    "update-minimal", "remove",       "erase",        "autoremove", "autoerase",
    "distro-sync",    "distrosync",   "dsync",        "swap"};
// Those that ask with one of these words behind them.
constexpr std::array<std::string_view, 3> groups{"group", "module", "copr"};
constexpr std::array<std::string_view, 8> asking_words{
    "install", "update", "upgrade", "remove", "enable", "disable", "reset", "switch-to"};

bool asks(const Command& command) {
  const auto in = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  if (in(asking, command.subcommand)) return true;
  return in(groups, command.subcommand) && !command.operands.empty() &&
         in(asking_words, command.operand(0).text);
}

}  // namespace

bool dnf_waits(const Facts& facts, const Command& command) {
  if (!asks(command) || command.may_hide_options() || command.is_fed()) return false;
  if (command.has_option({"-y", "--assumeyes", "--assumeno", "-h", "--help", "-c", "--config"})) {
    return false;
  }
  // The file may have told the configuration for good.
  const std::string_view text = facts.source.bytes();
  return text.find("assumeyes=") == std::string_view::npos &&
         text.find("assumeyes =") == std::string_view::npos;
}

}  // namespace plimsoll
