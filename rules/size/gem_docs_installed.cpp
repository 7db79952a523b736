#include "fixers/edits/shell_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

static bool builds_documentation(const Command& command) {
  if (command.subcommand != "install" && command.subcommand != "update") return false;
  if (command.has_option({"-N", "--no-document", "--no-doc", "--document", "-d", "--explain", "-h",
                          "--help", "--config-file"}) ||
      command.may_hide_options()) {
    return false;
  }
  return !(command.has_option({"--no-ri"}) && command.has_option({"--no-rdoc"}));
}

// Releases whose gem is older than the option (2.0).
static bool is_ancient(const BaseFacts& base) {
  return (base.distribution == "debian" && base.release == "7") ||
         (base.distribution == "ubuntu" && (base.release == "12.04" || base.release == "14.04")) ||
         (base.distribution == "centos" && (base.release == "5" || base.release == "6"));
}

static void check(const Facts& facts, Reporter& report) {
  // A gemrc may say it for all commands.
  if (facts.source.bytes().find("gemrc") != std::string_view::npos) return;
  for (const Placed<Run>& run : facts.runs()) {
    const BaseFacts& base = facts.base(run);
    // The images of Ruby have a gemrc; what other unknown images have is unknown.
    if (!facts.ships(run) || !base.found || base.runtime == "ruby" || base.runtime == "jruby") {
      continue;
    }
    for (const Command* command : facts.commands(run).all("gem")) {
      if (!builds_documentation(*command)) continue;
      report
          .at(command->head(), "`gem " + command->subcommand + "` builds documentation of each gem")
          .fix(is_ancient(base) ? unsafe("this release's gem may not know the option") : safe(),
               "add `--no-document`", edits::add_option(facts, *command, "--no-document"),
               Effects::removing("**/{doc,ri}/**"));
    }
  }
}

extern constinit const Rule gem_docs_installed{
    .name = "gem-docs-installed",
    .aliases = {"gemUpdateNoDocument"},
    .category = Category::Size,
    .severity = Severity::Info,
    .fixes = Fixability::Always,
    .summary = "`gem install` builds and keeps the documentation of each gem",
    .why =
        "Generating ri pages takes longer than installing many a gem, and nobody reads them in a "
        "container. The images of Ruby itself switch it off; a Ruby of the distribution does not.",
    .bad = R"(FROM debian:12
RUN gem install rake:13.2.1
)",
    .good = R"(FROM debian:12
RUN gem install --no-document rake:13.2.1
)",
    .fix_safety =
        "Safe: only documentation is left out. Unsafe on releases whose gem may be older than the "
        "option.",
    .references = {"https://guides.rubygems.org/command-reference/#gem-install"},
    .also_in_onbuild = true,
    .looks_at = {.keywords = {Keyword::Run}, .words = {"gem"}},
    .check = check};

}  // namespace plimsoll::rules
