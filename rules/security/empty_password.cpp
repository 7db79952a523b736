#include "rules/image_findings.h"

namespace plimsoll::rules {

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Account& account : facts.contents.accounts()) {
    if (!account.empty_password) continue;
    const bool in_shadow = account.shadow_line != 0;
    const image::EntryRef file =
        facts.tree.live(facts.tree.resolve(in_shadow ? "etc/shadow" : "etc/passwd"));
    if (!file.valid()) continue;
    const bool base = facts.of_base(file.layer);
    const std::uint32_t line = in_shadow ? account.shadow_line : account.line;
    FindingBuilder finding = report.at(facts.place(file), "the account " + quoted(account.name) +
                                                              " has an empty password" +
                                                              (base ? " in the base image" : ""));
    finding.label("line " + std::to_string(line));
    if (base) finding.severity(Severity::Warning);
    finding.help("lock it with `passwd -l " + account.name + "`: a container needs no logins");
  }
}

extern constinit const Rule empty_password{
    .name = "empty-password",
    .aliases = {"DKL-LI-0001"},
    .category = Category::Security,
    .severity = Severity::Error,
    .summary = "an account of the image has an empty password",
    .why =
        "`su`, `login` and a daemon such as sshd let anyone in whose password field is empty. "
        "Accounts whose field is `*`, `!` or `x` without a line in /etc/shadow are locked and "
        "fine.",
    .bad = R"(FROM debian:12
RUN passwd -d root
)",
    .good = R"(FROM debian:12
RUN passwd -l root
)",
    .references = {"https://man7.org/linux/man-pages/man5/shadow.5.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
