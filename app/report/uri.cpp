#include "app/report/uri.h"

#include <fmt/format.h>

#include <vector>

namespace plimsoll::app {

namespace {

// The parts of a path, with "." and empty ones left out and ".." resolved where something is before
// it. A rooted path does not climb above its root.
std::string normalized(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    if (part.empty() || part == ".") continue;
    if (part != ".." || (!rooted && (parts.empty() || parts.back() == ".."))) {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  std::string out;
  for (const std::string_view part : parts) {
    if (rooted || !out.empty()) out += '/';
    out += part;
  }
  if (out.empty()) out = rooted ? "/" : ".";
  return out;
}

}  // namespace

std::string encode_path(std::string_view path) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
  std::string out;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::string absolute_path(std::string_view directory, std::string_view path) {
  if (path.starts_with('/') || directory.empty()) return normalized(path);
  return normalized(std::string(directory) + '/' + std::string(path));
}

std::string file_uri(std::string_view absolute_path) {
  return "file://" + encode_path(absolute_path);
}

std::string relative_path(std::string_view root, std::string_view absolute_path) {
  while (root.ends_with('/')) root.remove_suffix(1);
  if (!absolute_path.starts_with('/') || !absolute_path.starts_with(root)) return {};
  absolute_path.remove_prefix(root.size());
  if (!absolute_path.starts_with('/')) return {};
  return std::string(absolute_path.substr(1));
}

std::string tidy_path(std::string_view path) { return normalized(path); }

}  // namespace plimsoll::app
