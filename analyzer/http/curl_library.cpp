#include "analyzer/http/curl_library.h"

#include <dlfcn.h>

#include <cerrno>
#include <optional>
#include <string>

namespace plimsoll::http {

namespace {

// The OpenSSL, then the GnuTLS and NSS builds as Debian names them; the bare name last, for systems
// where only the development package made one.
constexpr const char* names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl-nss.so.4",
                                 "libcurl.so"};

template <class Function>
bool find(void* library, const char* name, Function& into) {
  into = reinterpret_cast<Function>(::dlsym(library, name));
  return into != nullptr;
}

std::optional<CurlLibrary> load() {
  for (const char* name : names) {
    void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    CurlLibrary curl;
    const bool complete = find(library, "curl_global_init", curl.global_init) &&
                          find(library, "curl_easy_init", curl.easy_init) &&
                          find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                          find(library, "curl_easy_reset", curl.easy_reset) &&
                          find(library, "curl_easy_setopt", curl.easy_setopt) &&
                          find(library, "curl_easy_perform", curl.easy_perform) &&
                          find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                          find(library, "curl_easy_strerror", curl.easy_strerror) &&
                          find(library, "curl_slist_append", curl.slist_append) &&
                          find(library, "curl_slist_free_all", curl.slist_free_all);
    if (complete && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return curl;
    ::dlclose(library);
  }
  return std::nullopt;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  static const std::optional<CurlLibrary> library = load();
  if (!library) {
    return failure(
        "libcurl is needed to speak with a server, and is not installed (Debian and Ubuntu: "
        "`apt-get install libcurl4`; Fedora: `dnf install libcurl`; Alpine: `apk add libcurl`)",
        ENOSYS);
  }
  return &*library;
}

}  // namespace plimsoll::http
