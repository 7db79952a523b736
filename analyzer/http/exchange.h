#pragma once

// One request and its answer, whatever that says: redirects are the caller's. Private to the
// folder.

#include <optional>
#include <string_view>

#include "analyzer/http/address.h"
#include "analyzer/http/certificates.h"
#include "analyzer/http/curl_library.h"
#include "analyzer/http/http.h"
#include "analyzer/http/url.h"

namespace plimsoll::http {

struct Hop {
  const Request& request;
  const Url& url;          // instead of the request's
  const Headers& headers;  // likewise
  const Settings& settings;
  const Certificates& certificates;
  // Who sends us there; nothing: the user does, and any address is fine.
  std::optional<Reach> sent_from;
};

// What the exchange found out on the way, whatever came of it.
struct Found {
  std::optional<Reach> reach;  // of the host, where a connection to it was made; the furthest
};

// `handle` is as new or reset.
[[nodiscard]] Result<Response> exchange(const CurlLibrary& curl, CURL* handle, const Hop& hop,
                                        Found& found);

// The error for a host whose address (`where`) is nearer than who sends us there.
[[nodiscard]] Error kept_away(const Hop& hop, std::string_view where);

[[nodiscard]] bool is_redirect(const Response& response);

}  // namespace plimsoll::http
