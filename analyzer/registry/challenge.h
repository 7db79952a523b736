#pragma once

// What a registry wants of who asks: the WWW-Authenticate header (RFC 9110 11.6.1). Private to the
// folder, and to its tests.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/http/http.h"
#include "analyzer/http/url.h"

namespace plimsoll::registry {

struct Challenge {
  std::string scheme;                                           // lower case: "bearer", "basic"
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

// All challenges of one header's value. What cannot be read ends the list; never fails.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view value);
// Of all such headers of an answer, in order.
[[nodiscard]] std::vector<Challenge> challenges_of(const http::Headers& headers);

// The target of rel="next" in a Link header (RFC 8288), as it stands.
[[nodiscard]] std::optional<std::string> next_link(std::string_view value);

// "bytes 5-9/10" (RFC 9110 14.4); `total` may be unknown ("*").
struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::optional<std::uint64_t> total;
};
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view value);

// How many bytes an upload has, from "0-99", "bytes=0-99"; "0-0" is none or one and counts as none.
[[nodiscard]] std::optional<std::uint64_t> parse_upload_range(std::string_view value);

// What a server says of its refusal, for a message: its errors' codes and texts, or "".
[[nodiscard]] std::string server_words(std::string_view body);
// Printable ASCII of at most 200 characters.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace plimsoll::registry
