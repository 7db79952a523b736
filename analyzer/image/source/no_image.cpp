#include "analyzer/image/source/no_image.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>

#include "analyzer/image/source/readable.h"
#include "analyzer/image/tar_fields.h"

namespace plimsoll::image {
namespace {

constexpr std::size_t looked_at_bytes = 4096;
constexpr std::string_view what_images_are =
    "\n  an image is an archive of docker save, or an OCI layout (a directory or an archive)";
constexpr std::string_view lint_it = "a Dockerfile: `plimsoll lint FILE` reads it";

struct Magic {
  std::string_view begin;
  std::string_view what;
};
constexpr std::array<Magic, 12> magics{{{"\x7f"
                                         "ELF",
                                         "a program (ELF)"},
                                        {"MZ", "a program of Windows"},
                                        {"PK\x03\x04", "a zip archive"},
                                        {"Rar!", "a rar archive"},
                                        {"7z\xbc\xaf", "a 7z archive"},
                                        {"!<arch>\n", "an ar archive (a Debian package?)"},
                                        {"\xed\xab\xee\xdb", "an RPM package"},
                                        {"070701", "a cpio archive"},
                                        {"hsqs", "a squashfs"},
                                        {"QFI\xfb", "a disk of a virtual machine"},
                                        {"SQLite format 3", "a database (SQLite)"},
                                        {"%PDF-", "a PDF"}}};

// Up to the line's end, without blanks around it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

bool begins_with_word(std::string_view line, std::string_view word) {
  const bool same = line.size() > word.size() &&
                    std::equal(word.begin(), word.end(), line.begin(),
                               [](char upper, char c) { return upper == (c & ~0x20); });
  return same && (line[word.size()] == ' ' || line[word.size()] == '\t');
}

// Its first instruction is FROM, or ARG: nothing else may be.
bool is_dockerfile(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.starts_with('#')) continue;
    return begins_with_word(line, "FROM") || begins_with_word(line, "ARG");
  }
  return false;
}

bool is_text(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' &&
            byte != 0x1b) ||
           byte == 0x7f;
  });
}

std::string what_it_is(std::string_view bytes) {
  if (bytes.empty()) return "an empty file";
  for (const Magic& magic : magics) {
    if (bytes.starts_with(magic.begin)) return std::string(magic.what);
  }
  if (!is_text(bytes)) return "no tar archive, and nothing else that is known here";
  const std::size_t first = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
  if (bytes.substr(first).starts_with('{') || bytes.substr(first).starts_with('[')) {
    return bytes.find("\"schemaVersion\"") == std::string_view::npos
               ? "a JSON document"
               : "a manifest or an index: the directory of its layout is the image";
  }
  return is_dockerfile(bytes) ? std::string(lint_it) : "text";
}

// A header, or what is left of one.
bool begins_as_tar(std::string_view bytes) {
  constexpr std::size_t magic_at = 257;
  const std::string_view block = bytes.substr(0, tar_block_bytes);
  return (block.size() == tar_block_bytes && read_fields(block)) ||
         (block.size() > magic_at && block.substr(magic_at).starts_with("ustar"));
}

}  // namespace

Result<void> check_tar(const PlainFile& file) {
  std::array<char, looked_at_bytes> first{};
  const Result<std::size_t> got = read_at(*file.file, 0, first.data(), first.size());
  if (!got) return tl::unexpected(got.error());
  const std::string_view bytes(first.data(), *got);
  if (begins_as_tar(bytes)) return {};
  const bool zeros = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
  if (zeros && bytes.size() >= tar_block_bytes) return {};  // an archive of nothing
  return failure(fmt::format("it is no image, but {}{}{}",
                             file.was_compressed ? "compressed, and within " : "",
                             what_it_is(bytes), what_images_are),
                 EINVAL);
}

tl::unexpected<Error> no_image(const MemberSource& members) {
  std::string within;
  for (const std::string& name : members.some_names()) {
    within += (within.empty() ? "" : ", ") + readable(name);
  }
  std::string message = "it holds no image: there is neither index.json nor manifest.json in it";
  if (!within.empty()) message += fmt::format(", but {} ...", within);
  if (members.is_directory()) {
    const Result<std::optional<FileRange>> dockerfile = members.find("Dockerfile");
    if (dockerfile && *dockerfile) message += ", but a Dockerfile, for `plimsoll lint`";
    message += what_images_are;
  } else {
    message += "\n  a root file system (docker export) is read as tar:PATH";
  }
  return failure(std::move(message), EINVAL);
}

}  // namespace plimsoll::image
