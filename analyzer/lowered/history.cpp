#include "analyzer/lowered/history.h"

#include <fmt/format.h>

#include "analyzer/dockerfile/characters.h"

namespace plimsoll::lowered {

namespace {

// What strconv.Quote leaves as it is, but for a few unassigned code points.
bool is_printable(std::int32_t c) {
  if (c < 0x7F) return c >= 0x20;
  if (c < 0xA1 || c == 0xAD || c == 0xFEFF || c == 0x3000) return false;
  if ((c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F)) return false;
  if (c >= 0x205F && c <= 0x206F) return false;
  return !(c >= 0xD800 && c <= 0xF8FF);
}

void add_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t width = 1;
    const std::int32_t c = decode(text, at, width);
    const std::string_view bytes = text.substr(at, width);
    at += width;
    constexpr std::string_view named = "\a\b\f\n\r\t\v\\\"";
    if (c < 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    } else if (c != 0 && c < 0x80 && named.find(static_cast<char>(c)) != std::string_view::npos) {
      out += '\\';
      out += std::string_view("abfnrtv\\\"")[named.find(static_cast<char>(c))];
    } else if (is_printable(c)) {
      out += bytes;
    } else if (c < 0x80) {
      out += fmt::format("\\x{:02x}", c);
    } else {
      out += c < 0x10000 ? fmt::format("\\u{:04x}", c) : fmt::format("\\U{:08x}", c);
    }
  }
  out += '"';
}

}  // namespace

std::string quoted_list(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) {
    if (out.size() > 1) out += ' ';
    add_quoted(out, word);
  }
  return out + "]";
}

std::string plain_list(const std::vector<std::string>& words) {
  std::string out = "[";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += ' ';
    out += words[i];
  }
  return out + "]";
}

std::string duration_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "0s";
  const std::string sign = nanoseconds < 0 ? "-" : "";
  std::uint64_t rest = static_cast<std::uint64_t>(nanoseconds);
  if (nanoseconds < 0) rest = ~rest + 1;
  const auto with_fraction = [&](std::uint64_t unit, std::string_view name) {
    std::string text = fmt::format("{}", rest / unit);
    if (rest % unit != 0) {
      std::string digits = fmt::format("{}", unit + rest % unit).substr(1);
      digits.erase(digits.find_last_not_of('0') + 1);
      text += "." + digits;
    }
    return text.append(name);
  };
  if (rest < 1000) return sign + with_fraction(1, "ns");
  if (rest < 1000000) return sign + with_fraction(1000, "\u00B5s");
  if (rest < 1000000000) return sign + with_fraction(1000000, "ms");
  constexpr std::uint64_t minute = 60000000000;
  const std::uint64_t minutes = rest / minute;
  rest %= minute;
  std::string text = sign;
  if (minutes >= 60) text += fmt::format("{}h", minutes / 60);
  if (minutes > 0) text += fmt::format("{}m", minutes % 60);
  return text + with_fraction(1000000000, "s");
}

std::string healthcheck_text(const HealthcheckConfig& healthcheck) {
  return fmt::format(
      "{{Test:{} Interval:{} Timeout:{} StartPeriod:{} StartInterval:{} Retries:{}}}",
      plain_list(healthcheck.test), duration_text(healthcheck.interval_ns),
      duration_text(healthcheck.timeout_ns), duration_text(healthcheck.start_period_ns),
      duration_text(healthcheck.start_interval_ns), healthcheck.retries);
}

}  // namespace plimsoll::lowered
