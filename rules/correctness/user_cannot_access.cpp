#include <algorithm>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static constexpr unsigned may_read = 4, may_execute = 1;

// What the user may do with a file or directory, by its own mode.
static bool permits(const ImageFacts& facts, image::EntryRef entry, unsigned wanted) {
  const image::EffectiveUser& user = facts.contents.user();
  const image::ScannedEntry& file = facts.tree.at(facts.tree.inode(entry));
  const unsigned mode = file.mode;
  if (file.uid == *user.uid) return (mode >> 6 & wanted) == wanted;
  const bool in_group = *user.gid == file.gid || std::find(user.groups.begin(), user.groups.end(),
                                                           file.gid) != user.groups.end();
  return (mode >> (in_group ? 3 : 0) & wanted) == wanted;
}

// The uppermost directory that the user cannot enter, from the root to `path` itself.
static image::EntryRef closed_on_the_way(const ImageFacts& facts, image::PathId path) {
  image::EntryRef closed;
  for (image::PathId at = path; at != image::no_path;
       at = at == image::root_path ? image::no_path : facts.tree.paths().parent(at)) {
    const image::EntryRef entry = facts.tree.live(at);
    if (entry.valid() && facts.tree.is_directory(at) && !permits(facts, entry, may_execute)) {
      closed = entry;
    }
  }
  return closed;
}

static void check_working_directory(const ImageFacts& facts, Reporter& report,
                                    const std::string& who) {
  const std::string& directory = facts.description.config.working_dir;
  if (directory.empty()) return;
  const image::PathId path = facts.tree.resolve(directory);
  if (path == image::no_path || !facts.tree.is_directory(path)) return;
  const image::EntryRef closed = closed_on_the_way(facts, path);
  if (!closed.valid()) return;
  report
      .at(facts.place_of("WORKDIR"),
          who + " cannot enter the working directory " + quoted(directory))
      .related(facts.in_layer(closed), "closed to this account")
      .help("give it to the account: `COPY --chown`, or `chown` in the RUN that makes it");
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  const image::EffectiveUser& user = facts.contents.user();
  if (!user.uid || !user.gid || *user.uid == 0 || facts.description.platform.os == "windows")
    return;
  const std::string who = "the user " + quoted(user.text);
  check_working_directory(facts, report, who);
  for (const image::Started& program : facts.contents.started()) {
    if (!program.file.valid() || program.field == "Healthcheck") continue;
    const Location where = facts.place_of(program.field == "Cmd" ? "CMD" : "ENTRYPOINT");
    const image::ScannedEntry& file = facts.tree.at(facts.tree.inode(program.file));
    constexpr std::uint16_t any_execute = 0111;
    // What nobody may execute is entrypoint-not-executable's affair.
    if (is_no(program.executable) && (file.mode & any_execute) != 0) {
      FindingBuilder finding = report.at(where, who + " may not execute " + quoted(program.path));
      finding.label("because of " + program.blocked_by)
          .related(facts.in_layer(program.file), "the program")
          .help("let others execute it and enter its directories, or give it to the account");
    } else if (is_yes(program.executable) && facts.contents.script(program.file) &&
               !permits(facts, program.file, may_read)) {
      report.at(where, who + " may not read the script " + quoted(program.path))
          .related(facts.in_layer(program.file), "its interpreter has to read it")
          .help("let others read it: `COPY --chmod=755`");
    }
  }
}

extern constinit const Rule user_cannot_access{
    .name = "user-cannot-access",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "the image's user may not execute, read or enter what it needs to start",
    .why =
        "What was made as root, often with a strict umask, is closed to the account that USER "
        "names: the container ends with \"permission denied\" before its program runs.",
    .bad = R"(FROM debian:12
RUN useradd --uid 10001 app
COPY --chmod=700 server /usr/local/bin/server
USER 10001
CMD ["server"]
)",
    .good = R"(FROM debian:12
RUN useradd --uid 10001 app
COPY --chmod=755 server /usr/local/bin/server
USER 10001
CMD ["server"]
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"},
    .check_image = check_image};

}  // namespace plimsoll::rules
