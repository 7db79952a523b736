#include "app/config/configuration.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "rules/table.h"

using namespace plimsoll;
using namespace plimsoll::app;

namespace {

// What `show` says of `key` for a file: "value  # origin"; empty when it does not name it.
std::string shown(Configurations& configurations, const std::string& path, const std::string& key) {
  const auto configuration = configurations.for_file(path);
  if (!configuration) return "failed: " + configuration.error().message;
  for (const ShownValue& value : (*configuration)->shown) {
    if (value.key == key) return value.value + " # " + to_string(value.origin);
  }
  return "";
}

// The text that a plimsoll.toml of this content is refused with; empty when it is not.
std::string refusal(const std::string& toml) {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = toml;
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("Dockerfile");
  return configuration ? "" : configuration.error().message;
}

bool on(const Configuration& configuration, const rules::Rule& rule) {
  return configuration.selection.states[rules::index_of(rule)].on;
}

const rules::Rule& some_rule() {
  for (const rules::Rule* rule : rules::all_rules()) {
    if (rule->on && !rule->preview) return *rule;
  }
  FAIL("no rule is on");
  return *rules::all_rules().front();
}

}  // namespace

TEST_CASE("without a file the defaults hold") {
  MemoryHost host;
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("a/Dockerfile");
  REQUIRE(configuration);
  CHECK((*configuration)->fail_level == Severity::Warning);
  CHECK((*configuration)->file.empty());
  CHECK((*configuration)->settings.today == host.day);
  CHECK(shown(configurations, "Dockerfile", "fail-level") == "\"warning\" # default");
}

TEST_CASE("the nearest file decides alone") {
  MemoryHost host;
  host.files["/plimsoll.toml"] = "fail-level = \"style\"\n";
  host.files["/work/plimsoll.toml"] = "fail-level = \"info\"\ntarget = \"web\"\n";
  host.files["/work/a/plimsoll.toml"] = "fail-level = \"error\"\n";
  Configurations configurations(host, {});
  CHECK(shown(configurations, "Dockerfile", "fail-level") == "\"info\" # plimsoll.toml:1");
  CHECK(shown(configurations, "a/b/c/Dockerfile", "fail-level") == "\"error\" # a/plimsoll.toml:1");
  CHECK(shown(configurations, "a/b/c/Dockerfile", "target").empty());
  CHECK(shown(configurations, "../x/Dockerfile", "fail-level") == "\"style\" # /plimsoll.toml:1");
  CHECK(shown(configurations, "-", "fail-level") == "\"info\" # plimsoll.toml:1");
  REQUIRE(configurations.for_file("Dockerfile"));
  CHECK(*configurations.for_file("Dockerfile") == *configurations.for_file("x/Dockerfile"));
}

TEST_CASE("plimsoll.toml goes before .hadolint.yaml in one folder, the nearer folder before both") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "fail-level = \"style\"\n";
  host.files["/work/.hadolint.yaml"] = "failure-threshold: error\n";
  host.files["/work/a/.hadolint.yml"] = "failure-threshold: error\n";
  Configurations configurations(host, {});
  CHECK(shown(configurations, "Dockerfile", "fail-level") == "\"style\" # plimsoll.toml:1");
  CHECK(shown(configurations, "a/Dockerfile", "fail-level") == "\"error\" # a/.hadolint.yml:1");
}

TEST_CASE("root = false builds on the next file upwards") {
  MemoryHost host;
  host.files["/plimsoll.toml"] = "fail-level = \"style\"\ntarget = \"top\"\n";
  host.files["/work/plimsoll.toml"] = "root = false\nplatforms = [\"linux/arm64\"]\n";
  host.files["/work/a/plimsoll.toml"] = "root = false\nfail-level = \"error\"\n";
  Configurations configurations(host, {});
  CHECK(shown(configurations, "a/Dockerfile", "fail-level") == "\"error\" # a/plimsoll.toml:2");
  CHECK(shown(configurations, "a/Dockerfile", "target") == "\"top\" # /plimsoll.toml:2");
  CHECK(shown(configurations, "a/Dockerfile", "platforms") ==
        "[\"linux/arm64\"] # plimsoll.toml:2");
}

TEST_CASE("extends: the file is over what it names, tables are merged by key") {
  MemoryHost host;
  host.files["/work/shared/base.toml"] =
      "fail-level = \"info\"\ntarget = \"base\"\n[build-args]\nA = \"1\"\nB = \"1\"\n";
  host.files["/work/shared/more.toml"] = "extends = \"base.toml\"\ntarget = \"more\"\n";
  host.files["/work/plimsoll.toml"] =
      "extends = [\"shared/more.toml\"]\nfail-level = \"never\"\nbuild-args.B = \"2\"\n";
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("Dockerfile");
  REQUIRE(configuration);
  CHECK((*configuration)->fail_level == std::nullopt);
  CHECK((*configuration)->settings.invocation.target == "more");
  CHECK((*configuration)->settings.invocation.build_args ==
        std::map<std::string, std::string>{{"A", "1"}, {"B", "2"}});
  CHECK(shown(configurations, "Dockerfile", "build-args.A") == "\"1\" # shared/base.toml:4");
}

TEST_CASE("extends: loops, depth, number, missing files and addresses are errors with a place") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "extends = [\"b.toml\"]\n";
  host.files["/work/b.toml"] = "# b\nextends = [\"plimsoll.toml\"]\n";
  host.files["/work/deep/plimsoll.toml"] = "extends = [\"0.toml\"]\n";
  for (int i = 0; i < 40; ++i) {
    host.files["/work/deep/" + std::to_string(i) + ".toml"] =
        "extends = [\"" + std::to_string(i + 1) + ".toml\"]\n";
  }
  host.files["/work/wide/plimsoll.toml"] = "extends = [\"0.toml\"]\n";
  for (int i = 0; i < 14; ++i) {
    const std::string next = "\"" + std::to_string(i + 1) + ".toml\"";
    host.files["/work/wide/" + std::to_string(i) + ".toml"] =
        "extends = [" + next + ", " + next + ", " + next + "]\n";
  }
  host.files["/work/wide/14.toml"] = "";
  host.files["/work/none/plimsoll.toml"] = "extends = [\"gone.toml\"]\n";
  host.files["/work/web/plimsoll.toml"] = "extends = [\"https://example.org/p.toml\"]\n";
  Configurations configurations(host, {});
  const auto error = [&](const std::string& path) {
    const auto configuration = configurations.for_file(path);
    return configuration ? std::string() : configuration.error().message;
  };
  CHECK(error("Dockerfile").find("plimsoll.toml -> b.toml -> plimsoll.toml") != std::string::npos);
  CHECK(error("Dockerfile").find(" --> b.toml:2:12\n") != std::string::npos);
  CHECK(error("deep/Dockerfile").find("too many files") != std::string::npos);
  CHECK(error("wide/Dockerfile").find("too many files") != std::string::npos);
  CHECK(error("none/Dockerfile").find("cannot read none/gone.toml") != std::string::npos);
  CHECK(error("none/Dockerfile").find("none/plimsoll.toml:1:12") != std::string::npos);
  CHECK(error("web/Dockerfile").find("local files") != std::string::npos);
}

TEST_CASE("overrides hold for their paths, the later over the earlier") {
  MemoryHost host;
  host.files["/work/p/plimsoll.toml"] =
      "fail-level = \"error\"\n"
      "[[overrides]]\npaths = [\"test/**\"]\nfail-level = \"never\"\ntarget = \"t\"\n"
      "[[overrides]]\npaths = [\"*.dev\"]\ntarget = \"dev\"\n";
  Configurations configurations(host, {});
  CHECK(shown(configurations, "p/Dockerfile", "fail-level") == "\"error\" # p/plimsoll.toml:1");
  CHECK(shown(configurations, "p/test/Dockerfile", "fail-level") ==
        "\"never\" # p/plimsoll.toml:4");
  CHECK(shown(configurations, "p/test/x.dev", "target") == "\"dev\" # p/plimsoll.toml:8");
  CHECK(shown(configurations, "p/test/x.dev", "fail-level") == "\"never\" # p/plimsoll.toml:4");
  CHECK(shown(configurations, "p/mytest/Dockerfile", "target").empty());
}

TEST_CASE("rules are chosen by file, override and flag in this order") {
  const rules::Rule& rule = some_rule();
  const std::string name(rule.name);
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "ignore = [\"" + name + "\"]\n[severity]\n" + name +
                                      " = \"style\"\n[[overrides]]\npaths = [\"x\"]\n" +
                                      "extend-select = [\"" + name + "\"]\n";
  Configurations file(host, {});
  CHECK_FALSE(on(**file.for_file("Dockerfile"), rule));
  CHECK(on(**file.for_file("x/Dockerfile"), rule));
  const auto& state = (*file.for_file("Dockerfile"))->selection.states[rules::index_of(rule)];
  CHECK(state.severity == Severity::Style);

  ConfigurationFlags flags;
  flags.flags.push_back({"ignore", {"ALL," + name}, "--ignore"});
  Configurations ignoring(host, flags);
  CHECK_FALSE(on(**ignoring.for_file("x/Dockerfile"), rule));
  // The order of flags means nothing, and a list that is given twice adds up.
  flags.flags = {{"ignore", {name}, "--ignore"},
                 {"select", {"ALL"}, "--select"},
                 {"platforms", {"linux/amd64"}, "--platform"},
                 {"platforms", {"linux/arm64"}, "--platform"}};
  Configurations unordered(host, flags);
  CHECK_FALSE(on(**unordered.for_file("Dockerfile"), rule));
  CHECK((*unordered.for_file("Dockerfile"))->settings.invocation.platforms.size() == 2);
  flags.flags = {{"only", {name}, "--only"}};
  Configurations only(host, flags);
  CHECK(on(**only.for_file("Dockerfile"), rule));
  const auto& states = (*only.for_file("Dockerfile"))->selection.states;
  CHECK(std::count_if(states.begin(), states.end(), [](const auto& s) { return s.on; }) == 1);
}

TEST_CASE("policies and the invocation reach the facts") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] =
      "trusted-registries = [\"docker.io\"]\nstrict-labels = true\ninline-ignores = false\n"
      "require-reason = true\nnamed-contexts = [\"c\"]\n"
      "[label-schema]\n\"org.example.url\" = \"url\"\n";
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("Dockerfile");
  REQUIRE(configuration);
  const Settings& settings = (*configuration)->settings;
  CHECK(settings.trusted_registries == std::vector<std::string>{"docker.io"});
  CHECK(settings.strict_labels);
  CHECK(settings.label_schema.at("org.example.url") == LabelKind::Url);
  CHECK(settings.invocation.named_contexts == std::vector<std::string>{"c"});
  CHECK_FALSE((*configuration)->selection.honour_pragmas);
  CHECK((*configuration)->require_reason);
}

TEST_CASE("--isolated, --config FILE and --config key=value") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "fail-level = \"style\"\n";
  host.files["/work/ci/strict.toml"] =
      "fail-level = \"info\"\n[[overrides]]\npaths = [\"a/**\"]\ntarget = \"a\"\n";
  ConfigurationFlags flags;
  flags.isolated = true;
  Configurations isolated(host, flags);
  CHECK(shown(isolated, "Dockerfile", "fail-level") == "\"warning\" # default");

  flags = {};
  flags.add_config_argument("ci/strict.toml");
  flags.add_config_argument("target=web");
  flags.add_config_argument("build-args.TAG = \"3=4\"");
  Configurations named(host, flags);
  CHECK(shown(named, "Dockerfile", "fail-level") == "\"info\" # ci/strict.toml:1");
  CHECK(shown(named, "a/Dockerfile", "target") == "\"web\" # --config");
  CHECK(shown(named, "a/Dockerfile", "build-args.TAG") == "\"3=4\" # --config");
  flags.assignments.clear();
  Configurations patterns(host, flags);
  CHECK(shown(patterns, "a/Dockerfile", "target") == "\"a\" # ci/strict.toml:4");

  flags = {};
  flags.file = "gone.toml";
  Configurations gone(host, flags);
  const auto missing = gone.for_file("Dockerfile");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.substr(0, 28) == "error: cannot read gone.toml");
}

TEST_CASE("flags are checked like the file, without an excerpt") {
  MemoryHost host;
  const auto error = [&](ConfigurationFlags flags) {
    Configurations configurations(host, std::move(flags));
    const auto configuration = configurations.for_file("Dockerfile");
    return configuration ? std::string() : configuration.error().message;
  };
  ConfigurationFlags flags;
  flags.flags.push_back({"fail-level", {"warn"}, "--fail-level"});
  CHECK(error(flags) ==
        "error: unknown fail level `warn` (--fail-level)\n  = help: did you mean `warning`?\n");
  flags.flags = {{"ignore", {"no-such-rule-at-all"}, "--ignore"}};
  CHECK(error(flags).find("unknown rule `no-such-rule-at-all` (--ignore)") != std::string::npos);
  flags.flags = {{"build-args", {"A=1", "B=x=y", "C"}, "--build-arg"},
                 {"preview", {}, "--preview"}};
  CHECK(error(flags).empty());
  flags = {};
  flags.assignments = {"fail-levle=info"};
  CHECK(error(flags) ==
        "error: unknown key `fail-levle`\n --> --config:1:1\n  |\n1 | fail-levle=\"info\"\n"
        "  | ^^^^^^^^^^\n  = help: did you mean `fail-level`?\n");
  flags.assignments = {"extends=a.toml"};
  CHECK(error(flags).find("only a file can say this") != std::string::npos);
}

TEST_CASE("discovery asks what is excluded") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "exclude = [\"vendor/\", \"a/*.old\"]\n";
  host.files["/work/b/plimsoll.toml"] = "";
  Configurations configurations(host, {});
  CHECK(configurations.excluded("vendor", true).value());
  CHECK_FALSE(configurations.excluded("vendor", false).value());
  CHECK(configurations.excluded("x/vendor", true).value());
  CHECK(configurations.excluded("a/Dockerfile.old", false).value());
  CHECK_FALSE(configurations.excluded("b/vendor", true).value());
}

TEST_CASE("mistakes come with a place and a suggestion") {
  CHECK(refusal("fail-level = \"info\"\nignored = [\"DL3008\"]\n") ==
        "error: unknown key `ignored`\n --> plimsoll.toml:2:1\n  |\n2 | ignored = [\"DL3008\"]\n"
        "  | ^^^^^^^\n  = help: did you mean `ignore`?\n");
  CHECK(refusal("preview = \"true\"\n").find("help: write true without quotes") !=
        std::string::npos);
  CHECK(refusal("ignore = \"DL3008\"\n").find("help: write [\"DL3008\"]") != std::string::npos);
  CHECK(refusal("edition = 2026\n").find("help: write \"2026\"") != std::string::npos);
  CHECK(refusal("edition = \"2999\"\n").find("not known yet") != std::string::npos);
  CHECK(refusal("edition = \"0.1\"\n").find("an edition is a year") != std::string::npos);
  CHECK(refusal("severity = { ALL = \"warn\" }\n").find("did you mean `warning`?") !=
        std::string::npos);
  CHECK(refusal("[severity]\nALL = \"off\"\n").find("in `ignore` instead") != std::string::npos);
  CHECK(refusal("[severity]\nignore = [\"x\"]\n").find("above its first [table]") !=
        std::string::npos);
  CHECK(refusal("[build-args]\nA = \"1\"\nfail-level = \"info\"\n").find("above its first") !=
        std::string::npos);
  CHECK(refusal("[label-schema]\nfail-level = \"info\"\n").find("above its first") !=
        std::string::npos);
  CHECK(refusal("[label-schema]\na = \"uri\"\n").find("did you mean `url`?") != std::string::npos);
  CHECK(refusal("[overrides]\npaths = [\"a\"]\n").find("[[overrides]]") != std::string::npos);
  CHECK(refusal("[[overrides]]\ntarget = \"a\"\n").find("without `paths`") != std::string::npos);
  CHECK(refusal("[[overrides]]\npaths = [\"a\"]\nexclude = []\n").find("cannot differ") !=
        std::string::npos);
  CHECK(refusal("[[overrides]]\npath = [\"a\"]\n").find("without `paths`") != std::string::npos);
  CHECK(refusal("exclude = [\"!a\"]\n").find("negated") != std::string::npos);
  CHECK(refusal("exclude = [\"\"]\n").find("an empty string") != std::string::npos);
  CHECK(refusal("build-args = { A = 1 }\n").find("write \"1\"") != std::string::npos);
  CHECK(refusal("[rules.ALL]\nx = 1\n").find("not the name of one rule") != std::string::npos);
  CHECK(refusal("[rules]\nno-such-rule-at-all = {}\n").find("unknown rule") != std::string::npos);
  CHECK(refusal("x = [").find("not valid TOML") != std::string::npos);
  CHECK(refusal(std::string(300 * 1024, '#')).find("cannot read plimsoll.toml") !=
        std::string::npos);
}

TEST_CASE("all mistakes of a file come at once") {
  const std::string text = refusal("b = 1\na = 2\nc = 3\n");
  CHECK(text.find("`b`") < text.find("`a`"));
  CHECK(text.find("`a`") < text.find("`c`"));
}

TEST_CASE("rule names are corrected, options of rules are checked") {
  const std::string name(some_rule().name);
  CHECK(refusal("ignore = [\"" + name + "z\"]\n").find("did you mean `" + name + "`?") !=
        std::string::npos);
  CHECK(refusal("[rules." + name + "]\nno-such-option = 1\n").find("has no option") !=
        std::string::npos);
  CHECK(refusal("rules." + name + " = \"off\"\n").find("to switch a rule off") !=
        std::string::npos);
  for (const rules::Rule* rule : rules::all_rules()) {
    for (const rules::OptionSpec& option : rule->options) {
      const bool text = option.kind == rules::OptionKind::Text;
      const std::string key =
          "[rules." + std::string(rule->name) + "]\n" + std::string(option.name);
      CHECK(refusal(key + (text ? " = 1\n" : " = \"x\"\n")).find(" takes ") != std::string::npos);
    }
  }
}

TEST_CASE("another tool's id without a rule here is a warning") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "ignore = [\"DL9999\"]\n";
  Configurations configurations(host, {});
  const auto configuration = configurations.for_file("Dockerfile");
  REQUIRE(configuration);
  REQUIRE((*configuration)->warnings.size() == 1);
  CHECK((*configuration)->warnings.front().find("no rule here answers to `DL9999`") !=
        std::string::npos);
}

TEST_CASE("show prints every value with its origin") {
  MemoryHost host;
  host.files["/work/plimsoll.toml"] = "fail-level = \"info\"\n";
  Configurations configurations(host, {});
  const std::string text = show(**configurations.for_file("Dockerfile"));
  CHECK(text.find("# from plimsoll.toml\n") == 0);
  CHECK(text.find("fail-level = \"info\"") != std::string::npos);
  CHECK(text.find("# plimsoll.toml:1\n") != std::string::npos);
  CHECK(text.find("preview = false") != std::string::npos);
  CHECK(text.find("rules run\n") != std::string::npos);
}
