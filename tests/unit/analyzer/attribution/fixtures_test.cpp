// Histories as real builders write them (tests/attribution, see its README.md), and which line made
// what.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/unit/analyzer/attribution/attributed.h"

namespace plimsoll {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
  fs::path dockerfile;
  std::string target;
  std::vector<AttributedRow> rows;
};

Case read_case(const fs::path& path) {
  Case read_one;
  std::string text = read(path);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.rfind("file: ", 0) == 0) {
      read_one.dockerfile = fs::path(PLIMSOLL_SOURCE_DIR) / line.substr(6);
    } else if (line.rfind("target: ", 0) == 0) {
      read_one.target = line.substr(8);
    } else if (!line.empty() && line[0] != '#') {
      const std::size_t first = std::min(line.find('\t'), line.size());
      const std::size_t second = std::min(line.find('\t', first + 1), line.size());
      AttributedRow row{line.substr(0, first), ""};
      if (first < line.size()) row.writer = line.substr(first + 1, second - first - 1);
      read_one.rows.push_back(row);
    }
  }
  return read_one;
}

std::vector<fs::path> all_cases() {
  std::vector<fs::path> found;
  const fs::path folder = fs::path(PLIMSOLL_SOURCE_DIR) / "tests/attribution";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".lines") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("every step of a history has its line, every layer its writer") {
  const std::vector<fs::path> cases = all_cases();
  REQUIRE(cases.size() > 150);
  std::size_t steps = 0;
  for (const fs::path& path : cases) {
    const Case wanted = read_case(path);
    fs::path json = path;
    const auto config = parse_image_config(read(json.replace_extension(".json")));
    REQUIRE(config);
    const Attributed attributed(read(wanted.dockerfile), *config, wanted.target);
    REQUIRE(attributed.result.steps.size() == wanted.rows.size());
    for (std::size_t i = 0; i < wanted.rows.size(); ++i) {
      const AttributedStep& step = attributed.result.steps[i];
      const AttributedRow row = attributed.row(step);
      INFO(path.string() << ", step " << i << ": " << shown(step.step, 70));
      CHECK(row.line == wanted.rows[i].line);
      CHECK(row.writer == wanted.rows[i].writer);
      ++steps;
    }
  }
  CHECK(steps > 1500);
}

}  // namespace
}  // namespace plimsoll
