// secrets_main [--root ROOT] PATH...   scans files and folders
// secrets_main --plain PATH...         the same, told of no folder, only of the files' names
// secrets_main --text                        scans each line of the standard input as a short text
// secrets_main --classes                     prints the table of classes as Markdown
//
// A hit is a line: path, line, offset, length, class, certain or not, what may be shown,
// fingerprint, remarks; between tabs. Paths are told relative to ROOT. The last line on the
// standard error says how many files and bytes were read.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "analyzer/secrets/secret_scanner.h"

using namespace plimsoll;
namespace fs = std::filesystem;

namespace {

struct Totals {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t fed = 0;
};

void print(const SecretScanner& scanner, const std::string& where,
           const std::vector<SecretHit>& hits) {
  for (const SecretHit& hit : hits) {
    const SecretClass& kind = scanner.classes()[hit.secret_class];
    std::printf("%s\t%u\t%llu\t%u\t%s\t%s\t%s\t", where.c_str(), hit.line,
                static_cast<unsigned long long>(hit.offset), hit.length,
                std::string(kind.id).c_str(), kind.certain ? "certain" : "likely",
                hit.redacted.c_str());
    for (const std::uint8_t byte : hit.fingerprint) std::printf("%02x", byte);
    std::printf("\t%s%s\n", hit.encrypted ? "encrypted " : "",
                hit.expires_s != 0 ? ("expires " + std::to_string(hit.expires_s)).c_str() : "");
  }
}

void scan(const SecretScanner& scanner, SecretReader& reader, const fs::path& path,
          const fs::path& root, Totals& totals) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return;
  const std::uint64_t size = fs::file_size(path, error);
  std::FILE* file = error ? nullptr : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return;
  const std::string name =
      root.empty() ? "srv/" + path.filename().string() : path.lexically_relative(root).string();
  static std::vector<char> buffer(256 * 1024);
  reader.begin(name, size);
  ++totals.files;
  totals.bytes += size;
  while (reader.wants_more()) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file);
    if (count == 0) break;
    totals.fed += count;
    reader.feed({buffer.data(), count});
  }
  std::fclose(file);
  std::vector<SecretHit> hits;
  reader.finish(hits);
  print(scanner, name, hits);
}

void scan_tree(const SecretScanner& scanner, SecretReader& reader, const fs::path& path,
               const fs::path& root, Totals& totals) {
  if (!fs::is_directory(fs::symlink_status(path))) return scan(scanner, reader, path, root, totals);
  std::vector<fs::path> entries;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) scan_tree(scanner, reader, entry, root, totals);
}

int scan_lines(const SecretScanner& scanner) {
  std::string line;
  for (unsigned number = 1; std::getline(std::cin, line); ++number) {
    print(scanner, std::to_string(number), find_in_text(scanner, line));
  }
  return 0;
}

int print_classes(const SecretScanner& scanner) {
  std::printf("| class | what is found | certain | looked for in |\n| --- | --- | --- | --- |\n");
  for (const SecretClass& kind : scanner.classes()) {
    std::printf("| `%s` | %s | %s | %s |\n", std::string(kind.id).c_str(),
                std::string(kind.what).c_str(), kind.certain ? "yes" : "",
                kind.in_binaries ? "everything" : "text");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  auto scanner = SecretScanner::make();
  if (!scanner) return 2;
  fs::path root = "/";
  SecretReader reader(**scanner);
  Totals totals;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--text") return scan_lines(**scanner);
    if (argument == "--classes") return print_classes(**scanner);
    if (argument == "--plain") {
      root.clear();
      continue;
    }
    if (argument == "--root" && i + 1 < argc) {
      root = argv[++i];
      continue;
    }
    scan_tree(**scanner, reader, argument, root, totals);
  }
  std::fprintf(
      stderr, "%llu files, %llu bytes, %llu read\n", static_cast<unsigned long long>(totals.files),
      static_cast<unsigned long long>(totals.bytes), static_cast<unsigned long long>(totals.fed));
  return 0;
}
