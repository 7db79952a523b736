#pragma once

// Accounts that the commands of a Dockerfile make (`useradd`, `adduser`), and which may be there.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

struct Account {
  std::string name;
  std::optional<std::string> uid;  // where the command tells a known one
  Span where;                      // the name in the command
  Placed<Run> run;
};

// What the stage makes, and those that it is built from, in order. Names that are not known, and
// commands of an opaque shell, are left out.
[[nodiscard]] std::vector<Account> accounts_made(const Facts& facts, const Stage& stage);

// Whether /etc/passwd has `name` when `at` is reached. No only where the base image is known
// account by account and nothing before `at` could have added one.
[[nodiscard]] Answer account_exists(const Facts& facts, const Instruction& at,
                                    std::string_view name);

// A word of a RUN with its variables (ARG, ENV) put in; nothing where any is not known or the
// script gives it a value itself.
[[nodiscard]] std::optional<std::string> known_word(const Facts& facts, const Instruction& run,
                                                    const ShellWord& word);

}  // namespace plimsoll
