#include <charconv>
#include <optional>

#include "fixers/edits/text_edits.h"
#include "rules/rule.h"

namespace plimsoll::rules {

namespace {
// A release of the Dockerfile frontend, 1.4 as 104; `labs` is its channel of unfinished features.
struct Release {
  int number = 0;
  bool labs = false;
};
// What a feature needs. `stable` is 0 for what no release outside of labs has.
struct Need {
  std::string_view what;
  int stable = 0;
  int labs = 0;
  Span where;
};
struct FlagNeed {
  Keyword keyword;
  std::string_view flag;
  int stable;
  int labs;
};
}  // namespace

static constexpr int newest = 999;

static constexpr FlagNeed flag_needs[] = {
    {Keyword::Run, "mount", 102, 101},    {Keyword::Run, "network", 103, 101},
    {Keyword::Run, "security", 120, 101}, {Keyword::Run, "device", 0, 114},
    {Keyword::Copy, "chmod", 102, 102},   {Keyword::Copy, "link", 104, 104},
    {Keyword::Copy, "exclude", 119, 107}, {Keyword::Copy, "parents", 120, 107},
    {Keyword::Add, "chmod", 102, 102},    {Keyword::Add, "link", 104, 104},
    {Keyword::Add, "checksum", 106, 105}, {Keyword::Add, "keep-git-dir", 101, 101},
    {Keyword::Add, "exclude", 119, 107},  {Keyword::Add, "unpack", 117, 117},
};

// "1" and "latest" follow the newest; "1.4", "1.7-labs", "1.4.3". Nothing for other words.
static std::optional<Release> release_of(std::string_view tag) {
  Release release;
  if (tag.find("experimental") != std::string_view::npos) return std::nullopt;
  if (tag.ends_with("-labs") || tag == "labs") {
    release.labs = true;
    tag = tag == "labs" ? "1" : tag.substr(0, tag.size() - 5);
  }
  if (tag.empty() || tag == "1" || tag == "latest") {
    release.number = newest;
    return release;
  }
  if (!tag.starts_with("1.")) return std::nullopt;
  int minor = 0;
  const char* const end = tag.data() + tag.size();
  const auto number = std::from_chars(tag.data() + 2, end, minor);
  if (number.ec != std::errc() || (number.ptr != end && *number.ptr != '.')) return std::nullopt;
  release.number = 100 + minor;
  return release;
}

// The release that the file asks for; without a directive the one that builders surely have.
static std::optional<Release> declared(const Facts& facts, const Reporter& report) {
  if (facts.dockerfile.syntax.empty()) return release_of(report.text("built-in"));
  std::string_view image = facts.dockerfile.syntax;
  image = image.substr(0, image.find('@'));
  for (const std::string_view registry : {"docker.io/", "index.docker.io/"}) {
    if (image.starts_with(registry)) image.remove_prefix(registry.size());
  }
  if (image == "docker/dockerfile") return release_of("latest");
  if (!image.starts_with("docker/dockerfile:")) return std::nullopt;
  return release_of(image.substr(18));
}

static bool has(const Release& release, const Need& need) {
  if (release.labs && need.labs > 0 && release.number >= need.labs) return true;
  return need.stable > 0 && release.number >= need.stable;
}

static int demand_of(const Need& need) { return need.stable == 0 ? newest + 1 : need.stable; }

static void consider(const Release& release, const Need& need, Need& most) {
  if (has(release, need)) return;
  if (most.what.empty() || demand_of(need) > demand_of(most)) most = need;
}

// The most demanding thing in the file that `release` lacks; `what` is empty where it has all.
static Need missing_in(const Facts& facts, const Release& release) {
  Need most;
  for (const Placed<Instruction>& each : facts.placed()) {
    for (const Flag& flag : each->flags) {
      for (const FlagNeed& known : flag_needs) {
        if (known.keyword != each->keyword || known.flag != flag.name) continue;
        consider(release, {known.flag, known.stable, known.labs, flag.span}, most);
      }
    }
    if (!each->heredocs.empty()) {
      consider(release, {"<<", 104, 103, each->heredocs.front().opener}, most);
    }
  }
  return most;
}

static std::string version(int number) { return "1." + std::to_string(number - 100); }

static void check(const Facts& facts, Reporter& report) {
  const std::optional<Release> release = declared(facts, report);
  if (!release) return;
  const Need need = missing_in(facts, *release);
  if (need.what.empty()) return;
  const std::string name = need.what == "<<" ? "a heredoc" : "--" + std::string(need.what);
  const std::string image = need.stable == 0 ? "docker/dockerfile:1-labs" : "docker/dockerfile:1";
  const std::string asked =
      need.stable == 0 ? "a labs frontend" : "frontend " + version(need.stable) + " or newer";
  const Directive* directive = facts.dockerfile.directive("syntax");
  FindingBuilder finding =
      report.at(need.where, name + " needs " + asked +
                                (directive ? ", which the file does not ask for"
                                           : ": not every builder has that built in"));
  if (directive) finding.related(directive->value_span, "this one is asked for");
  if (!directive) {
    const std::uint32_t bom = facts.source.bytes().starts_with("\xEF\xBB\xBF") ? 3 : 0;
    finding.fix(
        safe(), "ask for " + image,
        edits::insert(bom, "# syntax=" + image + std::string(edits::line_end(facts.source))));
  } else if (facts.dockerfile.syntax.find('@') == std::string::npos) {
    finding.fix(safe(), "ask for " + image,
                edits::replace_word(facts.source, directive->value_span, image));
  }
}

extern constinit const Rule syntax_directive_needed{
    .name = "syntax-directive-needed",
    .category = Category::Correctness,
    .severity = Severity::Warning,
    .fixes = Fixability::Sometimes,
    .summary = "a feature that the frontend, declared or built in, may not have",
    .why =
        "The frontend reads the Dockerfile. Without a `# syntax=` line it is the one that the "
        "builder has built in, which differs from machine to machine: an older one refuses a "
        "newer flag. With a line that pins an old release, every builder refuses it.",
    .bad = R"(# syntax=docker/dockerfile:1.3
FROM debian:12
COPY --link app /app
)",
    .good = R"(# syntax=docker/dockerfile:1
FROM debian:12
COPY --link app /app
)",
    .fix_safety =
        "Safe: newer releases of the frontend read older files. No fix where the line is pinned "
        "by a digest.",
    .references = {"https://docs.docker.com/build/buildkit/dockerfile-release-notes/"},
    .options = {OptionSpec{"built-in", OptionKind::Text, "1.13",
                           "the release that your builders have built in, at least"}},
    .looks_at = {.keywords = {Keyword::Run, Keyword::Copy, Keyword::Add}},
    .check = check};

}  // namespace plimsoll::rules
