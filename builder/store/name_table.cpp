#include "builder/store/name_table.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "builder/store/names.h"

namespace plimsoll::builder {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* ref_name = "org.opencontainers.image.ref.name";
constexpr const char* containerd_name = "io.containerd.image.name";

std::string text_of(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto member = object.find(key);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

// Nothing for what is no descriptor of ours to speak of.
std::optional<NamedImage> named(const Json& member) {
  NamedImage image;
  image.descriptor.digest = text_of(member, "digest");
  if (!is_digest(image.descriptor.digest)) return std::nullopt;
  image.descriptor.media_type = text_of(member, "mediaType");
  const auto size = member.find("size");
  if (size != member.end() && size->is_number_unsigned()) {
    image.descriptor.size = size->get<std::uint64_t>();
  }
  const auto platform = member.find("platform");
  if (platform != member.end() && platform->is_object()) {
    image.descriptor.platform =
        Platform{text_of(*platform, "os"), text_of(*platform, "architecture"),
                 text_of(*platform, "variant")};
  }
  const auto annotations = member.find("annotations");
  std::string name;
  if (annotations != member.end() && annotations->is_object()) {
    name = text_of(*annotations, containerd_name);
    if (name.empty()) name = text_of(*annotations, ref_name);
  }
  image.name = normal_name(name).value_or(name);
  if (image.name.empty()) image.name = image.descriptor.digest;
  return image;
}

Json member_of(const std::string& name, const Descriptor& descriptor) {
  Json member = {{"mediaType", descriptor.media_type},
                 {"digest", descriptor.digest},
                 {"size", descriptor.size}};
  if (descriptor.platform) {
    member["platform"] = {{"architecture", descriptor.platform->architecture},
                          {"os", descriptor.platform->os}};
    if (!descriptor.platform->variant.empty()) {
      member["platform"]["variant"] = descriptor.platform->variant;
    }
  }
  for (const auto& [key, value] : descriptor.annotations) member["annotations"][key] = value;
  if (!is_digest(name)) {
    member["annotations"][ref_name] = familiar_name(name);
    member["annotations"][containerd_name] = name;
  }
  return member;
}

}  // namespace

struct NameTable::Document {
  Json root;
  Stamp stamp;
};

Result<NameTable::Document> NameTable::load() const {
  Document document;
  const Result<FileDescriptor> file = open_file(path());
  if (!file) return tl::unexpected(file.error());
  struct stat status = {};
  if (::fstat(file->get(), &status) != 0) {
    return failure(path() + ": " + std::strerror(errno), errno);
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > max_name_table_bytes) return failure(path() + ": is too long", EFBIG);
  std::string bytes(size, '\0');
  if (Result<void> read = read_exactly(*file, 0, bytes.data(), size); !read) {
    return tl::unexpected(std::move(read.error()).while_doing("reading " + path()));
  }
  document.stamp = {static_cast<std::uint64_t>(status.st_ino), status.st_mtim.tv_sec,
                    status.st_mtim.tv_nsec, status.st_size};
  document.root = Json::parse(bytes, nullptr, false);
  if (!document.root.is_object()) return failure(path() + ": is no index of an OCI layout");
  auto& manifests = document.root["manifests"];
  if (manifests.is_null()) manifests = Json::array();
  if (!manifests.is_array()) return failure(path() + ": its `manifests` are no list");
  return document;
}

Result<std::shared_ptr<const std::vector<NamedImage>>> NameTable::read() const {
  const std::lock_guard guard(mutex_);
  struct stat status = {};
  if (::stat(path().c_str(), &status) != 0) {
    const int code = errno;
    return failure(path() + ": " + std::strerror(code), code);
  }
  const Stamp now{static_cast<std::uint64_t>(status.st_ino), status.st_mtim.tv_sec,
                  status.st_mtim.tv_nsec, status.st_size};
  if (names_ && now == stamp_) return names_;
  const Result<Document> document = load();
  if (!document) return tl::unexpected(document.error());
  std::vector<NamedImage> names;
  for (const Json& member : document->root["manifests"]) {
    if (std::optional<NamedImage> image = named(member)) names.push_back(std::move(*image));
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const NamedImage& a, const NamedImage& b) { return a.name < b.name; });
  names_ = std::make_shared<const std::vector<NamedImage>>(std::move(names));
  stamp_ = document->stamp;
  return names_;
}

Result<bool> NameTable::change(const std::function<bool(Document&)>& edit, Workspace& workspace) {
  const std::string lock_path = store_ + "/index.lock";
  const FileDescriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock.valid()) {
    const int code = errno;
    return failure(lock_path + ": " + std::strerror(code), code);
  }
  while (::flock(lock.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return failure(lock_path + ": " + std::strerror(errno), errno);
  }
  Result<Document> document = load();
  if (!document) return tl::unexpected(document.error());
  if (!edit(*document)) return false;
  Result<NewFile> file = workspace.new_file();
  if (!file) return tl::unexpected(file.error());
  const std::string text =
      document->root.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  Result<void> written = write_all(file->file(), text);
  if (written) written = file->commit(path());
  if (!written) return tl::unexpected(std::move(written.error()).while_doing("writing " + path()));
  return true;
}

Result<void> NameTable::set(const std::string& name, const Descriptor& descriptor,
                            Workspace& workspace) {
  const Result<std::shared_ptr<const std::vector<NamedImage>>> names = read();
  if (!names) return tl::unexpected(names.error());
  const auto same = [&](const NamedImage& image) { return image.name == name; };
  const auto at = std::find_if((*names)->begin(), (*names)->end(), same);
  if (at != (*names)->end() && at->descriptor.digest == descriptor.digest) return {};
  const Result<bool> changed = change(
      [&](Document& document) {
        Json& members = document.root["manifests"];
        Json kept = Json::array();
        for (Json& member : members) {
          const std::optional<NamedImage> image = named(member);
          // A member without a name is there for its digest alone: the name says it, too.
          const bool replaced = image && (image->name == name || image->name == descriptor.digest);
          if (!replaced) kept.push_back(std::move(member));
        }
        kept.push_back(member_of(name, descriptor));
        members = std::move(kept);
        return true;
      },
      workspace);
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

Result<bool> NameTable::remove(const std::string& name, Workspace& workspace) {
  return change(
      [&](Document& document) {
        Json& members = document.root["manifests"];
        Json kept = Json::array();
        for (Json& member : members) {
          const std::optional<NamedImage> image = named(member);
          if (!image || image->name != name) kept.push_back(std::move(member));
        }
        const bool changed = kept.size() != members.size();
        members = std::move(kept);
        return changed;
      },
      workspace);
}

}  // namespace plimsoll::builder
