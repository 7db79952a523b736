#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

// What only who links or debugs reads, by the end of its name.
static bool is_for_developers(std::string_view name) {
  static constexpr std::array<std::string_view, 5> endings = {".a", ".o", ".la", ".pdb", ".debug"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

static std::uint64_t spare_bytes(const ImageFacts& facts, image::EntryRef file,
                                 std::string_view name) {
  if (is_for_developers(name)) return facts.tree.at(file).size();
  const image::ElfHead* elf = facts.contents.elf(file);
  return elf ? elf->debug_bytes : 0;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const auto least =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("least-bytes"), 1));
  ByLayer bytes;
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned || facts.of_base(layer)) continue;
    for (std::uint32_t i = 0; i < scanned->entries.size(); ++i) {
      const image::EntryRef file{layer, i};
      if (scanned->entries[i].kind != image::EntryKind::File) continue;
      if (facts.tree.fate(file) != image::Fate::Live) continue;
      const image::PathId path = facts.tree.path(file);
      if (path == image::no_path || path == image::root_path) continue;
      const std::uint64_t spare = spare_bytes(facts, file, facts.tree.paths().name(path));
      if (spare == 0) continue;
      const std::string text = facts.tree.paths().path(path);
      if (facts.contents.owner(text).empty()) bytes.add(layer, "/" + text, spare);
    }
  }
  report_bytes(facts, report, bytes,
               {.what = "debug information and object files are in this layer",
                .help = "strip what is built (`strip`, `install -s`, `go build -ldflags=-s`), and "
                        "copy the results alone"},
               least);
}

extern constinit const Rule debug_symbols_unstripped{
    .name = "debug-symbols-unstripped",
    .category = Category::Size,
    .severity = Severity::Info,
    .summary = "programs with debug information, object files and static libraries are shipped",
    .why =
        "Debug information is often larger than the program, and no running program reads it. Who "
        "needs it keeps it beside the image, by build id. What packages brought is theirs and is "
        "not counted.",
    .bad = R"(FROM gcc:14
COPY . /src
RUN gcc -g -o /usr/local/bin/app /src/*.c
)",
    .good = R"(FROM gcc:14
COPY . /src
RUN gcc -g -o /usr/local/bin/app /src/*.c && strip /usr/local/bin/app
)",
    .references = {"https://sourceware.org/binutils/docs/binutils/strip.html"},
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "less than this many bytes in a layer are passed over"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
