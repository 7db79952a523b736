#include <algorithm>

#include "analyzer/base/amounts.h"
#include "analyzer/image/tree/waste.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::BytesByFate sums = facts.tree.sums();
  std::uint64_t all = 0, wasted = 0;
  for (std::size_t i = 0; i < image::fate_count; ++i) {
    all += sums[i].file;
    if (image::is_waste(static_cast<image::Fate>(i))) wasted += sums[i].file;
  }
  const auto percent =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("most-percent"), 0));
  const auto bytes =
      static_cast<std::uint64_t>(std::max<std::int64_t>(report.number("most-bytes"), 0));
  if (wasted <= bytes || wasted / std::max<std::uint64_t>(all / 100, 1) < percent) return;
  const std::vector<image::Waste> pairs = image::find_waste(facts.tree);
  const auto own = std::find_if(pairs.begin(), pairs.end(),
                                [&](const image::Waste& each) { return !facts.of_base(each.hid); });
  if (own == pairs.end()) return;
  const std::string share = std::to_string(wasted / std::max<std::uint64_t>(all / 100, 1));
  FindingBuilder finding =
      report.at(InLayer{facts.description.shown, InLayer::configuration, ""},
                human_bytes(wasted) + " of the image, " + share + " %, can never be seen");
  finding.cost({.bytes = wasted, .measured = true})
      .help("let the instruction that writes them not write them: see the pairs beside this");
  constexpr std::size_t most_named = 3;
  for (std::size_t i = 0; i < std::min(pairs.size(), most_named); ++i) {
    const std::string where = "/" + facts.tree.paths().path(pairs[i].where);
    finding.related(place_in(facts, pairs[i].wrote, where),
                    human_bytes(pairs[i].total.file) + " written here");
    if (pairs[i].hid != pairs[i].wrote) {
      finding.related(place_in(facts, pairs[i].hid, where), "hidden here");
    }
  }
}

extern constinit const Rule inefficient_image{
    .name = "inefficient-image",
    .category = Category::Image,
    .severity = Severity::Warning,
    .on = false,
    .summary = "a great part of the image's bytes can never be seen",
    .why =
        "What a later layer deletes, replaces or hides is pulled and stored all the same. Beyond "
        "some share of the image it is worth an hour of somebody's time. Bytes are counted "
        "exactly, whole directories included. The rules about files that are deleted, overwritten "
        "or "
        "stored again name the instructions one by one, and `--max-waste` is a gate for CI; this "
        "rule is for a finding about the whole.",
    .bad = R"(FROM debian:12
COPY big.tar /tmp/big.tar
RUN tar -xf /tmp/big.tar -C /opt && rm /tmp/big.tar
)",
    .good = R"(FROM debian:12
RUN --mount=type=bind,source=big.tar,target=/tmp/big.tar tar -xf /tmp/big.tar -C /opt
)",
    .options = {OptionSpec{"most-percent", OptionKind::Number, "10",
                           "of the bytes of all files, this many percent may be waste"},
                OptionSpec{"most-bytes", OptionKind::Number, "20000000",
                           "waste of at most this many bytes is passed over, whatever its share"}},
    .check_image = check_image};

}  // namespace plimsoll::rules
