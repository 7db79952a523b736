#include <charconv>
#include <optional>

#include "analyzer/image/contents/lines.h"
#include "analyzer/image/contents/packages.h"

namespace plimsoll::image {

static std::uint64_t kibibytes(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number > (std::uint64_t{1} << 50) ? 0 : number * 1024;
}

static bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

namespace {
struct Paragraph {
  Package package;
  bool has_status = false, installed = false;
  bool in_conffiles = false;
  std::string_view conffiles;  // the lines below the field, and perhaps others
};
}  // namespace

// " /etc/adduser.conf 89fd3fdc..." below "Conffiles:", perhaps with " obsolete" behind.
static void read_conffiles(std::string_view lines, std::uint32_t owner, PackageData& data) {
  each_line(lines, [&](std::string_view line, std::uint32_t) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || line.front() != '/') return;
    const std::string_view digest = line.substr(blank + 1, 32);
    if (!is_hex(digest, 32)) return;
    data.add(line.substr(0, blank), {{}, {}, owner, DigestKind::Md5, digest});
  });
}

static void read_field(std::string_view line, Paragraph& paragraph) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  Package& package = paragraph.package;
  paragraph.in_conffiles = name == "Conffiles";
  if (name == "Package") package.name = value;
  if (name == "Version") package.version = value;
  if (name == "Architecture") package.architecture = value;
  if (name == "Installed-Size") package.installed_bytes = kibibytes(value);
  if (name == "Status") {
    paragraph.has_status = true;
    // want, flag, state: "hold ok installed", "deinstall ok config-files".
    paragraph.installed = value.ends_with(" installed") || value.ends_with(" unpacked") ||
                          value.ends_with(" half-configured") ||
                          value.find(" trigger") != value.npos;
  }
}

static void add_names(PackageData& data, std::uint32_t index) {
  const Package& package = data.packages[index];
  data.dpkg_names.emplace(package.name, index);
  data.dpkg_names.emplace(package.name + ":" + package.architecture, index);
}

static void finish(Paragraph& paragraph, PackageData& data) {
  const bool there = !paragraph.has_status || paragraph.installed;
  if (there && !paragraph.package.name.empty() && data.add(std::move(paragraph.package))) {
    const auto owner = static_cast<std::uint32_t>(data.packages.size() - 1);
    add_names(data, owner);
    read_conffiles(paragraph.conffiles, owner, data);
  }
  paragraph = {};
}

void read_dpkg_status(std::string_view status, PackageData& data) {
  Paragraph paragraph;
  while (!status.empty()) {
    const std::size_t end = status.find('\n');
    const std::string_view line = status.substr(0, end);
    status.remove_prefix(end == std::string_view::npos ? status.size() : end + 1);
    if (trimmed(line).empty()) {
      finish(paragraph, data);
    } else if (line.front() == ' ' || line.front() == '\t') {
      if (!paragraph.in_conffiles) continue;
      std::string_view& lines = paragraph.conffiles;
      const char* begin = lines.empty() ? line.data() : lines.data();
      lines = {begin, static_cast<std::size_t>(line.data() + line.size() - begin)};
    } else {
      read_field(line, paragraph);
    }
  }
  finish(paragraph, data);
}

// Of "libc6:amd64", as the files in info are named.
static std::optional<std::uint32_t> owner_of(std::string_view package, PackageData& data) {
  const auto found = data.dpkg_names.find(package);
  if (found != data.dpkg_names.end()) return found->second;
  const std::size_t colon = package.find(':');
  Package made;
  made.name = package.substr(0, colon);
  if (colon != std::string_view::npos) made.architecture = package.substr(colon + 1);
  if (made.name.empty() || !data.add(std::move(made))) return {};
  const auto index = static_cast<std::uint32_t>(data.packages.size() - 1);
  add_names(data, index);
  return index;
}

void read_dpkg_list(std::string_view package, std::string_view list, PackageData& data) {
  const std::optional<std::uint32_t> owner = owner_of(package, data);
  if (!owner) return;
  each_line(list, [&](std::string_view line, std::uint32_t) {
    if (line != "/." && line != "/") data.add(line, {{}, {}, *owner, DigestKind::None, {}});
  });
}

void read_dpkg_md5sums(std::string_view package, std::string_view sums, PackageData& data) {
  const std::optional<std::uint32_t> owner = owner_of(package, data);
  if (!owner) return;
  each_line(sums, [&](std::string_view line, std::uint32_t) {
    const std::string_view digest = line.substr(0, 32);
    if (line.size() < 35 || !is_hex(digest, 32)) return;
    data.add(trimmed(line.substr(32)), {{}, {}, *owner, DigestKind::Md5, digest});
  });
}

}  // namespace plimsoll::image
