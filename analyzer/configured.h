#pragma once

// Settings that a Dockerfile writes into configuration files, told by their text.

#include <initializer_list>
#include <string_view>
#include <vector>

#include "analyzer/facts.h"

namespace plimsoll {

// Where a word of a RUN's commands, the body of one of its heredocs or one of COPY's sets `key` to
// one of `values`: `gpgcheck=0`, `gpgcheck = 0`, `s/gpgcheck=1/gpgcheck=0/`. Letters in any case;
// `repo_gpgcheck` is another key. In file order.
[[nodiscard]] std::vector<Span> configured(const Facts& facts, std::string_view key,
                                           std::initializer_list<std::string_view> values);

}  // namespace plimsoll
