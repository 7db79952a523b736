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
  // What is known as a name and its value, however it will be written.
  void learn_setting(std::string_view name, std::string_view value);
  // A Dockerfile: also what only a line alone shows, and `ENV NAME value`.
  void learn_file(std::string_view text);
  // Nothing that was learnt is a secret.
  [[nodiscard]] bool empty() const { return values_.empty(); }
  // `text` with what may be printed of a value in the place of each that was learnt; where they
  // overlap, in the place of them together. Line ends stay. Nothing of a text is quoted where there
  // are too many. Of a value at which the text was cut ("...") the beginning is masked.
  [[nodiscard]] std::string of(std::string_view text) const;
  // The same, but every byte keeps its place: stars stand for those that are not shown.
  [[nodiscard]] std::string in_place(std::string_view text) const;

 private:
  struct Value {
    std::string text;
    char before;    // what it stood behind
    bool anywhere;  // it is masked behind whatever it stands
    std::string shown;
  };
  struct Found {
    std::size_t begin, end;
    const Value* value;
  };

  void learn_piece(std::string_view piece, char before);
  void learn_settings(std::string_view line);
  void learn_commands(std::string_view line);
  void add_setting(std::string_view name, std::string_view value, char before);
  void add_chosen(std::string_view value, char before);
  void settle();
  static void find_cut(std::string_view text, const Value& value, std::vector<Found>& found);
  [[nodiscard]] std::vector<Found> find_all(std::string_view text) const;

  const SecretScanner* scanner_;
  std::vector<Value> values_;  // longest first, each once
  bool too_many_ = false;
};

}  // namespace plimsoll::app
