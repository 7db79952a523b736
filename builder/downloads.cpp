#include "builder/downloads.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>

#include "analyzer/digest/sha256.h"
#include "analyzer/http/http.h"
#include "analyzer/http/url.h"

namespace plimsoll::builder {
namespace {

constexpr std::uint64_t download_limit_bytes = std::uint64_t{16} << 30;
constexpr std::string_view sha256_prefix = "sha256:";

std::string without_query(std::string_view target) {
  return std::string(target.substr(0, target.find('?')));
}

// filename="x" of a Content-Disposition header; never with a slash.
std::string disposition_name(std::string_view header) {
  constexpr std::string_view key = "filename=";
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) return "";
  std::string_view name = header.substr(at + key.size());
  if (name.starts_with('"')) {
    name.remove_prefix(1);
    name = name.substr(0, name.find('"'));
  } else {
    name = name.substr(0, name.find(';'));
  }
  const std::size_t slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  return name == "." || name == ".." ? std::string() : std::string(name);
}

std::string name_of(const http::Response& response, const http::Url& url) {
  if (const auto header = response.headers.first("content-disposition")) {
    if (std::string name = disposition_name(*header); !name.empty()) return name;
  }
  const std::string path = without_query(url.target);
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.empty() || name == "." || name == ".." ? "download" : name;
}

bool is_git(std::string_view source) {
  return source.starts_with("git@") || source.starts_with("git://") || source.starts_with("ssh://");
}

Result<void> refuse_what_we_do_not_do(const Workbench& bench, const std::string& url,
                                      const std::string& checksum) {
  const std::string path = without_query(url.substr(0, url.find('#')));
  if (is_git(url) || path.ends_with(".git")) {
    return failure(
        "ADD of a git repository is not supported\n  clone it beside the context and "
        "give it by --build-context");
  }
  if (bench.options.network != NetworkAccess::Host) {
    return failure(
        fmt::format("ADD of {} needs the network, which is off\n  --network=host allows "
                    "it",
                    url));
  }
  if (!checksum.empty() && (!checksum.starts_with(sha256_prefix) || !is_digest(checksum))) {
    return failure(fmt::format("--checksum={} is not sha256: and 64 hexadecimal digits", checksum));
  }
  return {};
}

}  // namespace

bool is_remote(std::string_view source) {
  return source.starts_with("http://") || source.starts_with("https://") || is_git(source);
}

std::optional<std::int64_t> seconds_of_http_date(std::string_view date) {
  constexpr std::string_view form = "www, dd mmm yyyy hh:mm:ss GMT";
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (date.size() != form.size() || !date.ends_with(" GMT")) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) -> int {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      if (date[i] < '0' || date[i] > '9') return -1;
      value = value * 10 + (date[i] - '0');
    }
    return value;
  };
  int month = 0;
  while (month < 12 && months[static_cast<std::size_t>(month)] != date.substr(8, 3)) ++month;
  const int parts[] = {number(5, 2), number(12, 4), number(17, 2), number(20, 2), number(23, 2)};
  for (const int part : parts) {
    if (part < 0) return std::nullopt;
  }
  if (month == 12) return std::nullopt;
  const std::optional<std::int64_t> day =
      day_from_date(fmt::format("{:04}-{:02}-{:02}", parts[1], month + 1, parts[0]));
  if (!day) return std::nullopt;
  return ((*day * 24 + parts[2]) * 60 + parts[3]) * 60 + parts[4];
}

Result<Fetched> download(Workbench& bench, const std::string& url, const std::string& checksum,
                         const std::string& directory, std::size_t number) {
  if (const Result<void> fine = refuse_what_we_do_not_do(bench, url, checksum); !fine) {
    return tl::unexpected<Error>(fine.error());
  }
  const std::optional<http::Url> parsed = http::parse_url(url);
  if (!parsed) return failure(fmt::format("{} is not a URL that can be fetched", url));
  const std::string file_name = fmt::format("download{}", number);
  const Result<FileDescriptor> folder = open_directory(directory);
  if (!folder) return tl::unexpected<Error>(folder.error());
  const Result<FileDescriptor> file =
      open_in_root(*folder, file_name, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!file) return tl::unexpected<Error>(file.error());

  digest::Sha256Stream stream;
  http::Client client(bench.host, http::settings_from(bench.host));
  http::Request request;
  request.url = url;
  request.limits.body_bytes = download_limit_bytes;
  request.stopped = [&bench] { return bench.stopped.load(); };
  request.sink = [&](std::string_view bytes) {
    stream.update(bytes);
    return write_all(*file, bytes);
  };
  const Result<http::Response> response = client.request(request);
  if (!response) return tl::unexpected<Error>(response.error());
  if (response->status < 200 || response->status > 299) {
    return failure(fmt::format("{} answers with status {}", parsed->text(), response->status));
  }
  const std::string digest = std::string(sha256_prefix) + digest::to_hex(stream.finish());
  if (!checksum.empty() && checksum != digest) {
    return failure(fmt::format("{} is not what --checksum says\n  it is {}", url, digest));
  }
  Fetched fetched;
  fetched.url = url;
  fetched.file_name = name_of(*response, *parsed);
  fetched.path = fmt::format("{}/{}", directory, file_name);
  if (const auto modified = response->headers.first("last-modified")) {
    fetched.mtime_s = seconds_of_http_date(*modified).value_or(0);
  }
  return fetched;
}

}  // namespace plimsoll::builder
