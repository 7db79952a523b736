#include <algorithm>

#include "analyzer/base/amounts.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr std::size_t most_findings = 20, most_named = 20;

// What packages brought twice is their makers' affair, and so is what the base has twice.
static bool is_given(const ImageFacts& facts, image::EntryRef copy) {
  if (facts.of_base(copy.layer)) return true;
  const std::string path = facts.tree.paths().path(facts.tree.path(copy));
  return !facts.contents.owner(path).empty() && !is_no(facts.contents.owned_unmodified(copy));
}

static void check(const ImageFacts& facts, Reporter& report) {
  const auto least = static_cast<std::uint64_t>(report.number("least-bytes"));
  std::size_t said = 0;
  for (const image::Duplicates& same : image::find_duplicates(facts.tree, least).biggest) {
    // The first copy stays: the fault is that of the last layer which brings one more.
    image::EntryRef latest;
    std::size_t own = 0;
    for (const image::EntryRef copy : same.copies) {
      if (is_given(facts, copy)) continue;
      ++own;
      if (!latest.valid() || copy.layer > latest.layer) latest = copy;
    }
    if (!latest.valid()) continue;
    if (++said > most_findings) return;
    const std::uint64_t spare = same.size * std::min(own, same.copies.size() - 1);
    FindingBuilder finding =
        report.at(facts.place(latest),
                  quoted_path(facts, latest) + " is here " +
                      (same.copies.size() == 2 ? std::string("twice")
                                               : std::to_string(same.copies.size()) + " times") +
                      ", with " + human_bytes(spare) + " more than needed");
    std::size_t named = 0;
    for (const image::EntryRef copy : same.copies) {
      if (copy == latest || ++named > most_named) continue;
      finding.related(facts.in_layer(copy), "the same content");
    }
    finding.cost({.bytes = spare, .measured = true})
        .help("keep one and make the others links to it (`ln`, `cp -l`), or leave them out");
  }
}

extern constinit const Rule duplicate_content{
    .name = "duplicate-content",
    .category = Category::Image,
    .severity = Severity::Info,
    .summary = "large files of the same content at several paths",
    .why =
        "Copies are pulled and stored as often as they are there. Vendored libraries, a build's "
        "output beside its installation and copied models are the usual ones; a link costs "
        "nothing.",
    .bad = R"(FROM debian:12
COPY model.bin /srv/a/model.bin
COPY model.bin /srv/b/model.bin
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
COPY model.bin /srv/a/model.bin
RUN ln -s ../a/model.bin /srv/b/model.bin
)",
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "from which size of a file on"}},
    .check_image = check};

}  // namespace plimsoll::rules
