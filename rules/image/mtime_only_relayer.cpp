#include "analyzer/image/tree/waste.h"
#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const ImageFacts& facts, Reporter& report) {
  report_waste(facts, report,
               {.wrote = "files written here are stored again with nothing but a new time",
                .hid = "stored again here",
                .of_base = "files of the base image are stored again with nothing but a new time",
                .help = "do not touch what is unchanged: `cp -u`, `rsync --checksum`, or do both "
                        "steps in one RUN"},
               static_cast<std::uint64_t>(report.number("least-bytes")),
               [&](image::EntryRef entry) { return image::changes_time_alone(facts.tree, entry); });
}

extern constinit const Rule mtime_only_relayer{
    .name = "mtime-only-relayer",
    .category = Category::Image,
    .severity = Severity::Info,
    .summary = "files that a later layer stores again with the same content, owner and mode",
    .why =
        "`touch`, `git checkout`, a copy onto itself or a repeated build give files a new time. "
        "For "
        "the layer that is a change: the whole file is stored and pulled again.",
    .bad = R"(FROM debian:12
COPY assets /srv/assets
RUN find /srv/assets -type f -exec touch {} +
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
COPY assets /srv/assets
)",
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "how many bytes between two layers are worth a finding"}},
    .check_image = check};

}  // namespace plimsoll::rules
