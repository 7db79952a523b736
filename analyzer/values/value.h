#pragma once

// A text that may not be known: literal pieces and holes. `app-${TARGETARCH}` is "app-" and a hole
// that is one of a few words; `${VERSION}` without a default is one hole that may be anything.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"

namespace plimsoll {

struct Piece {
  std::string text;  // literal text, or the variable's name when it is a hole
  bool hole = false;
  std::vector<std::string> choices;  // what a hole may be; empty = anything
};

class Value {
 public:
  Value() = default;  // the known empty text
  explicit Value(std::string_view text);
  [[nodiscard]] static Value unknown(std::string name, std::vector<std::string> choices = {});

  void append(std::string_view text);
  void append(const Value& other);

  [[nodiscard]] bool known() const;
  // The text; only for a known value.
  [[nodiscard]] const std::string& text() const;
  // The text, or `otherwise` where it is not known.
  [[nodiscard]] std::string text_or(std::string_view otherwise) const;
  // With holes as `${NAME}`, for messages.
  [[nodiscard]] std::string display() const;

  // What surely stands at the begin and at the end.
  [[nodiscard]] std::string_view prefix() const;
  [[nodiscard]] std::string_view suffix() const;
  [[nodiscard]] Answer equals(std::string_view text) const;
  [[nodiscard]] Answer starts_with(std::string_view text) const;
  [[nodiscard]] Answer ends_with(std::string_view text) const;
  [[nodiscard]] Answer contains(std::string_view text) const;
  [[nodiscard]] Answer empty() const;
  [[nodiscard]] bool could_be(std::string_view text) const { return !is_no(equals(text)); }

  // Every text that it can be, where these are finitely many (at most max_choices); else nothing.
  [[nodiscard]] std::optional<std::vector<std::string>> possible() const;
  static constexpr std::size_t max_choices = 64;

  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  friend bool operator==(const Value& a, const Value& b);

 private:
  std::vector<Piece> pieces_;  // no empty literal, no two literals side by side
};

}  // namespace plimsoll
