#pragma once

// What SecretScanner holds and SecretReader uses.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/secrets/class_table.h"
#include "analyzer/secrets/expression.h"
#include "analyzer/secrets/prefilter.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll {

struct SecretScanner::Compiled {
  Compiled();
  ~Compiled();

  // A value of a row, and the row's index.
  struct Find {
    std::uint16_t row = 0;
    secrets::Found found;
  };
  // Everything that a literal at this place proves. `tag` is the prefilter's. Says what it cost, in
  // units of some 100 ns.
  std::uint32_t verify(std::uint16_t tag, const secrets::Spot& spot,
                       std::vector<Find>& finds) const;
  // The rows that read the whole of a file with this path.
  void rows_for(std::string_view path, std::vector<std::uint16_t>& rows) const;

  // How much a class says of a secret, where two see the same one.
  [[nodiscard]] int exactness(std::uint16_t row) const;

  static constexpr std::uint16_t assignment_tag = 0xfffe;

  std::vector<const secrets::ClassRow*> rows;
  std::vector<SecretClass> classes;
  [[nodiscard]] std::string version() const;

  // Each is made when it is first asked for, which takes a millisecond.
  // Rows that live everywhere.
  [[nodiscard]] const secrets::Prefilter& for_binaries() const {
    return made(for_binaries_, false, false);
  }
  // And those of texts.
  [[nodiscard]] const secrets::Prefilter& for_texts() const {
    return made(for_texts_, true, false);
  }
  // And the words of assignments.
  [[nodiscard]] const secrets::Prefilter& for_settings() const {
    return made(for_settings_, true, true);
  }

 private:
  struct Filter {
    std::once_flag once;
    secrets::Prefilter prefilter;
  };
  const secrets::Prefilter& made(Filter& filter, bool texts, bool settings) const;
  void add_files();
  // Null for a row without a pattern.
  [[nodiscard]] const secrets::Expression* expression(std::uint16_t row) const;
  bool verify_encoded(const secrets::Spot& spot, secrets::Stretch value,
                      std::vector<Find>& finds) const;
  std::uint32_t verify_assignment(const secrets::Spot& spot, std::vector<Find>& finds) const;
  [[nodiscard]] bool names_and_fits(std::uint16_t row, std::string_view name,
                                    std::string_view value) const;

  mutable std::vector<std::atomic<const secrets::Expression*>>
      expressions_;  // one a row, made when needed
  mutable Filter for_binaries_, for_texts_, for_settings_;
  std::vector<std::uint16_t> assigned_;
  std::uint16_t chosen_ = 0;
  std::uint16_t generic_ = 0;
  std::unordered_map<std::string_view, std::vector<std::uint16_t>> names_, endings_;
  std::vector<std::pair<std::string_view, std::uint16_t>> path_ends_;
};

}  // namespace plimsoll
