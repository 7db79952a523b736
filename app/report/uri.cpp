#include "app/report/uri.h"

#include <fmt/format.h>

#include "analyzer/base/paths.h"

namespace plimsoll::app {

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
  return normal_path(join_path(directory, path));
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

}  // namespace plimsoll::app
