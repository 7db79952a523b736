#include "analyzer/http/exchange.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include "analyzer/base/memory.h"

namespace plimsoll::http {

namespace {

constexpr std::size_t kept_error_body = 64 * 1024;
constexpr int first_success = 200;
constexpr int first_redirect = 300;

std::string_view trimmed(std::string_view text) {
  const std::string_view blank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

// What the callbacks share. The first failure of ours is kept: libcurl only knows that a callback
// said no.
struct Transfer {
  const Hop& hop;
  Found& found;
  std::uint16_t proxy_port = 0;
  std::string refused;  // an address that we would not connect to
  Response response;
  Error failed;
  bool has_failed = false;
  bool head_complete = false;
  bool head_told = false;
  bool enough = false;  // of an error's body
  std::uint64_t header_bytes = 0;
  std::uint64_t body_bytes = 0;
  std::uint64_t sent = 0;

  Transfer(const Hop& of, Found& into) : hop(of), found(into) {}

  bool fail(Error error) {
    if (!has_failed) failed = std::move(error);
    has_failed = true;
    return false;
  }
  bool fail(std::string message, int code) {
    return fail(Error{hop.url.authority() + ": " + std::move(message), code});
  }
  [[nodiscard]] bool success() const {
    return response.status >= first_success && response.status < first_redirect;
  }

  bool on_header(std::string_view line);
  bool tell_head();
  bool on_body(std::string_view piece);
  bool on_address(const sockaddr& address);
};

bool Transfer::on_header(std::string_view line) {
  header_bytes += line.size();
  if (header_bytes > hop.request.limits.header_bytes) {
    return fail("the answer's headers have no end", EFBIG);
  }
  if (line.starts_with("HTTP/") && !head_complete) {  // after a 100 Continue, a second one
    const std::size_t blank = line.find(' ');
    const std::string_view status =
        blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1, 3);
    response.headers.all.clear();
    response.status = 0;
    for (const char c : status) {
      if (c >= '0' && c <= '9') response.status = response.status * 10 + (c - '0');
    }
    return true;
  }
  const std::string_view text = trimmed(line);
  if (text.empty()) {
    head_complete = response.status >= first_success;
    return true;
  }
  const std::size_t colon = text.find(':');
  if (head_complete || colon == std::string_view::npos)
    return true;  // a trailer says nothing to us
  response.headers.all.push_back(
      {std::string(trimmed(text.substr(0, colon))), std::string(trimmed(text.substr(colon + 1)))});
  return true;
}

bool Transfer::tell_head() {
  if (head_told || !success()) return true;
  head_told = true;
  if (!hop.request.head) return true;
  const Result<void> fine = hop.request.head(response);
  return fine ? true : fail(fine.error());
}

bool Transfer::on_body(std::string_view piece) {
  if (hop.request.stopped && hop.request.stopped()) return fail("stopped", ECANCELED);
  if (!tell_head()) return false;
  if (!success()) {
    response.body += piece.substr(0, kept_error_body - response.body.size());
    enough = response.body.size() == kept_error_body || is_redirect(response);
    return !enough;
  }
  body_bytes += piece.size();
  if (body_bytes > hop.request.limits.body_bytes) {
    return fail(
        "the answer is longer than " + std::to_string(hop.request.limits.body_bytes) + " bytes",
        EFBIG);
  }
  if (!hop.request.sink) {
    response.body += piece;
    return true;
  }
  const Result<void> taken = hop.request.sink(piece);
  return taken ? true : fail(taken.error());
}

// libcurl decides by itself which hosts the proxy is for, so that an address may be the proxy's: it
// is known by its port. That one is the user's own.
bool Transfer::on_address(const sockaddr& address) {
  std::uint16_t port = 0;  // stands at the same place for both families
  std::memcpy(&port, address.sa_data, sizeof port);
  if (proxy_port != 0 && ntohs(port) == proxy_port && hop.url.port != proxy_port) return true;
  const Reach reach = reach_of(address);
  if (hop.sent_from && !may_lead(*hop.sent_from, reach)) {
    refused = described(address);
    return false;
  }
  found.reach = std::min(found.reach.value_or(reach), reach);
  return true;
}

extern "C" {

curl_socket_t plimsoll_http_open(void* transfer, curlsocktype, curl_sockaddr* to) {
  if (!static_cast<Transfer*>(transfer)->on_address(to->addr)) return CURL_SOCKET_BAD;
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t plimsoll_http_header(char* data, std::size_t size, std::size_t count, void* transfer) {
  const std::string_view line(data, size * count);
  return static_cast<Transfer*>(transfer)->on_header(line) ? line.size() : 0;
}

std::size_t plimsoll_http_body(char* data, std::size_t size, std::size_t count, void* transfer) {
  const std::string_view piece(data, size * count);
  if (piece.empty()) return 0;
  return static_cast<Transfer*>(transfer)->on_body(piece) ? piece.size() : 0;
}

std::size_t plimsoll_http_read(char* into, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  const Body& body = *self.hop.request.body;
  const std::size_t room = std::min<std::uint64_t>(size * count, body.size - self.sent);
  if (room == 0) return 0;
  const Result<std::size_t> got = body.read(self.sent, into, room);
  if (!got) {
    self.fail(got.error());
    return CURL_READFUNC_ABORT;
  }
  if (*got == 0 || *got > room) {
    self.fail("what is to be sent ended early: it changed while it was read", EIO);
    return CURL_READFUNC_ABORT;
  }
  self.sent += *got;
  return *got;
}

int plimsoll_http_seek(void* transfer, curl_off_t offset, int origin) {
  auto& self = *static_cast<Transfer*>(transfer);
  if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_CANTSEEK;
  self.sent = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

int plimsoll_http_progress(void* transfer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& self = *static_cast<Transfer*>(transfer);
  if (!self.hop.request.stopped || !self.hop.request.stopped()) return 0;
  self.fail("stopped", ECANCELED);
  return 1;
}

}  // extern "C"

// Sets options until one is refused, and remembers that.
class Options {
 public:
  Options(const CurlLibrary& curl, CURL* handle) : curl_(curl), handle_(handle) {}

  template <class Value>
  void set(CURLoption option, Value value) {
    if (outcome_ == CURLE_OK) outcome_ = curl_.easy_setopt(handle_, option, value);
  }
  // What older libraries do not know, and what we have checked ourselves.
  template <class Value>
  void try_set(CURLoption option, Value value) {
    (void)curl_.easy_setopt(handle_, option, value);
  }
  void set_blob(CURLoption option, const std::string& bytes) {
    curl_blob blob{};
    blob.data = const_cast<char*>(bytes.data());  // copied, not written
    blob.len = bytes.size();
    blob.flags = CURL_BLOB_COPY;
    set(option, &blob);
  }
  [[nodiscard]] CURLcode outcome() const { return outcome_; }

 private:
  const CurlLibrary& curl_;
  CURL* handle_;
  CURLcode outcome_ = CURLE_OK;
};

std::string proxy_of(const Hop& hop) {
  if (!hop.request.unix_socket.empty() || is_loopback(hop.url.host)) return "";
  return hop.url.scheme == "https" ? hop.settings.https_proxy : hop.settings.http_proxy;
}

// 0: there is none.
std::uint16_t proxy_port_of(const Hop& hop) {
  constexpr std::uint16_t usual = 1080;  // libcurl's
  constexpr std::uint16_t of_https = 443;
  const std::string proxy = proxy_of(hop);
  if (proxy.empty()) return 0;
  std::string_view rest = proxy;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    rest.remove_prefix(scheme + 3);
  }
  rest = rest.substr(0, rest.find('/'));
  rest.remove_prefix(rest.rfind('@') + 1);  // nowhere plus one is 0
  std::uint16_t port = proxy.starts_with("https://") ? of_https : usual;
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || rest.ends_with(']')) return port;
  (void)std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), port);
  return port;
}

void set_target(Options& options, const Hop& hop) {
  const Request& request = hop.request;
  options.set(CURLOPT_URL, hop.url.text().c_str());
  options.try_set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_PATH_AS_IS, 1L);
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  options.set(CURLOPT_USERAGENT, hop.settings.user_agent.c_str());
  options.set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  if (!request.unix_socket.empty()) {
    options.set(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
  }
  options.set(CURLOPT_PROXY, proxy_of(hop).c_str());  // "": not even the environment's
  options.set(CURLOPT_NOPROXY, hop.settings.no_proxy.c_str());
  options.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void set_tls(Options& options, const Hop& hop) {
  const Certificates& certificates = hop.certificates;
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_SSL_VERIFYPEER, hop.request.insecure ? 0L : 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, hop.request.insecure ? 0L : 2L);
  if (!certificates.roots.empty()) options.set_blob(CURLOPT_CAINFO_BLOB, certificates.roots);
  if (!certificates.shown.empty()) {
    options.set_blob(CURLOPT_SSLCERT_BLOB, certificates.shown);
    options.set_blob(CURLOPT_SSLKEY_BLOB, certificates.key);
  }
}

void set_limits(Options& options, const Limits& limits) {
  options.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits.connect_seconds));
  options.set(CURLOPT_TIMEOUT, static_cast<long>(limits.total_seconds));
  options.set(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.stall_bytes_a_second));
  options.set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stall_seconds));
}

void set_method(Options& options, const Request& request) {
  if (request.method == "HEAD") {
    options.set(CURLOPT_NOBODY, 1L);
  } else if (request.body) {
    options.set(CURLOPT_UPLOAD, 1L);
    options.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body->size));
    options.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else if (request.method == "GET" || request.method == "DELETE") {
    options.set(CURLOPT_HTTPGET, 1L);
    options.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else {  // says "Content-Length: 0"
    options.set(CURLOPT_UPLOAD, 1L);
    options.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(0));
    options.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void set_callbacks(Options& options, Transfer& transfer) {
  void* self = &transfer;
  options.set(CURLOPT_HEADERFUNCTION, &plimsoll_http_header);
  options.set(CURLOPT_HEADERDATA, self);
  options.set(CURLOPT_WRITEFUNCTION, &plimsoll_http_body);
  options.set(CURLOPT_WRITEDATA, self);
  options.set(CURLOPT_XFERINFOFUNCTION, &plimsoll_http_progress);
  options.set(CURLOPT_XFERINFODATA, self);
  options.set(CURLOPT_NOPROGRESS, 0L);
  if (transfer.hop.request.unix_socket.empty()) {
    options.set(CURLOPT_OPENSOCKETFUNCTION, &plimsoll_http_open);
    options.set(CURLOPT_OPENSOCKETDATA, self);
  }
  if (!transfer.hop.request.body) return;
  options.set(CURLOPT_READFUNCTION, &plimsoll_http_read);
  options.set(CURLOPT_READDATA, self);
  options.set(CURLOPT_SEEKFUNCTION, &plimsoll_http_seek);
  options.set(CURLOPT_SEEKDATA, self);
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c < '\x7f' &&
           std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
  });
}

bool is_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

using List = std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)>;

Result<List> header_list(const CurlLibrary& curl, const Headers& headers) {
  List list(nullptr, curl.slist_free_all);
  for (const Header& header : headers.all) {
    if (!is_token(header.name) || !is_value(header.value)) {
      return failure("the header " + header.name + " cannot be sent: it holds a control character",
                     EINVAL);
    }
    const std::string line =
        header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    curl_slist* longer = curl.slist_append(list.get(), line.c_str());
    if (longer == nullptr) end_out_of_memory();
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

struct Meaning {
  CURLcode code;
  int number;
  const char* words;
};

constexpr Meaning meanings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, EHOSTUNREACH, "its name is not known to the DNS"},
    {CURLE_COULDNT_RESOLVE_PROXY, EHOSTUNREACH, "the proxy's name is not known to the DNS"},
    {CURLE_COULDNT_CONNECT, ECONNREFUSED, "no connection"},
    {CURLE_PARTIAL_FILE, ECONNRESET, "the connection broke before the end of the answer"},
    {CURLE_GOT_NOTHING, ECONNRESET, "the connection was closed without an answer"},
    {CURLE_RECV_ERROR, ECONNRESET, "the connection broke"},
    {CURLE_SEND_ERROR, ECONNRESET, "the connection broke while sending"},
    {CURLE_HTTP2, ECONNRESET, "the connection broke"},
    {CURLE_HTTP2_STREAM, ECONNRESET, "the connection broke"},
    {CURLE_OPERATION_TIMEDOUT, ETIMEDOUT, "no answer, or too slow a one"},
    {CURLE_SSL_CONNECT_ERROR, EPROTO, "the TLS handshake failed"},
    {CURLE_PEER_FAILED_VERIFICATION, EKEYREJECTED, "its certificate is not trusted"},
    {CURLE_SSL_CACERT_BADFILE, EKEYREJECTED, "the certificates to trust cannot be read"},
    {CURLE_SSL_CERTPROBLEM, EKEYREJECTED, "the certificate to show cannot be used"},
    {CURLE_WEIRD_SERVER_REPLY, EBADMSG, "what answers does not speak HTTP"},
    {CURLE_UNSUPPORTED_PROTOCOL, EBADMSG, "what answers does not speak HTTP/1 or newer"},
};

// Our words for the kind, the library's for the case.
Error transport_error(const Hop& hop, CURLcode code, long system_error, const char* detail) {
  const auto* known = std::find_if(std::begin(meanings), std::end(meanings),
                                   [&](const Meaning& meaning) { return meaning.code == code; });
  std::string message =
      hop.request.unix_socket.empty() ? hop.url.authority() : hop.request.unix_socket;
  int number = EIO;
  if (known != std::end(meanings)) {
    number = known->number;
    (message += ": ") += known->words;
  }
  if (code == CURLE_COULDNT_CONNECT && system_error != 0) {
    number = static_cast<int>(system_error);
    (message += ": ") += std::generic_category().message(number);
  } else if (*detail != '\0') {
    std::string words = detail;
    for (char& c : words) {
      if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    }
    message += known == std::end(meanings) ? ": " + words : " (" + words + ")";
  }
  return Error{message, number};
}

}  // namespace

bool is_redirect(const Response& response) {
  constexpr std::array<int, 5> statuses = {301, 302, 303, 307, 308};
  return std::find(statuses.begin(), statuses.end(), response.status) != statuses.end() &&
         response.headers.first("Location").has_value();
}

Error kept_away(const Hop& hop, std::string_view where) {
  return {hop.url.authority() + ": not asked: it is at " + std::string(where) +
              ", and the server that sends us there is " +
              std::string(to_string(hop.sent_from.value_or(Reach::Public))),
          EPERM};
}

Result<Response> exchange(const CurlLibrary& curl, CURL* handle, const Hop& hop, Found& found) {
  if (!is_token(hop.request.method)) return failure("no method: " + hop.request.method, EINVAL);
  auto list = header_list(curl, hop.headers);
  if (!list) return tl::unexpected(list.error());
  Transfer transfer(hop, found);
  transfer.proxy_port = proxy_port_of(hop);
  transfer.response.url = hop.url.text();
  std::array<char, CURL_ERROR_SIZE> detail{};
  Options options(curl, handle);
  options.set(CURLOPT_ERRORBUFFER, detail.data());
  set_target(options, hop);
  set_tls(options, hop);
  set_limits(options, hop.request.limits);
  set_method(options, hop.request);
  set_callbacks(options, transfer);
  options.set(CURLOPT_HTTPHEADER, list->get());
  if (options.outcome() != CURLE_OK) {
    return failure(std::string("this libcurl is too old or lacks a feature: ") +
                       curl.easy_strerror(options.outcome()),
                   ENOSYS);
  }
  const CURLcode code = curl.easy_perform(handle);
  if (transfer.has_failed) return tl::unexpected(transfer.failed);
  if (code != CURLE_OK && !transfer.refused.empty()) {
    return tl::unexpected(kept_away(hop, transfer.refused));
  }
  if (code != CURLE_OK && !transfer.enough) {
    long system_error = 0;
    (void)curl.easy_getinfo(handle, CURLINFO_OS_ERRNO, &system_error);
    return tl::unexpected(transport_error(hop, code, system_error, detail.data()));
  }
  if (!transfer.tell_head()) return tl::unexpected(transfer.failed);
  return std::move(transfer.response);
}

}  // namespace plimsoll::http
