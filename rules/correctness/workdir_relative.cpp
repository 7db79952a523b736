#include "analyzer/base/paths.h"
#include "fixers/edits/instruction_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// By the builder's view: a drive or a backslash begins an absolute path of Windows.
static bool is_surely_relative(const Value& path) {
  const std::string_view begin = path.prefix();
  const bool windows = begin.starts_with('\\') || (begin.size() >= 2 && begin[1] == ':');
  return is_no(path.starts_with("/")) && !is_yes(path.empty()) && !windows;
}

// The same directory, written from the root.
static edits::Edits make_absolute(const Facts& facts, const Workdir& workdir,
                                  const std::string& base) {
  const Text& text = workdir.value;
  const bool literal = text.str().find_first_of("$\"'\\`") == std::string::npos;
  if (!literal) {
    const bool is_variable = text.str().starts_with('$');
    const std::string folder = base == "/" ? base : base + "/";
    return is_variable ? edits::insert(text.span().begin, folder) : std::nullopt;
  }
  // The builder drops the slash at the end of a relative path, and keeps that of an absolute one.
  return edits::replace_word(facts.source, text.span(), normal_path(join_path(base, text.str())));
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Workdir>& workdir : facts.every<Workdir>()) {
    // Only the first one of a chain of stages: with it, all that follow are absolute.
    if (workdir.onbuild || workdir->broken || !workdir.stage) continue;
    if (facts.before(workdir).workdir.set_by) continue;
    const Value path = facts.value(workdir, workdir->value);
    if (!is_surely_relative(path)) continue;
    const BaseFacts& base = facts.base(workdir);
    const bool known = base.workdir.has_value();
    const std::string folder = known && !base.workdir->empty() ? *base.workdir : "/";
    const Span where = workdir->value.span();
    report.at(where, quoted(facts.source.at(where)) + " is relative, with no WORKDIR above it")
        .fix(known ? safe() : unsafe("the base image may have a directory of its own"),
             "write the directory from the root", make_absolute(facts, workdir, folder),
             known ? Effects::none() : Effects::configuring("WorkingDir"));
  }
}

extern constinit const Rule workdir_relative{
    .name = "workdir-relative",
    .aliases = {"DL3000", "WorkdirRelativePath", "DS-0009", "CKV_DOCKER_10", "6b376af8",
                "invalid_workdir", "WORKDIR_IS_NOT_ABSOLUTE", "DF009"},
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "the first `WORKDIR` of a stage is relative",
    .why =
        "A relative WORKDIR is added to the directory before it. Where none was set, that is the "
        "base image's, which the file does not show and which the next version of the image may "
        "change: everything that follows then moves.",
    .bad = R"(FROM alpine:3.20
WORKDIR app
COPY . .
)",
    .good = R"(FROM alpine:3.20
WORKDIR /app
WORKDIR src
COPY . .
)",
    .fix_safety =
        "Safe where the directory of the base image is known; unsafe where `/` is only likely.",
    .references = {"https://docs.docker.com/reference/build-checks/workdir-relative-path/"},
    .looks_at = {.keywords = {Keyword::Workdir}},
    .check = check};

}  // namespace plimsoll::rules
