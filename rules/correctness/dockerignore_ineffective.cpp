#include <algorithm>

#include "analyzer/base/paths.h"
#include "analyzer/context/clutter.h"
#include "rules/rule.h"

namespace plimsoll::rules {

// Findings are in the ignore file, which is the second file of a lint.
static constexpr FileId ignore_file = 1;

// `*.log # logs`: only a line that begins with `#` is a comment.
static bool has_trailing_comment(const IgnorePattern& pattern) {
  return pattern.text.find(" #") != std::string::npos;
}

// How many files lie below directories, match the pattern by their name or a folder's, and are
// sent.
static std::size_t missed_below(const BuildContext& context, std::string_view pattern) {
  std::size_t missed = 0;
  for (const ContextFile& file : context.files()) {
    if (file.ignored || file.kind == FileKind::Directory) continue;
    std::string_view rest = file.path;
    const std::size_t first = rest.find('/');
    if (first == std::string_view::npos) continue;
    rest.remove_prefix(first + 1);
    while (true) {
      const std::size_t slash = rest.find('/');
      if (ignore_pattern_matches(pattern, rest.substr(0, slash))) {
        ++missed;
        break;
      }
      if (slash == std::string_view::npos) break;
      rest.remove_prefix(slash + 1);
    }
  }
  return missed;
}

static void look_at(const BuildContext& context, const std::vector<IgnorePattern>& patterns,
                    std::size_t i, Reporter& report) {
  const IgnorePattern& pattern = patterns[i];
  const auto begin = patterns.begin();
  const auto here = begin + static_cast<std::ptrdiff_t>(i);
  if (has_trailing_comment(pattern)) {
    report.at(pattern.span, "`#` behind a pattern is part of it, not a comment", ignore_file)
        .help("put the comment on a line of its own");
    return;
  }
  if (pattern.negated) {
    const bool first = std::all_of(begin, here, [](const IgnorePattern& p) { return p.negated; });
    if (first) {
      report.at(pattern.span, "`!` takes nothing back: no pattern stands above it", ignore_file);
    }
    return;
  }
  const auto later = std::find_if(here + 1, patterns.end(), [&](const IgnorePattern& other) {
    return other.text == pattern.text;
  });
  if (later != patterns.end() && later->negated) {
    report.at(pattern.span, "a later `!` takes all of this back", ignore_file)
        .related(later->span, "here", ignore_file);
    return;
  }
  if (pattern.text.find('/') != std::string::npos || !names_clutter(pattern.text)) return;
  if (!context.complete()) return;
  if (const std::size_t missed = missed_below(context, pattern.text); missed > 0) {
    report
        .at(pattern.span,
            quoted(pattern.text) + " counts at the top only: " + std::to_string(missed) +
                (missed == 1 ? " file below is sent" : " files below are sent"),
            ignore_file)
        .help("write `**/" + pattern.text + "` for all directories");
  }
}

static void check(const Facts& facts, Reporter& report) {
  if (!facts.context || !facts.context->ignore()) return;
  const IgnoreFile& ignore = *facts.context->ignore();
  for (const IgnoreProblem& problem : ignore.problems()) {
    report.at(problem.span, "the builder refuses this pattern: " + problem.what, ignore_file)
        .severity(Severity::Error);
  }
  for (std::size_t i = 0; i < ignore.patterns().size(); ++i) {
    look_at(*facts.context, ignore.patterns(), i, report);
  }
}

extern constinit const Rule dockerignore_ineffective{
    .name = "dockerignore-ineffective",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::None,
    .summary = "a line of `.dockerignore` does nothing, or less than it seems",
    .why =
        "The file looks like a .gitignore and is not one: a pattern without a slash counts at the "
        "top only, and a comment needs a line of its own. What was meant to stay out is sent and "
        "copied.",
    .bad = R"(# .dockerignore: node_modules   # installed anyway
FROM node:20
COPY . /app
)",
    .bad_is_sketch = true,
    .good = R"(# .dockerignore: **/node_modules
FROM node:20
COPY . /app
)",
    .references = {"https://docs.docker.com/build/concepts/context/#dockerignore-files"},
    .check = check};

}  // namespace plimsoll::rules
