#include "app/report/json_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "analyzer/base/check.h"
#include "analyzer/source/utf8.h"

namespace plimsoll::app {

namespace {

bool stands_for_itself(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && stands_for_itself(text[end])) ++end;
    out += text.substr(i, end - i);
    i = end;
    if (i == text.size()) break;
    const utf8::CodePoint point = utf8::decode(text, i);
    if (!point.valid) {
      out += "\xEF\xBF\xBD";
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += static_cast<char>(point.value);
    } else if (point.value == '\n') {
      out += "\\n";
    } else if (point.value == '\r') {
      out += "\\r";
    } else if (point.value == '\t') {
      out += "\\t";
    } else if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0)) {
      // C1 controls too: JSON lets them pass, a terminal that shows the report may obey them.
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
    } else {
      out += text.substr(i, point.size);
    }
    i += point.size;
  }
  out += '"';
}

}  // namespace

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!open_.empty()) {
    CHECK(!open_.back().object);
    if (!open_.back().empty) out_ += ',';
    open_.back().empty = false;
  }
  if (line_break_) out_ += '\n';
  line_break_ = false;
}

void JsonWriter::before_close(bool object) {
  CHECK(!open_.empty() && open_.back().object == object && !after_key_);
  open_.pop_back();
  if (line_break_) out_ += '\n';
  line_break_ = false;
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_ += '{';
  open_.push_back({true});
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  before_close(true);
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_ += '[';
  open_.push_back({false});
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  before_close(false);
  out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  CHECK(!open_.empty() && open_.back().object && !after_key_);
  if (!open_.back().empty) out_ += ',';
  open_.back().empty = false;
  if (line_break_) out_ += '\n';
  line_break_ = false;
  append_escaped(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_escaped(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(bool yes) { return raw(yes ? "true" : "false"); }

JsonWriter& JsonWriter::value(std::uint64_t number) { return raw(fmt::format("{}", number)); }

JsonWriter& JsonWriter::value(int number) { return raw(fmt::format("{}", number)); }

JsonWriter& JsonWriter::value(double number) {
  return std::isfinite(number) ? raw(fmt::format("{}", number)) : null();
}

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::new_line() {
  line_break_ = true;
  return *this;
}

}  // namespace plimsoll::app
