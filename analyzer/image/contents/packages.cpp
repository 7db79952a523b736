#include "analyzer/image/contents/packages.h"

namespace plimsoll::image {

std::string_view to_string(PackageManager manager) {
  switch (manager) {
    case PackageManager::Dpkg:
      return "dpkg";
    case PackageManager::Apk:
      return "apk";
    case PackageManager::Rpm:
      return "rpm";
  }
  return "";
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

bool PackageData::add(std::string_view path, PackagedFile file) {
  while (path.starts_with('/') || path.starts_with("./")) path.remove_prefix(1);
  const std::size_t slash = path.rfind('/');
  file.name = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
  file.directory = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  return add(file);
}

bool PackageData::add(PackagedFile file) {
  if (files >= max_packaged_files) return known = false;
  ++files;
  while (file.directory.starts_with('/')) file.directory.remove_prefix(1);
  while (file.directory.ends_with('/')) file.directory.remove_suffix(1);
  if (on_file && !file.name.empty()) on_file(file);
  return true;
}

bool PackageData::add(Package package) {
  if (packages.size() >= max_packages) return known = false;
  packages.push_back(std::move(package));
  return true;
}

}  // namespace plimsoll::image
