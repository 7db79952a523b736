// Over all RUN texts of the shared corpus: the fast path and the full grammar say the same.
// Where the corpus is comes from PLIMSOLL_CORPUS; without it one line says so (under CI: failure).

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/analyzer/shell/reading.h"

namespace plimsoll {
namespace {

struct ClosePipe {
  void operator()(FILE* pipe) const { pclose(pipe); }
};

// Distinct shell-form RUN texts of Dockerfiles that are not for Windows.
std::set<std::string> run_texts(const std::string& corpus) {
  std::set<std::string> texts;
  const std::string command = "zstd -dc '" + corpus + "/study.jsonl.zst'";
  const std::unique_ptr<FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  REQUIRE(pipe);
  std::string line;
  char buffer[1 << 16];
  while (std::fgets(buffer, sizeof buffer, pipe.get())) {
    line += buffer;
    if (line.back() != '\n') continue;
    const nlohmann::json file = nlohmann::json::parse(line);
    line.clear();
    const nlohmann::json& read = file["buildkit"];
    const std::string bytes = file["text"];
    if (read["stage"] != "ok" || read.value("escape", "\\") != "\\") continue;
    if (bytes.find("powershell") != std::string::npos) continue;
    for (const nlohmann::json& instruction : read["ins"]) {
      if (instruction["name"] != "RUN" || instruction.value("json", false)) continue;
      if (instruction.contains("args")) texts.insert(instruction["args"][0]);
    }
  }
  return texts;
}

TEST_CASE("both readers agree on every RUN text of the corpus") {
  const char* corpus = std::getenv("PLIMSOLL_CORPUS");
  if (!corpus) {
    if (std::getenv("CI")) FAIL("PLIMSOLL_CORPUS is not set");
    WARN("PLIMSOLL_CORPUS is not set: the corpus was not read");
    return;
  }
  const std::set<std::string> texts = run_texts(corpus);
  CHECK(texts.size() > 10000);
  ShellReader reader;
  std::size_t fast = 0;
  std::size_t unread_by_tree = 0;
  std::size_t differ = 0;
  for (const std::string& text : texts) {
    const std::size_t before = reader.counts().tree;
    const CommandList one = reader.read(text, whole(text));
    if (reader.counts().tree != before) continue;
    ++fast;
    const CommandList other = reader.read_by_tree(text, whole(text));
    if (other.is_opaque()) {
      ++unread_by_tree;
      if (std::getenv("PLIMSOLL_VERBOSE")) std::fprintf(stderr, "UNREAD %s\n", text.c_str());
    } else if (one != other) {
      ++differ;
      if (differ <= 20) UNSCOPED_INFO(text);
      if (std::getenv("PLIMSOLL_VERBOSE")) std::fprintf(stderr, "DIFFER %s\n", text.c_str());
    }
  }
  WARN(texts.size() << " texts, " << fast << " by the fast path, " << unread_by_tree
                    << " of them beyond the grammar");
  CHECK(differ == 0);
}

}  // namespace
}  // namespace plimsoll
