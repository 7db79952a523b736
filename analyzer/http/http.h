#pragma once

// The one door to libcurl, which is loaded when the first request is made and not before. HTTP and
// HTTPS only; certificates are checked; nothing is taken from the environment.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/base/result.h"

namespace plimsoll::http {

struct Header {
  std::string name;
  std::string value;
};

// In the order of arrival; names are compared without regard to case.
struct Headers {
  std::vector<Header> all;

  [[nodiscard]] std::optional<std::string_view> first(std::string_view name) const;
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
};

// What a server may make us do; each breach ends the request with an error.
struct Limits {
  std::uint64_t body_bytes = 16ULL << 20;  // of a 2xx answer
  std::uint64_t header_bytes = 256ULL << 10;
  unsigned redirects = 10;
  unsigned connect_seconds = 20;
  unsigned stall_seconds = 30;  // for so long below stall_bytes_a_second; 0 = no such limit
  unsigned stall_bytes_a_second = 256;
  unsigned total_seconds = 0;  // 0 = no such limit
};

// The body of a request. Read by offset, so that it can be sent again.
struct Body {
  std::uint64_t size = 0;
  // Puts up to `room` (never 0) bytes from `offset` on into `into`, and says how many; 0 before
  // `size` is reached is an error.
  std::function<Result<std::size_t>(std::uint64_t offset, char* into, std::size_t room)> read;

  [[nodiscard]] static Body of(std::string bytes);
};

struct Response {
  int status = 0;
  Headers headers;
  std::string url;   // the one that answered, behind all redirects
  std::string body;  // all of it; with a sink, that of an answer other than 2xx, cut at 64 KiB
};

struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::optional<Body> body;
  Limits limits;
  // Is called once, before the body of a 2xx answer; an error ends the request.
  std::function<Result<void>(const Response&)> head;
  // Gets the body of a 2xx answer, piece by piece; an error ends the request.
  std::function<Result<void>(std::string_view)> sink;
  std::function<bool()> stopped;  // asked about once a second and at each piece; true ends it
  std::string unix_socket;        // a path: spoken to instead of the URL's host
  // HOST[:PORT]s that the user has named, the first on whose behalf this is asked, and who may send
  // us elsewhere. Empty: the URL's own.
  std::vector<std::string> named;
  bool follow = true;  // redirects; off: a 3xx answer is an answer
  // https with an unknown certificate, and a redirect from https to http, are fine.
  bool insecure = false;
};

struct Settings {
  std::string user_agent = "plimsoll";
  std::string http_proxy;   // as in the variables of these names; "" = none
  std::string https_proxy;  // never used for a loopback host or a socket
  std::string no_proxy;
  std::string ca_file;  // PEM, instead of the system's
  // Folders with one folder a host (HOST or HOST:PORT), docker's certs.d: *.crt are trusted beside
  // the system's, NAME.cert with NAME.key is what we show.
  std::vector<std::string> certificate_directories;
};

// The proxies that http_proxy, https_proxy and no_proxy name (also in upper case), SSL_CERT_FILE,
// and the folders where docker and containers keep certificates.
[[nodiscard]] Settings settings_from(const Host& host);

// Whether trying again may help: the connection failed, broke or stalled.
[[nodiscard]] bool is_transient(const Error& error);
// The other side does not speak TLS at all (as against: has a certificate that we do not trust).
[[nodiscard]] bool is_no_tls(const Error& error);

// Any number of threads may make requests; connections are kept and used again.
//
// A redirect is followed for GET and HEAD, and 307 and 308 for all methods. Authorization, Cookie
// and Proxy-Authorization never go to another origin, and https never leads to http. What the user
// has named may be anywhere; a host that a server has named may not be nearer to us than that
// server is: from a public address nobody is sent to a private one, from there nobody to this
// machine, and nobody at all to where no server is (link-local). Another port of the same host is
// held to the address that the host had. That is decided by the address of
// the connection, and behind a proxy, who connects then, by addresses in URLs alone. Userinfo in
// `url` becomes basic authorization. Errors say the host and what happened; `code` is the nearest
// errno (EFBIG at a size limit, ETIMEDOUT, ECONNRESET, ...), or that of the callback which failed.
class Client {
 public:
  // `host` (certificates are read through it) must outlive the client.
  Client(const Host& host, Settings settings);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] Result<Response> request(const Request& request);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::http
