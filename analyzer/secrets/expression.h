#pragma once

// The one door to RE2: expressions whose time is linear in the text, whatever the text.

#include <memory>
#include <optional>
#include <string_view>

#include "analyzer/secrets/class_table.h"

namespace re2 {
class RE2;
}

namespace plimsoll::secrets {

class Expression {
 public:
  // Of our own table: one that is wrong is our defect. Takes some 20 microseconds.
  explicit Expression(std::string_view pattern);
  ~Expression();
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  struct Match {
    Stretch whole;
    std::optional<Stretch> group;  // the first
  };
  // A match that begins at `begin` and ends at `end` at the latest.
  [[nodiscard]] std::optional<Match> match_at(std::string_view text, std::size_t begin,
                                              std::size_t end) const;
  [[nodiscard]] std::optional<Match> match_all(std::string_view text) const;

 private:
  std::unique_ptr<const re2::RE2> compiled_;
  int groups_;
};

}  // namespace plimsoll::secrets
