#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// What may ask, or behaves otherwise without a terminal. Checking a signature, listing, exporting
// and converting do not.
static const Option* asks(const Command& gpg) {
  return gpg.option({"--recv-keys", "--recv-key", "--receive-keys", "--import", "--delete-keys",
                     "--delete-key", "--delete-secret-keys", "--refresh-keys", "--fetch-keys",
                     "--decrypt", "-d", "--symmetric", "-c", "--sign", "-s", "--detach-sign",
                     "--clearsign"});
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Run>& run : facts.runs()) {
    for (const Command& gpg : facts.commands(run).commands) {
      if (!gpg.is("gpg") && !gpg.is("gpg2")) continue;
      const Option* action = asks(gpg);
      if (!action || gpg.has_option({"--batch", "--no-batch"}) || gpg.names_hidden_options())
        continue;
      report.at(gpg.words[gpg.program_word].span, "gpg may ask, and a build has nobody to answer")
          .related(action->span, "for this")
          .fix(safe(), "add `--batch`", edits::add_option(facts, gpg, "--batch"), Effects::none());
    }
  }
}

extern constinit const Rule gpg_no_batch{
    .name = "gpg-no-batch",
    .aliases = {"gpgUseBatchFlag"},
    .category = Category::Correctness,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`gpg` changes keys or decrypts without `--batch`",
    .why =
        "gpg is made for a person at a terminal: where it wants to ask, it tries to open one, and "
        "what it then does differs from version to version. `--batch` promises that it never "
        "asks.",
    .bad = R"(FROM debian:12
RUN gpg --keyserver keys.openpgp.org --recv-keys B42F6819007F00F88E364FD4036A9C25BF357DD4
)",
    .good = R"(FROM debian:12
RUN gpg --batch --keyserver keys.openpgp.org --recv-keys B42F6819007F00F88E364FD4036A9C25BF357DD4
)",
    .fix_safety = "Always safe: what gpg would have asked, nobody could have answered.",
    .references =
        {"https://www.gnupg.org/documentation/manuals/gnupg/Unattended-Usage-of-GPG.html"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"gpg", "gpg2"}},
    .check = check};

}  // namespace plimsoll::rules
