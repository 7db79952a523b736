#include <charconv>
#include <optional>

#include "analyzer/base/base64.h"
#include "analyzer/image/contents/lines.h"
#include "analyzer/image/contents/packages.h"

// Paragraphs of lines "X:value". P, V, A, I: name, version, architecture, bytes. F: a directory,
// below it R: a file of it, below that Z: its digest, "Q1" and SHA-1 in base64 (apk 3 may write
// "Q2" and SHA-256).

namespace plimsoll::image {

static void read_files(std::string_view lines, std::uint32_t owner, PackageData& data) {
  PackagedFile file;
  std::string digest;
  const auto give = [&] {
    if (!file.name.empty()) data.add(file);
    file.name = file.digest = {};
    file.kind = DigestKind::None;
  };
  file.owner = owner;
  each_line(lines, [&](std::string_view line, std::uint32_t) {
    if (line.size() < 2 || line[1] != ':') return;
    const std::string_view value = trimmed(line.substr(2));
    if (line[0] == 'F') {
      give();
      file.directory = value;
    } else if (line[0] == 'R') {
      give();
      file.name = value;
    } else if (line[0] == 'Z') {
      const std::string_view kind = value.substr(0, 2);
      const std::size_t wanted = kind == "Q1" ? 20 : kind == "Q2" ? 32 : 0;
      const std::optional<std::string> bytes =
          wanted == 0 ? std::nullopt : base64_decoded(value.substr(2));
      if (!bytes || bytes->size() != wanted) return;
      file.kind = wanted == 20 ? DigestKind::Sha1 : DigestKind::Sha256;
      digest = hexadecimal(*bytes);
      file.digest = digest;
    }
  });
  give();
}

static void read_paragraph(std::string_view lines, PackageData& data) {
  Package package;
  package.manager = PackageManager::Apk;
  each_line(lines, [&](std::string_view line, std::uint32_t) {
    if (line.size() < 2 || line[1] != ':') return;
    const std::string_view value = trimmed(line.substr(2));
    if (line[0] == 'P') package.name = value;
    if (line[0] == 'V') package.version = value;
    if (line[0] == 'A') package.architecture = value;
    if (line[0] == 'I') {
      std::from_chars(value.data(), value.data() + value.size(), package.installed_bytes);
    }
  });
  if (package.name.empty() || !data.add(std::move(package))) return;
  read_files(lines, static_cast<std::uint32_t>(data.packages.size() - 1), data);
}

void read_apk_installed(std::string_view installed, PackageData& data) {
  while (!installed.empty()) {
    const std::size_t end = installed.find("\n\n");
    read_paragraph(installed.substr(0, end), data);
    installed.remove_prefix(end == std::string_view::npos ? installed.size() : end + 2);
  }
}

}  // namespace plimsoll::image
