// Any bytes are the small files that facts are made of. Each reader alone: what it hands over lies
// in the bytes it was given. Then an image of such files, asked everything: no answer names what is
// not there, and asking twice says the same.
//
// An image is lines "%%% file PATH", "%%% program PATH", "%%% directory PATH", "%%% link PATH
// TARGET", "%%% remove PATH", "%%% layer", "%%% user TEXT", "%%% start WORDS" or "%%% env TEXT",
// and behind each of the first two the file's bytes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/image/contents/accounts.h"
#include "analyzer/image/contents/packages.h"
#include "analyzer/image/contents/started.h"
#include "analyzer/image/scan/passing_elf.h"
#include "analyzer/image/tar.h"
#include "tests/unit/analyzer/image/contents/made_image.h"

namespace {

using namespace plimsoll;
using namespace plimsoll::image;

constexpr std::string_view mark = "%%% ";
constexpr std::size_t most_parts = 64;

std::string read_packages(std::string_view bytes,
                          void (*read)(std::string_view bytes, PackageData& data)) {
  PackageData data;
  std::string told;
  data.on_file = [&](const PackagedFile& file) {
    CHECK(file.owner < data.packages.size());
    CHECK(file.kind == DigestKind::None || !file.digest.empty());
    told.append(file.directory).append("/").append(file.name).append(file.digest);
  };
  read(bytes, data);
  for (const Package& each : data.packages) told += each.name + each.version + each.architecture;
  return told + (data.known ? "known" : "");
}

void read_list(std::string_view bytes, PackageData& data) {
  read_dpkg_list("a:amd64", bytes, data);
}
void read_sums(std::string_view bytes, PackageData& data) { read_dpkg_md5sums("a", bytes, data); }

std::string told(const std::optional<ElfHead>& elf) {
  if (!elf) return "none";
  std::string text = std::to_string(elf->machine) + " " + std::to_string(elf->type) + " " +
                     std::to_string(elf->debug_bytes) + " " + elf->interpreter;
  for (const auto* list : {&elf->needed, &elf->run_paths}) {
    for (const std::string& each : *list) text += " " + each;
  }
  return text + (elf->has_symbols ? " symbols" : "") + (elf->known ? " known" : "");
}

void read_elf(std::string_view bytes) {
  const std::string whole = told(PassingElf::read_whole(bytes));
  CHECK(told(PassingElf::read_whole(std::string(bytes))) == whole);
  PassingElf passing;
  passing.begin();
  for (std::string_view rest = bytes; !rest.empty();
       rest.remove_prefix(std::min<std::size_t>(rest.size(), 61))) {
    passing.take(rest.substr(0, 61));
  }
  (void)told(passing.finish());  // may know less
}

void read_each(std::string_view bytes) {
  for (auto* read : {&read_dpkg_status, &read_list, &read_sums, &read_apk_installed, &read_rpm}) {
    CHECK(read_packages(bytes, read) == read_packages(std::string(bytes), read));
  }
  read_elf(bytes);
  const std::size_t half = bytes.size() / 2;
  const auto accounts = read_accounts(bytes.substr(0, half), bytes.substr(half));
  const auto groups = read_groups(bytes);
  (void)effective_user(bytes.substr(0, 40), {accounts, groups, true, true});
  (void)first_program(bytes);
}

std::string_view cut_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view cut_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::string_view cut_content(std::string_view& text) {
  std::size_t end = text.starts_with(mark) ? 0 : text.find("\n%%% ");
  end = end == std::string_view::npos ? text.size() : end;
  const std::string_view content = text.substr(0, end);
  text.remove_prefix(end);
  if (text.starts_with('\n')) text.remove_prefix(1);
  return content;
}

void add(MadeImage& image, std::string_view what, std::string_view line, const std::string& bytes) {
  if (what == "layer") image.layer();
  if (what == "user") image.config.user = line;
  if (what == "env") image.config.env.emplace_back(line);
  if (what == "start") {
    std::vector<std::string> words;
    while (!line.empty()) words.emplace_back(cut_word(line));
    image.config.entrypoint = std::move(words);
  }
  const auto path = layer_path(cut_word(line));
  if (!path || path->empty() || path->size() > 200) return;
  if (what == "file") image.file(*path, bytes, 0755);
  if (what == "directory") image.directory(*path);
  if (what == "remove") image.remove(*path);
  if (what == "link") image.link(*path, line);
  if (what == "program") image.program(*path, PassingElf::read_whole(bytes).value_or(ElfHead{}));
}

void ask(MadeImage& image) {
  const Contents contents(image.tree(), image.config);
  for (const Account& each : contents.accounts()) CHECK(!each.name.empty());
  for (const AccountGroup& each : contents.groups()) CHECK(!each.name.empty());
  (void)contents.user().root();
  for (const Package& each : contents.packages()) CHECK(!each.name.empty());
  (void)contents.packages_known();
  for (const Leftover& each : contents.leftovers()) {
    CHECK(each.path.starts_with('/') && !each.by_layer.empty());
  }
  for (const Started& each : contents.started()) {
    CHECK(!each.file.valid() || !each.path.empty());
    CHECK(contents.look_up(each.word).path == contents.look_up(each.word).path);
  }
  (void)contents.os_release("PRETTY_NAME");
  const ImageTree& tree = image.tree();
  for (std::uint32_t layer = 0; layer < tree.layer_count(); ++layer) {
    for (std::uint32_t i = 0; i < tree.layer(layer)->entries.size(); ++i) {
      const EntryRef entry{layer, i};
      (void)contents.owned_unmodified(entry);
      (void)contents.owner(tree.layer(layer)->path_of(tree.at(entry)));
      (void)contents.text(entry);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_each(bytes);
  MadeImage image;
  for (std::size_t part = 0; part < most_parts && !bytes.empty(); ++part) {
    std::string_view line = cut_line(bytes);
    if (!line.starts_with(mark)) continue;
    line.remove_prefix(mark.size());
    const std::string_view what = cut_word(line);
    const bool has_content = what == "file" || what == "program";
    const std::string content(has_content ? cut_content(bytes) : std::string_view());
    add(image, what, line, content);
    if (has_content) read_each(content);
  }
  ask(image);
  return 0;
}
