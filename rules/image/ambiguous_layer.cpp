#include <algorithm>
#include <array>

#include "rules/image_findings.h"

namespace plimsoll::rules {

namespace {
struct Oddity {
  std::string_view kind;  // of a LayerNote or a TreeNote
  std::string_view what;  // behind the path or "the layer"
  std::string_view help = "make the layer anew with a current builder";
};
// What layers are to each other, of TreeNotes.
struct Stacking {
  Oddity oddity;
  bool refused = false;  // by docker and containerd
};
}  // namespace

// Where two programs that read the same layer make two different file systems of it, or one of them
// nothing. What all of them read alike is no matter for this rule.
static constexpr std::array<Oddity, 25> oddities{{
    {"data-after-end", "has bytes behind its end that no runtime looks at"},
    {"trailing-bytes", "has bytes behind its compressed stream that no runtime looks at"},
    {"lone-zero-block", "goes on behind one zero block: some readers stop there"},
    {"name-with-nul", "has a zero byte in its name: readers cut it differently"},
    {"global-pax", "is below a global header that some readers apply to every file"},
    {"unknown-type", "has a type that readers do not agree about"},
    {"negative-size", "has a negative size"},
    {"huge-size", "has a size that no file can have"},
    {"size-on-link", "is a link with a size: some readers lose the next entry"},
    {"duplicate-size", "has two sizes in one extended header"},
    {"pax-size-differs", "has one size in its header and another in the extended one"},
    {"header-without-file", "is an extended header without a file"},
    {"duplicate-path", "is there twice in one layer: the last one wins"},
    {"leaves-root", "leads out of the root: runtimes refuse it or move it"},
    {"dot-dot-name", "has `..` in its name"},
    {"path-through-whiteout", "lies below a whiteout's name"},
    {"whiteout-with-content", "is a whiteout that carries bytes nobody will see"},
    {"bare-whiteout", "is a whiteout of nothing"},
    {"overlay-whiteout-form", "is an overlay's own kind of whiteout: some runtimes apply it"},
    {"bad-sparse-map", "has a map of holes that cannot be right"},
    {"bad-link", "is a hardlink to what is not there"},
    {"bad-header", "has a header that cannot be read"},
    {"cut-off", "is cut off"},
    {"extreme-ratio",
     "unpacks to more than 200 times its size: readers with a limit see less of it",
     "leave out what is nearly all zeros (/var/log/lastlog, where a user has a huge id)"},
    {"slash-on-file", "is a file whose name ends with a slash: some readers make a directory"},
}};

static constexpr std::array<Stacking, 8> stackings{{
    {{"below-a-link", "lies below a link: overlayfs puts a directory over it, others follow it"}},
    {{"below-a-file", "lies below a file: some runtimes replace it, others refuse the layer"}},
    {{"directory-made-again", "is removed and made again: on overlayfs its lower files come back"}},
    {{"opaque-root", "is to hide all layers below: on overlayfs it hides nothing"}},
    {{"hardlink-across-layers", "is a hardlink to a file of another layer"}, true},
    {{"whiteout-after-file", "is removed behind the entry that brings it"}, true},
    {{"dangling-hardlink", "is a hardlink to what is not there"}, true},
    {{"unreachable", "lies below links that lead in a circle, or too deep"}, true},
}};

static void say(const ImageFacts& facts, Reporter& report, std::uint32_t layer,
                const image::LayerNote& note, const Oddity& oddity, std::uint64_t count) {
  const bool of_entry = note.entry != image::nothing;
  const image::EntryRef entry{layer, note.entry};
  const bool named = of_entry && facts.tree.at(entry).path != image::no_path;
  // A name that has no place in the tree is told as it stands there.
  std::string subject = named                              ? quoted_path(facts, entry)
                        : of_entry && !note.detail.empty() ? quoted(note.detail)
                                                           : "the layer";
  FindingBuilder finding = report.at(
      of_entry ? facts.in_layer(entry) : Location(InLayer{facts.description.shown, layer, {}}),
      subject + " " + std::string(oddity.what));
  if (note.refused) finding.severity(Severity::Error);
  std::string help = note.refused ? "docker and containerd refuse this layer; make it anew"
                                  : std::string(oddity.help);
  if (count > 1) help += "; so are " + std::to_string(count - 1) + " more entries";
  finding.help(std::move(help));
}

static void check_stacking(const ImageFacts& facts, Reporter& report) {
  for (const auto& [kind, count] : facts.tree.note_counts()) {
    const auto* const odd =
        std::find_if(stackings.begin(), stackings.end(),
                     [&](const Stacking& each) { return each.oddity.kind == kind; });
    if (odd == stackings.end()) continue;
    const auto& notes = facts.tree.notes();
    const auto first = std::find_if(notes.begin(), notes.end(),
                                    [&](const auto& note) { return note.kind == kind; });
    image::LayerNote note;
    note.entry = first->entry.entry;
    note.refused = odd->refused;
    say(facts, report, first->entry.layer, note, odd->oddity, count);
  }
}

static void check(const ImageFacts& facts, Reporter& report) {
  check_stacking(facts, report);
  for (std::uint32_t layer = 0; layer < facts.tree.layer_count(); ++layer) {
    const image::ScannedLayer* scanned = facts.tree.layer(layer);
    if (!scanned) continue;
    for (const auto& [kind, count] : scanned->note_counts) {
      const auto* const oddity = std::find_if(
          oddities.begin(), oddities.end(), [&](const Oddity& each) { return each.kind == kind; });
      const auto first = std::find_if(scanned->notes.begin(), scanned->notes.end(),
                                      [&](const auto& note) { return note.kind == kind; });
      if (oddity == oddities.end() || first == scanned->notes.end()) continue;
      say(facts, report, layer, *first, *oddity, count);
    }
  }
}

extern constinit const Rule ambiguous_layer{
    .name = "ambiguous-layer",
    .category = Category::Image,
    .severity = Severity::Warning,
    .summary = "a layer that two tar readers would unpack differently",
    .why =
        "Docker and containerd read layers with Go's `archive/tar`, other tools with libarchive, "
        "GNU "
        "tar or Python's `tarfile`. Where those disagree (sizes said twice, zero bytes in names, "
        "entries behind the end), a scanner sees another image than the one that runs. Builders "
        "write no such layers: they come from damage, from home-made tools, or from somebody who "
        "hides something.",
    .bad = R"(FROM scratch
ADD layer-made-by-hand.tar /
)",
    .bad_is_sketch = true,
    .good = R"(FROM scratch
COPY rootfs /
)",
    .references = {"https://github.com/opencontainers/image-spec/blob/main/layer.md"},
    .check_image = check};

}  // namespace plimsoll::rules
