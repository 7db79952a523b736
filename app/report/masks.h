#pragma once

// Secrets that a report would tell by quoting where they stand: instructions, history, settings.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll::app {

// First learns from all texts that will be quoted, then masks each: a value that one of them gives
// away ("PASSWORD=...") is masked in the others, too, and wherever it stands in each.
class Masks {
 public:
  // Null: nothing is masked. Borrowed.
  explicit Masks(const SecretScanner* scanner) : scanner_(scanner) {}

  void learn(std::string_view text);
  // `text` with what may be printed of a value in the place of each that was learnt; where they
  // overlap, in the place of them together. Line ends stay. Nothing of a text is quoted where there
  // are too many.
  [[nodiscard]] std::string of(std::string_view text) const;

 private:
  struct Value {
    std::string text;
    std::string shown;
  };
  struct Found {
    std::size_t begin, end;
    const Value* value;
  };

  void learn_piece(std::string_view piece);
  [[nodiscard]] std::vector<Found> find_all(std::string_view text) const;

  const SecretScanner* scanner_;
  std::vector<Value> values_;  // longest first, each once
  bool too_many_ = false;
};

}  // namespace plimsoll::app
