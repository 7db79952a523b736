// What people see. Every expectation is a screen, to be read.

#include <catch2/catch.hpp>

#include "tests/unit/app/report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// Under each test's screen stands the summary, which has tests of its own.
std::string screen(const Sample& sample, ReportOptions options = {}) {
  std::string text = sample.text(options);
  const std::size_t end = text.rfind("\n\n");
  return "\n" + (end == std::string::npos ? text : text.substr(0, end + 1));
}

Finding& add(Sample& sample, std::string_view where, std::string label = {}) {
  return sample.add("r", Severity::Warning, sample.span(where), "message", std::move(label));
}

void relate(Finding& finding, Span where, std::string text) {
  finding.related.push_back({InFile{where}, std::move(text)});
}

}  // namespace

TEST_CASE("A finding shows its place, what it costs, why, and the changed line") {
  CHECK("\n" + two_findings().text() == R"(
Dockerfile:2:5: warning: package lists stay in this layer [apt-lists-left, DL3009, CKV_X_1]
 2 | RUN apt-get update && \
   |     ^^^^^^^^^^^^^^
 3 |     apt-get install -y curl
   |                        ---- the layer is sealed where this RUN ends
   = cost: 19.9 MB (estimated)
   = why: Lists add tens of megabytes and go stale; deleting them in a later `RUN` does not shrink
          the image.
   = fix: remove the lists in the same RUN (unsafe: a later RUN installs without updating first)
 3 -     apt-get install -y curl
 3 +     apt-get install -y curl && rm -rf /var/lib/apt/lists/*

Dockerfile:4:5: error: TOKEN holds a secret [secret-in-env, CKV_SECRET_6]
 4 | ENV TOKEN=abc
   |     ^^^^^ here
   = why: Whoever pulls the image reads it.
   = help: use a secret mount

1 error, 1 warning (1 fixable with plimsoll fix --unsafe)
)");
}

TEST_CASE("Why is said once for a rule, or every time with --verbose") {
  Sample sample("ENV A=1 B=2\n");
  sample.add("secret-in-env", Severity::Error, sample.span("A"), "first");
  sample.add("secret-in-env", Severity::Error, sample.span("B"), "second");
  const auto times = [](std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; ++at) ++count;
    return count;
  };
  CHECK(times(sample.text(), "= why:") == 1);
  ReportOptions options;
  options.verbose = true;
  CHECK(times(sample.text(options), "= why:") == 2);
  options = {};
  options.quiet = true;
  CHECK("\n" + sample.text(options) == R"(
Dockerfile:1:5: error: first [secret-in-env, CKV_SECRET_6]
 1 | ENV A=1 B=2
   |     ^

Dockerfile:1:9: error: second [secret-in-env, CKV_SECRET_6]
 1 | ENV A=1 B=2
   |         ^

)");
}

TEST_CASE("Wide, joined and combining characters keep the carets in place") {
  Sample sample("RUN echo 日本 🐳 e\xCC\x81 x && bad\n");
  Finding& finding = add(sample, "bad", "here");
  relate(finding, sample.span("本"), "second");
  relate(finding, sample.span("🐳 e\xCC\x81"), "whale");
  CHECK(screen(sample) == R"(
Dockerfile:1:23: warning: message [r]
 1 | RUN echo 日本 🐳 )"
                          "e\xCC\x81"
                          R"( x && bad
   |            -- ----      ^^^ here
   |            |  whale
   |            second
)");
}

TEST_CASE("Tabs are columns, CR LF is a line end, a last line may lack one") {
  Sample sample("RUN\ta\tbc\tbad\tx\r\n\tmore\r\nLAST");
  Finding& finding = add(sample, "bad", "here");
  relate(finding, sample.span("more"), "");
  relate(finding, sample.span("LAST"), "end");
  CHECK(screen(sample) == R"(
Dockerfile:1:10: warning: message [r]
 1 | RUN a   bc  bad x
   |             ^^^ here
 2 |     more
   |     ----
 3 | LAST
   | ---- end
)");
}

TEST_CASE("What would steer the terminal is shown, wherever it comes from") {
  Sample sample(
      "RUN \x1b]0;pwn\x07 \x9b"
      "31m \xE2\x80\xAE"
      "abc \xff bad\n",
      "a\x1b[0m/Dockerfile");
  Finding& finding = add(sample, "bad", "la\x1b[31mbel");
  finding.message = "title \x1b[2J and \xE2\x80\xAE";
  finding.help = "he\x07lp";
  Fix fix{"do \x1b[0m", Safety::Safe, "", {{sample.span("bad"), "go\x1bod"}}, {}};
  finding.fixes.push_back(fix);
  CHECK(screen(sample) == R"(
a\x1b[0m/Dockerfile:1:26: warning: title \x1b[2J and \u{202e} [r]
 1 | RUN \x1b]0;pwn\x07 \x9b31m \u{202e}abc \xff bad
   |                                             ^^^ la\x1b[31mbel
   = help: he\x07lp
   = fix: do \x1b[0m
 1 - RUN \x1b]0;pwn\x07 \x9b31m \u{202e}abc \xff bad
 1 + RUN \x1b]0;pwn\x07 \x9b31m \u{202e}abc \xff go\x1bod
)");
  for (const std::string_view name : format_names()) {
    const std::string text = sample.text({}, *format_from(name));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\x07') == std::string::npos);
  }
}

TEST_CASE("Of many lines the first two and the last are shown") {
  std::string text = "FROM a\nRUN a && \\\n";
  for (int i = 0; i < 8; ++i) text += "    line" + std::to_string(i) + " && \\\n";
  Sample sample(text + "    end\nCMD x\n");
  sample.add("r", Severity::Warning, sample.span("RUN").join(sample.span("end")), "all", "to here");
  CHECK(screen(sample) == R"(
Dockerfile:2:1: warning: all [r]
  2 | RUN a && \
    | ^^^^^^^^^^
  3 |     line0 && \
    |     ^^^^^^^^^^
 ...
 11 |     end
    |     ^^^ to here
)");
}

TEST_CASE("A single line between two places is shown, more are left out") {
  Sample sample("one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
  Finding& finding = add(sample, "two\nthree");
  relate(finding, sample.span("five"), "after one");
  relate(finding, sample.span("seven"), "");
  relate(finding, sample.span("one"), "before");
  CHECK(screen(sample) == R"(
Dockerfile:2:1: warning: message [r]
 1 | one
   | --- before
 2 | two
   | ^^^
 3 | three
   | ^^^^^
 4 | four
 5 | five
   | ---- after one
 6 | six
 7 | seven
   | -----
)");
}

TEST_CASE("Labels of one line may overlap") {
  Sample sample("RUN aaaa bbbb cccc dddd\n");
  Finding& finding = add(sample, "aaaa bbbb cccc", "outer");
  relate(finding, sample.span("bbbb"), "inner");
  relate(finding, sample.span("dddd"), "last");
  relate(finding, sample.span("RUN"), "first");
  CHECK(screen(sample) == R"(
Dockerfile:1:5: warning: message [r]
 1 | RUN aaaa bbbb cccc dddd
   | --- ^^^^^^^^^^^^^^ ---- last
   | |   |    inner
   | |   outer
   | first
)");
}

TEST_CASE("A line of 64 KiB is shown around each place") {
  Sample sample("RUN " + std::string(300, 'x') + " needle " + std::string(65'000, 'y') +
                " second " + std::string(300, 'z') + " third\nX");
  Finding& finding = add(sample, "needle", "found");
  relate(finding, sample.span("second"), "and here");
  relate(finding, sample.span("third"), "end");
  relate(finding, sample.span("RUN"), "start");
  finding.fixes.push_back({"use a pin", Safety::Safe, "", {{sample.span("needle"), "pin"}}, {}});
  ReportOptions options;
  options.columns = 72;
  CHECK(screen(sample, options) == R"(
Dockerfile:1:306: warning: message [r]
 1 | RUN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
   | --- start
 1 | ...xxxxxxxxxxxxxxxxxxx needle yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
   |                        ^^^^^^ found
 1 | ...yyyyyyyyyyyyyyyyyyy second zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz...
   |                        ------ and here
 1 | ...zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz third
   |                                                            -----
   |                                                            end
   = fix: use a pin
 1 - ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx needle yyyyyyyyyyyyyyyyyyyyy...
 1 + ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx pin yyyyyyyyyyyyyyyyyyyyyyyy...
)");
}

TEST_CASE("An image without a Dockerfile has places in layers") {
  CHECK(screen(image_findings()) == R"(
app.tar: layer 3, /var/lib/apt/lists: warning: 19.4 MB of package lists [apt-lists-left, DL3009, CKV_X_1]
   = in: layer 4, /var\x1b[2J: deleted here
   = cost: 19.4 MB (measured)
   = why: Lists add tens of megabytes and go stale; deleting them in a later `RUN` does not shrink
          the image.

app.tar: configuration, Env: error: TOKEN holds a secret [secret-in-env, CKV_SECRET_6]
   = why: Whoever pulls the image reads it.
)");
}

TEST_CASE("Places in other files and in layers") {
  Sample sample("FROM a\nCOPY . .\n");
  sample.add_other(".dockerignore", "one\ntwo\n*.log\n");
  Finding& finding = add(sample, "COPY . .");
  finding.related.push_back({InFile{{8, 13}, 1}, "ignored here"});
  finding.related.push_back({InLayer{"img", 2, "/etc/x"}, "and there"});
  finding.related.push_back({InFile{{8, 13}, 7}, "no such file"});
  Finding& other = add(sample, "COPY . .");
  other.primary.where = InFile{{4, 7}, 1};
  relate(other, sample.span("FROM"), "from");
  CHECK(screen(sample) == R"(
Dockerfile:2:1: warning: message [r]
 2 | COPY . .
   | ^^^^^^^^
   > .dockerignore:3:1
 3 | *.log
   | ----- ignored here
   = in: layer 2, /etc/x: and there

.dockerignore:2:1: warning: message [r]
 2 | two
   | ^^^
   > Dockerfile:1:1
 1 | FROM a
   | ---- from
)");
}

TEST_CASE("Related places beyond a few are counted") {
  Sample sample("a b c d e f g h i j k\n");
  Finding& finding = add(sample, "a");
  for (const std::string_view word : {"b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}) {
    relate(finding, sample.span(word), "");
  }
  CHECK(screen(sample) == R"(
Dockerfile:1:1: warning: message [r]
 1 | a b c d e f g h i j k
   | ^ - - - - - - - -
   = and: 2 more places
)");
}

TEST_CASE("A byte order mark, the end of the file, an empty file") {
  Sample sample(
      "\xEF\xBB\xBF"
      "FROM a\n");
  add(sample, "FROM");
  sample.add("r", Severity::Error, {10, 10}, "end");
  CHECK(screen(sample) == R"(
Dockerfile:1:1: warning: message [r]
 1 | FROM a
   | ^^^^

Dockerfile:1:7: error: end [r]
 1 | FROM a
   |       ^
)");
  Sample empty("");
  empty.add("r", Severity::Error, {0, 0}, "no FROM");
  CHECK(screen(empty) == R"(
Dockerfile:1:1: error: no FROM [r]
 1 |
   | ^
)");
}

TEST_CASE("Several fixes: the first in full") {
  Sample sample("FROM a\nMAINTAINER me\nRUN y\n");
  Finding& finding = add(sample, "MAINTAINER");
  finding.fixes = {{"delete it", Safety::Safe, "", {{sample.span("MAINTAINER me\n"), ""}}, {}},
                   {"make it a label",
                    Safety::Suggestion,
                    "nobody reads it",
                    {{sample.span("MAINTAINER me"), "LABEL x"}},
                    {}}};
  CHECK(screen(sample) == R"(
Dockerfile:2:1: warning: message [r]
 2 | MAINTAINER me
   | ^^^^^^^^^^
   = fix: delete it
 2 - MAINTAINER me
   = or: make it a label (suggestion: nobody reads it)
)");
}

TEST_CASE("Suppressed findings are shown when asked for") {
  Sample sample("FROM a\nRUN x\n");
  Finding finding = add(sample, "RUN x");
  sample.findings.clear();
  sample.suppress(finding, sample.span("FROM"), "legacy");
  CHECK(sample.text() == "no findings; 1 suppressed\n");
  ReportOptions options;
  options.show_suppressed = true;
  CHECK("\n" + sample.text(options) == R"(
Dockerfile:2:1: suppressed warning: message [r]
   = reason: legacy

no findings; 1 suppressed
)");
}

TEST_CASE("Statistics count rules, the most frequent first") {
  Sample sample = two_findings();
  sample.add("secret-in-env", Severity::Error, {0, 1}, "again");
  ReportOptions options;
  options.statistics = true;
  CHECK_THAT(sample.text(options), Catch::EndsWith(R"(
findings  fixable  rule            known as
       2        0  secret-in-env   CKV_SECRET_6
       1        1  apt-lists-left  DL3009, CKV_X_1

2 errors, 1 warning (1 fixable with plimsoll fix --unsafe)
)"));
}

TEST_CASE("The last line adds up") {
  Sample sample("FROM a\n");
  CHECK(sample.text() == "no findings\n");
  const auto add_fixable = [&](Severity severity, Safety safety) {
    sample.add("r", severity, {0, 4}, "m").fixes = {{"t", safety, "", {{{0, 1}, "f"}}, {}}};
  };
  add_fixable(Severity::Error, Safety::Safe);
  add_fixable(Severity::Error, Safety::Unsafe);
  add_fixable(Severity::Info, Safety::Proved);
  add_fixable(Severity::Style, Safety::Suggestion);
  CHECK_THAT(
      sample.text(),
      Catch::EndsWith(
          "\n2 errors, 1 info, 1 style (2 fixable with plimsoll fix, 1 more with --unsafe)\n"));

  const FileReport file = sample.report();
  const FileReport files[] = {file, file};
  const RunEnd end{{{"x", "no permission", true}}, 2};
  CHECK_THAT(render(Format::Text, {}, files, end),
             Catch::EndsWith("\n4 errors, 2 info, 2 style in 2 files (4 fixable with plimsoll fix, "
                             "2 more with --unsafe); not the whole answer: 1 problem\n"));
}

TEST_CASE("Colour and links only when asked for") {
  CHECK(two_findings().text().find('\x1b') == std::string::npos);
  ReportOptions options;
  options.color = true;
  const std::string text = two_findings().text(options);
  CHECK_THAT(text, Catch::StartsWith("\x1b[1mDockerfile:2:5:\x1b[0m \x1b[1;33mwarning:\x1b[0m "));
  CHECK_THAT(text, Catch::Contains("\x1b[1;31m^^^^^\x1b[0m \x1b[1;31mhere\x1b[0m"));
  CHECK(text.find("\x1b]8") == std::string::npos);

  options.hyperlinks = true;
  options.place.directory = "/home/me";
  options.rule_pages = "https://example.com/";
  const std::string linked = two_findings().text(options);
  CHECK_THAT(linked, Catch::StartsWith("\x1b]8;;file:///home/me/Dockerfile\x1b\\"));
  CHECK_THAT(linked, Catch::Contains("\x1b]8;;https://example.com/apt-lists-left.md\x1b\\"));
}

TEST_CASE("Many findings in one long line take time in proportion to their number") {
  Sample sample("RUN " + std::string(1 << 16, 'x') + "\n");
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    sample.add("r", Severity::Style, {4 + i * 20, 6 + i * 20}, "m");
  }
  CHECK(sample.text().size() < 3'000 * 400);
}
