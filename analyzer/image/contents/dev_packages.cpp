#include "analyzer/image/contents/dev_packages.h"

#include <set>

#include "analyzer/image/json.h"

namespace plimsoll::image {

static const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::vector<std::string> npm_dev_packages(std::string_view list) {
  std::vector<std::string> directories;
  const Result<Json> document = parse_object(list, max_package_list_bytes, "package list");
  const Json* packages = document ? member(*document, "packages") : nullptr;
  if (!packages || !packages->is_object()) return directories;
  for (const auto& [path, package] : packages->items()) {
    const Json* dev = member(package, "dev");
    if (dev && dev->is_boolean() && dev->get<bool>()) directories.push_back(path);
  }
  return directories;
}

std::vector<std::string> composer_dev_packages(std::string_view list) {
  std::vector<std::string> directories;
  const Result<Json> document = parse_object(list, max_package_list_bytes, "package list");
  const Json* packages = document ? member(*document, "packages") : nullptr;
  const Json* names = document ? member(*document, "dev-package-names") : nullptr;
  if (!packages || !packages->is_array() || !names || !names->is_array()) return directories;
  std::set<std::string> wanted;
  for (const Json& name : *names) {
    if (name.is_string()) wanted.insert(name.get<std::string>());
  }
  for (const Json& package : *packages) {
    const Json* name = member(package, "name");
    const Json* path = member(package, "install-path");
    if (name && path && name->is_string() && path->is_string() &&
        wanted.contains(name->get<std::string>())) {
      directories.push_back(path->get<std::string>());
    }
  }
  return directories;
}

}  // namespace plimsoll::image
