#pragma once

// Which certificates a host is trusted by, and which we show it. Private to the folder.

#include <string>

#include "analyzer/base/host.h"
#include "analyzer/http/http.h"
#include "analyzer/http/url.h"

namespace plimsoll::http {

struct Certificates {
  std::string roots;  // PEM, the system's among them; "" = libcurl's default
  std::string shown;  // our certificate and its key, PEM; "" = none
  std::string key;
};

// Fails on a folder of the host's that cannot be read: to go on without it would look like a
// forgotten setting.
[[nodiscard]] Result<Certificates> certificates_for(const Host& host, const Settings& settings,
                                                    const Url& url);

}  // namespace plimsoll::http
