#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const ImageFacts& facts, Reporter& report) {
  report_waste(facts, report,
               {.wrote = "files written here are overwritten by a later layer",
                .hid = "overwritten here",
                .of_base = "files of the base image are stored again by this layer",
                .help = "bring each file once: write its last version where it is first made, or "
                        "make it in a stage of its own and copy the result"},
               static_cast<std::uint64_t>(report.number("least-bytes")),
               [&](image::EntryRef entry) {
                 const image::Fate fate = facts.tree.fate(entry);
                 return fate == image::Fate::Replaced || fate == image::Fate::DuplicatePath;
               });
}

extern constinit const Rule layer_overwritten_file_waste{
    .name = "layer-overwritten-file-waste",
    .category = Category::Size,
    .severity = Severity::Warning,
    .summary = "files that a later layer writes again with other content",
    .why =
        "A layer stores whole files. Where a later instruction changes a file of an earlier one (a "
        "package data base, a lock file, a built program), the image carries both versions, and "
        "only the last is ever seen.",
    .bad = R"(FROM debian:12
COPY model.bin /srv/model.bin
RUN /srv/tune /srv/model.bin
)",
    .bad_is_sketch = true,
    .good = R"(FROM debian:12
RUN --mount=type=bind,source=model.bin,target=/model.bin /srv/tune /model.bin --output /srv/model.bin
)",
    .options = {OptionSpec{"least-bytes", OptionKind::Number, "1000000",
                           "how many bytes between two layers are worth a finding"}},
    .check_image = check};

}  // namespace plimsoll::rules
