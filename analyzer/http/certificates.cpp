#include "analyzer/http/certificates.h"

#include <string_view>

#include "analyzer/base/paths.h"

namespace plimsoll::http {

namespace {

constexpr std::uint64_t largest_file_bytes = 4ULL << 20;

// Where distributions keep all roots in one file.
constexpr const char* bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

Result<void> append_file(const Host& host, const std::string& path, std::string& into) {
  Result<std::string> bytes = host.read_file(path, largest_file_bytes);
  if (!bytes) return tl::unexpected(std::move(bytes.error()).while_doing("reading " + path));
  into += *bytes;
  if (!into.ends_with('\n')) into += '\n';
  return {};
}

std::string system_roots(const Host& host) {
  for (const char* path : bundles) {
    if (const auto bytes = host.read_file(path, largest_file_bytes)) return *bytes + "\n";
  }
  return "";
}

Result<void> read_folder(const Host& host, const std::string& folder, Certificates& into) {
  const auto entries = host.list_directory(folder);
  if (!entries) {
    return failure("while reading " + folder + ": " + entries.error().message,
                   entries.error().code);
  }
  for (const DirectoryEntry& entry : *entries) {
    const std::string path = folder + "/" + entry.name;
    if (entry.name.ends_with(".crt")) {
      if (auto read = append_file(host, path, into.roots); !read) return read;
    } else if (entry.name.ends_with(".cert") && into.shown.empty()) {
      const std::string key = path.substr(0, path.size() - 4) + "key";
      if (auto read = append_file(host, path, into.shown); !read) return read;
      if (auto read = append_file(host, key, into.key); !read) return read;
    }
  }
  return {};
}

}  // namespace

Result<Certificates> certificates_for(const Host& host, const Settings& settings, const Url& url) {
  Certificates found;
  const std::string with_port = url.host + ":" + std::to_string(url.port);
  for (const std::string& directory : settings.certificate_directories) {
    for (const std::string& name : {with_port, url.host}) {
      const std::string folder = join_path(directory, name);
      const auto status = host.status(folder);
      if (!status || status->kind != FileKind::Directory) continue;
      if (auto read = read_folder(host, folder, found); !read) return tl::unexpected(read.error());
    }
  }
  if (found.roots.empty() && settings.ca_file.empty()) return found;
  if (settings.ca_file.empty()) {
    found.roots += system_roots(host);
  } else if (auto read = append_file(host, settings.ca_file, found.roots); !read) {
    return tl::unexpected(read.error());
  }
  return found;
}

}  // namespace plimsoll::http
