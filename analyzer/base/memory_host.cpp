#include <algorithm>
#include <cerrno>

#include "analyzer/base/host.h"
#include "analyzer/base/paths.h"

namespace plimsoll {
namespace {

std::string absolute(const MemoryHost& host, const std::string& path) {
  return normal_path(join_path(host.directory, path));
}

// Files may be written down by absolute path or relative to the current directory.
const std::string* find_file(const MemoryHost& host, const std::string& path) {
  const std::string wanted = absolute(host, path);
  for (const auto& [name, bytes] : host.files) {
    if (absolute(host, name) == wanted) return &bytes;
  }
  return nullptr;
}

bool is_directory(const MemoryHost& host, const std::string& path) {
  const std::string wanted = absolute(host, path);
  if (wanted == "/" || wanted == normal_path(host.directory)) return true;
  return std::any_of(host.files.begin(), host.files.end(), [&](const auto& file) {
    return absolute(host, file.first).starts_with(wanted + "/");
  });
}

}  // namespace

Result<std::string> MemoryHost::read_file(const std::string& path,
                                          std::uint64_t limit_bytes) const {
  const std::string* bytes = find_file(*this, path);
  if (bytes == nullptr) {
    return not_regular(is_directory(*this, path) ? FileKind::Directory : FileKind::Missing);
  }
  if (bytes->size() > limit_bytes) return too_large(limit_bytes);
  return *bytes;
}

Result<void> MemoryHost::replace_file(const std::string& path, std::string_view bytes) {
  for (auto& [name, content] : files) {
    if (absolute(*this, name) != absolute(*this, path)) continue;
    content = bytes;
    return {};
  }
  return not_regular(is_directory(*this, path) ? FileKind::Directory : FileKind::Missing);
}

Result<void> MemoryHost::create_file(const std::string& path, std::string_view bytes) {
  if (find_file(*this, path) != nullptr) return failure("file exists", EEXIST);
  files[path] = bytes;
  return {};
}

Result<void> MemoryHost::write_file(const std::string& path, std::string_view bytes) {
  if (find_file(*this, path) != nullptr) return replace_file(path, bytes);
  files[path] = bytes;
  return {};
}

Result<FileStatus> MemoryHost::status(const std::string& path) const {
  if (const std::string* bytes = find_file(*this, path)) {
    return FileStatus{FileKind::Regular, bytes->size(), 0644};
  }
  if (is_directory(*this, path)) return FileStatus{FileKind::Directory, 0, 0755};
  return FileStatus{};
}

Result<FileStatus> MemoryHost::link_status(const std::string& path) const { return status(path); }

Result<std::vector<DirectoryEntry>> MemoryHost::list_directory(const std::string& path) const {
  if (find_file(*this, path) != nullptr) return failure("not a directory", ENOTDIR);
  if (!is_directory(*this, path)) return not_regular(FileKind::Missing);
  std::string prefix = absolute(*this, path);
  if (prefix != "/") prefix += '/';
  std::map<std::string, FileKind> found;
  for (const auto& [name, bytes] : files) {
    const std::string full = absolute(*this, name);
    if (!full.starts_with(prefix)) continue;
    const std::string rest = full.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    found[rest.substr(0, slash)] =
        slash == std::string::npos ? FileKind::Regular : FileKind::Directory;
  }
  std::vector<DirectoryEntry> entries;
  for (const auto& [name, kind] : found) entries.push_back({name, kind});
  return entries;
}

Result<std::string> MemoryHost::read_stdin(std::uint64_t limit_bytes) const {
  if (standard_input.size() > limit_bytes) return too_large(limit_bytes);
  return standard_input;
}

std::optional<std::string> MemoryHost::environment(const std::string& name) const {
  const auto found = variables.find(name);
  if (found == variables.end()) return std::nullopt;
  return found->second;
}

Result<std::string> MemoryHost::real_path(const std::string& path) const {
  if (find_file(*this, path) == nullptr && !is_directory(*this, path)) {
    return not_regular(FileKind::Missing);
  }
  return absolute(*this, path);
}

bool MemoryHost::write_out(std::string_view bytes) {
  out += bytes;
  return true;
}

bool MemoryHost::write_err(std::string_view bytes) {
  err += bytes;
  return true;
}

}  // namespace plimsoll
