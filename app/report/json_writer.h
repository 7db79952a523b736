#pragma once

// Writes JSON (RFC 8259) as it comes, without a tree: thousands of findings pass through in
// constant memory. Commas and colons are put where they belong; a call in the wrong place stops at
// a CHECK.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::app {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  // The name of the next value; inside objects only.
  JsonWriter& key(std::string_view name);

  // Bytes that are not UTF-8 become U+FFFD.
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool yes);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(std::uint32_t number) { return value(std::uint64_t{number}); }
  JsonWriter& value(int number);
  JsonWriter& value(double number);
  JsonWriter& null();
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  // A line break in front of the next value or key, or of the next closing bracket.
  JsonWriter& new_line();

  template <class T>
  JsonWriter& field(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

 private:
  void before_value();
  void before_close(bool object);

  struct Open {
    bool object;
    bool empty = true;
  };
  std::string& out_;
  std::vector<Open> open_;
  bool after_key_ = false;
  bool line_break_ = false;
};

}  // namespace plimsoll::app
