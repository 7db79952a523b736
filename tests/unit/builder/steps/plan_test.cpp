// Every plans/*.txt: a source tree, the tree below, and instructions with what they put into their
// layer. See memory_tree.h for the lines.
//
//   source                     what the build context (or the stage `other`) holds
//   below                      what the layers below make
//   COPY ... | ADD ... | WORKDIR ... | USER ...
//     ENTRY                    indented: the plan; nothing = an empty layer
//     error: TEXT              the message holds TEXT
//
// The time of what is made new is 99.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "builder/steps/copy.h"
#include "tests/unit/analyzer/lowered/lowered_text.h"
#include "tests/unit/builder/steps/memory_tree.h"

namespace plimsoll::builder {
namespace {

using testing::MemoryTree;

constexpr std::int64_t now_s = 99;

struct Trees {
  MemoryTree source;
  MemoryTree below;
};

std::string planned(const std::string& instruction, const Trees& trees) {
  const lowered::Graph graph = lowered::lowered_text(
      "FROM scratch AS other\nFROM scratch\nUSER 7:8\nWORKDIR /w\n" + instruction + "\n");
  if (!graph.refused.empty()) return "  error: " + graph.refused[0].message + "\n";
  const lowered::Action& action = graph.stages.back().steps.back().action;
  const std::vector<Fetched> fetched;
  Result<std::vector<Entry>> entries = std::vector<Entry>();
  if (const auto* copy = std::get_if<lowered::CopyStep>(&action)) {
    const bool context = copy->from.kind == lowered::Source::Kind::Context;
    entries = plan_copy({*copy, trees.source, trees.below, context, fetched, "/tmp", now_s});
  } else if (const auto* workdir = std::get_if<lowered::WorkdirStep>(&action)) {
    entries = plan_workdir(*workdir, trees.below, now_s);
  }
  if (!entries) return "  error: " + entries.error().message + "\n";
  std::string text;
  for (const Entry& entry : *entries) text += "  " + testing::write_entry(entry) + "\n";
  return text;
}

void check_instruction(const std::string& instruction, const std::string& expected,
                       const Trees& trees) {
  INFO(instruction);
  const std::string actual = planned(instruction, trees);
  const std::string error = "  error: ";
  if (expected.starts_with(error)) {
    const std::string wanted = expected.substr(error.size(), expected.size() - error.size() - 1);
    CHECK(actual.starts_with(error));
    CHECK(actual.find(wanted) != std::string::npos);
    if (actual.find(wanted) == std::string::npos) CHECK(actual == expected);
    return;
  }
  CHECK(actual == expected);
}

void check_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  Trees trees;
  MemoryTree* section = &trees.source;
  std::string instruction;
  std::string expected;
  const auto finish = [&]() {
    if (!instruction.empty()) check_instruction(instruction, expected, trees);
    instruction.clear();
    expected.clear();
  };
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("  ")) {
      expected += line + "\n";
      continue;
    }
    finish();
    if (line == "source") {
      section = &trees.source;
    } else if (line == "below") {
      section = &trees.below;
    } else if (std::isupper(static_cast<unsigned char>(line[0]))) {
      instruction = line;
    } else {
      section->add(testing::read_entry(line));
    }
  }
  finish();
}

TEST_CASE("plans of COPY, ADD and WORKDIR") {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(std::string(PLIMSOLL_SOURCE_DIR) +
                                                              "/tests/unit/builder/steps/plans")) {
    files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(!files.empty());
  for (const auto& file : files) {
    INFO(file.filename().string());
    check_file(file);
  }
}

}  // namespace
}  // namespace plimsoll::builder
