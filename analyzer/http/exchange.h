#pragma once

// One request and its answer, whatever that says: redirects are the caller's. Private to the
// folder.

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
};

// `handle` is as new or reset.
[[nodiscard]] Result<Response> exchange(const CurlLibrary& curl, CURL* handle, const Hop& hop);

[[nodiscard]] bool is_redirect(const Response& response);

}  // namespace plimsoll::http
