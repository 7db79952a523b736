// What programs read; JSON and SARIF are held against their schemas by tests/reports as well.

#include <catch2/catch.hpp>

#include "tests/unit/app/report/sample.h"

using namespace plimsoll;
using namespace plimsoll::app;

TEST_CASE("Formats have names") {
  for (const std::string_view name : format_names()) {
    REQUIRE(format_from(name));
    CHECK(to_string(*format_from(name)) == name);
  }
  CHECK(format_from("gnu") == Format::Gnu);
  CHECK_FALSE(format_from("xml"));
}

TEST_CASE("GNU: one line a finding") {
  CHECK(two_findings().text({}, Format::Gnu) ==
        "Dockerfile:2:5: warning: package lists stay in this layer [apt-lists-left]\n"
        "Dockerfile:4:5: error: TOKEN holds a secret [secret-in-env]\n");
}

TEST_CASE("JSON: one finding a line") {
  CHECK("\n" + two_findings().text({}, Format::Json) == R"(
{"schema":1,"tool":{"name":"plimsoll","version":"1.2.3"},"findings":[
{"path":"Dockerfile","line":2,"column":5,"end_line":2,"end_column":19,"rule":"apt-lists-left","aliases":["DL3009","CKV_X_1"],"severity":"warning","category":"size","message":"package lists stay in this layer","url":"https://github.com/plimsoll/plimsoll/blob/main/docs/rules/apt-lists-left.md","related":[{"path":"Dockerfile","line":3,"column":24,"end_line":3,"end_column":28,"message":"the layer is sealed where this RUN ends"}],"cost":{"bytes":19922944,"measured":false},"fixes":[{"title":"remove the lists in the same RUN","safety":"unsafe","unsafe_because":"a later RUN installs without updating first","edits":[{"begin":66,"end":66,"line":3,"column":28,"end_line":3,"end_column":28,"text":" && rm -rf /var/lib/apt/lists/*"}]}],"suppressed":false},
{"path":"Dockerfile","line":4,"column":5,"end_line":4,"end_column":10,"rule":"secret-in-env","aliases":["CKV_SECRET_6"],"severity":"error","category":"security","message":"TOKEN holds a secret","label":"here","help":"use a secret mount","url":"https://github.com/plimsoll/plimsoll/blob/main/docs/rules/secret-in-env.md","related":[],"fixes":[],"suppressed":false}
],
"notices":[],
"summary":{"files":1,"findings":2,"error":1,"warning":1,"info":0,"style":0,"fixable":0,"fixable_unsafe":1,"suppressed":0,"exit_code":0,"rules":{"apt-lists-left":1,"secret-in-env":1}}
}
)");
}

TEST_CASE("GitHub: errors first, ten of a level, the rest counted, values escaped") {
  Sample sample("ENV A\n", "./a,b:c%d/Dockerfile");
  for (int i = 0; i < 12; ++i) sample.add("r", Severity::Warning, {4, 5}, "w");
  sample.add("r", Severity::Info, {0, 6}, "100% of a:b").help = "one";
  sample.add("r", Severity::Error, {0, 3}, "e");
  const std::string text = sample.text({}, Format::Github);
  CHECK_THAT(
      text,
      Catch::StartsWith(
          "::error file=a%2Cb%3Ac%25d/Dockerfile,line=1,endLine=1,col=1,endColumn=4,title=r::e\n"
          "::warning "
          "file=a%2Cb%3Ac%25d/Dockerfile,line=1,endLine=1,col=5,endColumn=6,title=r::w\n"));
  CHECK_THAT(text, Catch::EndsWith("::notice file=a%2Cb%3Ac%25d/Dockerfile,line=1,endLine=2,title=r"
                                   "::100%25 of a:b%0Aone\n"
                                   "::notice::2 more findings not shown here: GitHub shows 10 "
                                   "annotations of a level\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 13);
}

TEST_CASE("GitLab: equal findings have fingerprints of their own") {
  Sample sample("RUN x\nRUN x\n", "./Dockerfile");
  sample.add("r", Severity::Error, sample.span("x"), "m");
  sample.add("r", Severity::Style, sample.span("x"), "m");
  const std::string text = sample.text({}, Format::Gitlab);
  const auto print_of = [&](std::size_t from) {
    const std::size_t at = text.find("\"fingerprint\":\"", from) + 15;
    return text.substr(at, 64);
  };
  CHECK(print_of(0) != print_of(text.find("\n{", 10)));
  CHECK_THAT(text, Catch::Contains(R"("description":"m","check_name":"plimsoll/r")"));
  CHECK_THAT(
      text,
      Catch::Contains(
          R"("severity":"critical","location":{"path":"Dockerfile","lines":{"begin":1,"end":1}}})"));
}

TEST_CASE("Checkstyle and JUnit escape what XML needs escaped") {
  Sample sample("FROM a\n", "a&b\"<\x01>");
  sample.add("r", Severity::Style, {0, 4}, "it's <b> & \"c\"");
  CHECK(sample.text({}, Format::Checkstyle) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<checkstyle version=\"4.3\">\n"
        "<file name=\"a&amp;b&quot;&lt;\\x01&gt;\">\n"
        "<error line=\"1\" column=\"1\" severity=\"info\" "
        "message=\"it&#39;s &lt;b&gt; &amp; &quot;c&quot;\" source=\"plimsoll.r\"/>\n"
        "</file>\n"
        "</checkstyle>\n");
  const std::string junit = sample.text({}, Format::Junit);
  CHECK_THAT(junit, Catch::Contains("tests=\"1\" failures=\"1\" errors=\"0\""));
  CHECK_THAT(junit, Catch::Contains("<failure type=\"style\" message=\"it&#39;s"));
  CHECK_THAT(Sample("FROM a\n").text({}, Format::Junit),
             Catch::Contains("<testcase classname=\"Dockerfile\" name=\"no findings\"/>"));
}

TEST_CASE("rdjson counts bytes and offers a fix of one edit") {
  Sample sample("RUN é x\n");
  sample.add("r", Severity::Warning, sample.span("x"), "m").fixes = {
      {"t", Safety::Safe, "", {{sample.span("x"), "y"}}, {}}};
  CHECK_THAT(
      sample.text({}, Format::Rdjson),
      Catch::Contains(R"("range":{"start":{"line":1,"column":8},"end":{"line":1,"column":9}}},)"
                      R"("severity":"WARNING")") &&
          Catch::Contains(R"("suggestions":[{"range":{"start":{"line":1,"column":8},)"
                          R"("end":{"line":1,"column":9}},"text":"y"}])"));
}

TEST_CASE("SARIF counts UTF-16 units and ends messages as sentences") {
  Sample sample("RUN 🐳 x\n");
  Finding& finding = sample.add("r", Severity::Info, sample.span("x"), "a [thing] is wrong");
  finding.related.push_back({InFile{sample.span("RUN")}, "look"});
  finding.help = "mend it";
  const std::string text = sample.text({}, Format::Sarif);
  CHECK_THAT(text, Catch::Contains(
                       R"("region":{"startLine":1,"startColumn":8,"endLine":1,"endColumn":9,)"));
  CHECK_THAT(text, Catch::Contains(R"("text":"A \\[thing\\] is wrong. See: [look](1). Mend it.")"));
  CHECK_THAT(text, Catch::Contains(R"("level":"note")"));
}

TEST_CASE("SARIF keeps the 25,000 worst results and says what it left out") {
  Sample sample("FROM a\n");
  for (int i = 0; i < 60'000; ++i) {
    sample.add("r", i % 10 == 0 ? Severity::Error : Severity::Style, {0, 4}, "m");
  }
  const std::string text = sample.text({}, Format::Sarif);
  std::size_t errors = 0;
  std::size_t all = 0;
  for (std::size_t at = 0; (at = text.find("\n{\"ruleId\"", at)) != std::string::npos; ++at) {
    ++all;
    if (text.substr(at, 80).find("\"level\":\"error\"") != std::string::npos) ++errors;
  }
  CHECK(all == 25'000);
  CHECK(errors == 6'000);
  CHECK_THAT(text, Catch::Contains("35000 results left out: a run holds 25000 at most"));
}

TEST_CASE("Every format takes a run without files, and says the same twice") {
  for (const std::string_view name : format_names()) {
    const Format format = *format_from(name);
    CHECK(render(format, {}, {}, {}) == render(format, {}, {}, {}));
    CHECK(two_findings().text({}, format) == two_findings().text({}, format));
  }
}

TEST_CASE("Formats of lines name the place in an image behind the message") {
  const Sample image = image_findings();
  CHECK(image.text({}, Format::Gnu) ==
        "app.tar:1:1: warning: 19.4 MB of package lists (layer 3, /var/lib/apt/lists) "
        "[apt-lists-left]\n"
        "app.tar:1:1: error: TOKEN holds a secret (configuration, Env) [secret-in-env]\n");
  CHECK(image.text({}, Format::Github) ==
        "::error title=secret-in-env::TOKEN holds a secret (configuration, Env)\n"
        "::warning title=apt-lists-left::19.4 MB of package lists (layer 3, /var/lib/apt/lists)\n");
}
