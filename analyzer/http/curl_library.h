#pragma once

// libcurl's functions, found when they are first wanted. Linking to it would load 44 libraries at
// each start of a program that seldom needs one. Private to the folder.

#define CURL_DISABLE_TYPECHECK  // the functions are called through pointers
#include <curl/curl.h>

#include "analyzer/base/result.h"

namespace plimsoll::http {

struct CurlLibrary {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
};

// Loaded and initialised once in a process, and kept to its end: libcurl and the libraries behind
// it keep threads and tables that no unloading takes back. The error says what to install.
[[nodiscard]] Result<const CurlLibrary*> curl_library();

}  // namespace plimsoll::http
