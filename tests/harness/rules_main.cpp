// Runs the fixtures of tests/rules and the examples of the descriptors.
//
//   test_rules ROOT [--update] [RULE...]       ROOT: the source tree
//
// --update writes markers and golden files anew; read the difference before you commit it.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "fixers/apply/diff.h"
#include "rules/table.h"
#include "tests/harness/fixture.h"
#include "tests/harness/linted_image.h"
#include "tests/harness/properties.h"

namespace plimsoll::harness {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class Runner {
 public:
  Runner(fs::path root, bool update) : root_(std::move(root)), update_(update) {}

  int run(const std::set<std::string>& wanted) {
    for (const rules::Rule* rule : rules::all_rules()) {
      if (!wanted.empty() && wanted.count(std::string(rule->name)) == 0) continue;
      check_descriptor(*rule);
      check_folder(*rule);
    }
    if (wanted.empty()) {
      check_together();
      check_strays();
      check_sources();
    }
    std::printf("%zu fixtures, %zu complaints\n", fixtures_, complaints_);
    return complaints_ == 0 ? 0 : 1;
  }

 private:
  void complain(std::string_view where, const std::string& what) {
    ++complaints_;
    std::printf("%s: %s\n", std::string(where).c_str(), what.c_str());
  }

  // Its fixtures are images; `bad` and `good` show a Dockerfile that makes one, if any does.
  static bool of_image_alone(const rules::Rule& rule) {
    return rule.check_image != nullptr && rule.check == nullptr;
  }

  void check_words_of(const rules::Rule& rule) {
    const auto wanted = [&](bool holds, const char* what) {
      if (!holds) complain(rule.name, what);
    };
    const auto kebab = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    wanted(std::all_of(rule.name.begin(), rule.name.end(), kebab), "the name is not kebab-case");
    wanted(!rule.summary.empty() && rule.summary.back() != '.', "a summary has no full stop");
    wanted(rule.why.size() >= 40, "`why` is too short to convince anybody");
    // What only an image shows may have no Dockerfile that shows it.
    wanted(of_image_alone(rule) || (!rule.bad.empty() && !rule.good.empty()),
           "`bad` and `good` are required");
    wanted(rule.fixes == rules::Fixability::None || !rule.fix_safety.empty(),
           "`fix_safety` is required where there are fixes");
    const bool says = rule.check != nullptr || rule.check_image != nullptr;
    wanted(says != (rule.check_pragmas != nullptr), "`check` or `check_image`, or `check_pragmas`");
    wanted(rules::find_by_name(rule.name) == &rule, "another rule has this name");
    for (const rules::Rule* other : rules::all_rules()) {
      for (const std::string_view alias : other->aliases) {
        wanted(alias != rule.name, "the name is an alias of another rule");
      }
    }
  }

  void check_descriptor(const rules::Rule& rule) {
    check_words_of(rule);
    Fixture example;
    example.args = rule.scene;
    // A pragma rule judges the others, so they run.
    if (rule.check_pragmas) example.only = {"ALL"};
    const Scene scene = scene_of(example, std::string(rule.name));
    for (const std::string& mistake : example.mistakes) complain(rule.name, mistake);
    const auto count = [&](std::string_view text) {
      const Linted linted(scene, std::string(text));
      std::size_t hits = 0;
      for (const Finding& finding : linted.result.findings) hits += finding.rule == rule.name;
      return hits;
    };
    if (of_image_alone(rule) && rule.bad.empty()) return;
    if (!rule.bad_is_sketch && !of_image_alone(rule) && count(rule.bad) == 0)
      complain(rule.name, "`bad` has no finding");
    if (count(rule.good) != 0) complain(rule.name, "`good` has a finding");
    check_properties(std::string(rule.name) + " (bad)", std::string(rule.bad), scene);
    check_properties(std::string(rule.name) + " (good)", std::string(rule.good), scene);
    if (rule.also_in_onbuild) {
      const std::string missed = missed_in_onbuild(scene, std::string(rule.bad), rule.name);
      if (!missed.empty()) complain(rule.name, missed);
    }
  }

  void check_properties(const std::string& where, const std::string& text,
                        const std::optional<Scene>& like) {
    Scene scene = scene_with_all_rules();
    if (like) {
      scene.context = like->context;
      scene.settings = like->settings;
    }
    for (const std::string& complaint : broken_properties(scene, text)) complain(where, complaint);
  }

  // What a folder has to show.
  struct Shown {
    bool firing = false;
    bool silent = false;
    bool fixed = false;
    bool image_firing = false;
    bool image_silent = false;
  };

  void check_folder(const rules::Rule& rule) {
    const fs::path folder = root_ / "tests" / "rules" / rule.name;
    Shown shown;
    for (const fs::path& path : fixtures_in(folder))
      check_fixture(path, std::string(rule.name), shown);
    for (const fs::path& path : images_in(folder)) check_image(path, std::string(rule.name), shown);
    if ((rule.check_image || rule.also_in_history) && !shown.image_firing) {
      complain(rule.name, "no image (NAME.image) in which it fires");
    }
    if (rule.check_image && !shown.image_silent)
      complain(rule.name, "no image in which it is silent");
    if (of_image_alone(rule)) return;
    if (!shown.firing) complain(rule.name, "no fixture in which it fires");
    if (!shown.silent) complain(rule.name, "no fixture in which it is silent");
    if (rule.fixes != rules::Fixability::None && !shown.fixed) {
      complain(rule.name, "no fixture with `#~ fix:` or `#~ unsafe-fix:`");
    }
  }

  void check_together() {
    Shown shown;
    for (const fs::path& path : fixtures_in(root_ / "tests" / "rules" / "together")) {
      check_fixture(path, "", shown);
    }
    for (const fs::path& path : images_in(root_ / "tests" / "rules" / "together")) {
      check_image(path, "", shown);
    }
  }

  // All rules share a namespace: a type with external linkage in one file is the same name as that
  // in another, and the linker would pick one of the two definitions in silence.
  void check_sources() {
    for (int i = 0; i <= static_cast<int>(rules::Category::Image); ++i) {
      std::string folder(rules::to_string(static_cast<rules::Category>(i)));
      std::replace(folder.begin(), folder.end(), '-', '_');
      const fs::path path = root_ / "rules" / folder;
      if (!fs::exists(path)) continue;
      for (const auto& entry : fs::directory_iterator(path)) check_source(entry.path());
    }
  }

  void check_source(const fs::path& path) {
    std::istringstream lines(read(path));
    bool unnamed = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("namespace {")) unnamed = true;
      if (line == "}  // namespace") unnamed = false;
      const bool type = line.starts_with("struct ") || line.starts_with("class ") ||
                        line.starts_with("enum ") || line.starts_with("template ");
      if (type && !unnamed) {
        complain(fs::relative(path, root_).string(),
                 "a type or template belongs into an unnamed namespace: " + line);
      }
    }
  }

  // A folder that is no rule's is a rule that was renamed.
  void check_strays() {
    const fs::path folder = root_ / "tests" / "rules";
    if (!fs::exists(folder)) return;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_directory() && name != "together" && !rules::find_by_name(name)) {
        complain("tests/rules/" + name, "no rule has this name");
      }
    }
  }

  static std::vector<fs::path> files_in(const fs::path& folder, std::string_view ending) {
    std::vector<fs::path> paths;
    if (!fs::exists(folder)) return paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().ends_with(ending)) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }
  static std::vector<fs::path> images_in(const fs::path& folder) {
    return files_in(folder, ".image");
  }
  static std::vector<fs::path> fixtures_in(const fs::path& folder) {
    std::vector<fs::path> paths = files_in(folder, ".Dockerfile");
    std::erase_if(paths, [](const fs::path& path) {
      return path.filename().string().ends_with(".fixed.Dockerfile");
    });
    return paths;
  }

  // An image alone: its findings stand at the end of its text.
  void check_image(const fs::path& path, const std::string& rule, Shown& shown) {
    ++fixtures_;
    const std::string where = fs::relative(path, root_).string();
    const std::string bytes = read(path);
    Fixture fixture = read_fixture(where, bytes);
    const Scene scene = scene_of(fixture, rule);
    const LintedImage linted(scene, read_image_text(fixture.text));
    for (const std::string& mistake : fixture.mistakes) complain(where, mistake);
    for (const std::string& mistake : linted.mistakes()) complain(where, mistake);
    std::vector<std::string> found;
    bool fires = false;
    for (const Finding& finding : linted.result().findings) {
      fires |= finding.rule == rule;
      found.push_back(shown_in_image(finding));
      if (const std::string bad = bad_words(finding); !bad.empty()) complain(where, bad);
    }
    (fires ? shown.image_firing : shown.image_silent) = true;
    compare(path, where, bytes, fixture, {}, found);
  }

  // `#~ image:`: the file is linted together with what was built from it.
  static std::unique_ptr<const LintedImage> image_of(const fs::path& path, Fixture& fixture,
                                                     const Scene& scene) {
    if (fixture.image_path.empty()) return nullptr;
    const fs::path image = path.parent_path() / fixture.image_path;
    if (!fs::exists(image)) {
      fixture.mistakes.push_back("there is no `" + fixture.image_path + "`");
      return nullptr;
    }
    auto linted =
        std::make_unique<const LintedImage>(scene, read_image_text(read(image)), &fixture.text);
    const auto& mistakes = linted->mistakes();
    fixture.mistakes.insert(fixture.mistakes.end(), mistakes.begin(), mistakes.end());
    return linted;
  }

  void check_fixture(const fs::path& path, const std::string& rule, Shown& shown) {
    ++fixtures_;
    const std::string where = fs::relative(path, root_).string();
    const std::string bytes = read(path);
    Fixture fixture = read_fixture(where, bytes);
    const Scene scene = scene_of(fixture, rule);
    const Linted linted(scene, fixture.text);
    const std::unique_ptr<const LintedImage> image = image_of(path, fixture, scene);
    for (const std::string& mistake : fixture.mistakes) complain(where, mistake);
    std::vector<Expectation> found;
    std::vector<std::string> elsewhere;
    bool fires = false;
    for (const Finding& finding : image ? image->result().findings : linted.result.findings) {
      const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
      fires |= finding.rule == rule;
      if (in_file && in_file->file == 0) {
        found.push_back(shown_as(finding, linted.source));
      } else if (in_file && linted.facts.context) {
        elsewhere.push_back(shown_elsewhere(finding, linted.facts.context->ignore_text()));
      } else if (!in_file) {
        elsewhere.push_back(shown_in_image(finding));
      }
    }
    (fires ? shown.firing : shown.silent) = true;
    compare(path, where, bytes, fixture, found, elsewhere);
    check_golden(path, fixture.fixed_path, Safety::Safe, fixture, scene, rule, shown);
    check_golden(path, fixture.unsafe_path, Safety::Unsafe, fixture, scene, rule, shown);
    check_properties(where, fixture.text, scene);
    const rules::Rule* descriptor = rules::find_by_name(rule);
    if (descriptor && descriptor->also_in_onbuild) {
      const std::string missed = missed_in_onbuild(scene, fixture.text, rule);
      if (!missed.empty()) complain(where, missed);
    }
  }

  void compare(const fs::path& path, const std::string& where, const std::string& bytes,
               const Fixture& fixture, const std::vector<Expectation>& found,
               const std::vector<std::string>& elsewhere) {
    const bool same =
        elsewhere == fixture.elsewhere &&
        std::is_permutation(found.begin(), found.end(), fixture.expected.begin(),
                            fixture.expected.end(),
                            [](const Expectation& shown, const Expectation& expected) {
                              return expected.accepts(shown);
                            });
    const std::string now = annotated(fixture, found, elsewhere);
    if (update_) {
      if (now != bytes) write(path, now);
    } else if (!same) {
      complain(where,
               "the findings are others\n" + unified_diff(bytes, now, "expected", "found", 1));
    }
  }

  void check_golden(const fs::path& path, const std::string& name, Safety at_least,
                    const Fixture& fixture, const Scene& scene, const std::string& rule,
                    Shown& shown) {
    if (name.empty()) return;
    const fs::path golden = path.parent_path() / name;
    const std::string where = fs::relative(golden, root_).string();
    if (!name.ends_with(".fixed.Dockerfile")) {
      complain(where, "the name of a fixed text ends in .fixed.Dockerfile");
    }
    const FixResult fixed = apply_fixes(fixture.text, judge_in(scene), {.at_least = at_least});
    for (const Applied& applied : fixed.applied) shown.fixed |= applied.rule == rule;
    if (update_) {
      write(golden, fixed.text);
    } else if (const std::string expected = read(golden); expected != fixed.text) {
      complain(where, "the fixed text is another\n" +
                          unified_diff(expected, fixed.text, "expected", "fixed", 1));
    }
  }

  const fs::path root_;
  const bool update_;
  std::size_t fixtures_ = 0;
  std::size_t complaints_ = 0;
};

}  // namespace
}  // namespace plimsoll::harness

int main(int argc, char** argv) {
  if (argc < 2) {
    std::puts("test_rules ROOT [--update] [RULE...]");
    return 2;
  }
  bool update = false;
  std::set<std::string> rules;
  for (int i = 2; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--update") {
      update = true;
    } else {
      rules.insert(arg);
    }
  }
  return plimsoll::harness::Runner(argv[1], update).run(rules);
}
