#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check(const ImageFacts& facts, Reporter& report) {
  for (const FoundSecret& secret : secrets_of_files(facts)) {
    if (!secret.live.empty() || secret.hidden.empty()) continue;  // secret-file-in-image says it
    const SecretPlace& first = secret.hidden.front();
    const image::EntryRef by = facts.tree.hidden_by(first.entry);
    FindingBuilder finding =
        report.at(first.blamed(facts), std::string(secret.what->what) + " can still be read in " +
                                           layer_name(facts, first.entry.layer));
    finding.severity(severity_of(facts, *secret.what, *secret.hit));
    finding.label(secret.hit->redacted);
    finding.related(first.in_layer(facts), secret.hit->line > 0
                                               ? "line " + std::to_string(secret.hit->line)
                                               : std::string("the file"));
    if (by.valid()) finding.related(facts.place(by.layer), "hidden here, not removed");
    finding.help(
        "take it for known and replace it: deleting a file later does not take it out of the layer "
        "that brought it. Give it to the step with `RUN --mount=type=secret`");
  }
}

extern constinit const Rule secret_in_deleted_layer{
    .name = "secret-in-deleted-layer",
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "a secret that a later layer deletes or overwrites",
    .why =
        "Layers are shipped one by one, each as it was made. A key that one instruction brought "
        "and "
        "a later one deleted is not seen in a container, but stands in its layer for everybody who "
        "can pull the image.",
    .bad = R"(FROM alpine:3.20
COPY id_ed25519 /root/.ssh/id_ed25519
RUN git clone git@example.com:app.git && rm /root/.ssh/id_ed25519
)",
    .bad_is_sketch = true,
    .good = R"(FROM alpine:3.20
RUN --mount=type=ssh git clone git@example.com:app.git
)",
    .references = {"https://docs.docker.com/build/building/secrets/"},
    .check_image = check};

}  // namespace plimsoll::rules
