// Compares what we read with what BuildKit reads, field by field: accept or refuse and the line,
// names, line ranges, flags, arguments, JSON form, heredocs, warnings, escape, syntax, stages.

#include <cstdio>
#include <vector>

#include "analyzer/dockerfile/describe.h"
#include "tests/agreement/corpus.h"

namespace {

using nlohmann::json;

// Ids on which we differ from BuildKit's reading, each with the reason why ours is right.
const std::vector<std::string> known_differences = {};

constexpr int shown_limit = 20;

struct Tally {
  int files = 0;
  int instructions = 0;
  int differing = 0;
};

// The name of the first field that differs, or "".
std::string first_difference(const json& ours, const json& theirs) {
  for (const auto& [key, value] : theirs.items()) {
    if (!ours.contains(key)) return key + " is missing";
    if (ours[key] == value) continue;
    if (key != "ins") return key + ": " + ours[key].dump() + ", not " + value.dump();
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i >= ours[key].size()) return "instruction " + value[i].dump() + " is missing";
      if (ours[key][i] != value[i])
        return "instruction " + ours[key][i].dump() + ", not " + value[i].dump();
    }
    return "too many instructions";
  }
  for (const auto& [key, value] : ours.items()) {
    if (!theirs.contains(key)) return key + " should not be there";
  }
  return "";
}

void compare(const json& row, Tally& tally) {
  const plimsoll::SourceFile source(row["id"], row["text"]);
  json ours = json::parse(plimsoll::describe_as_json(source, plimsoll::parse_dockerfile(source)));
  json theirs = row["buildkit"];
  ours.erase("path");
  ours.erase("err");  // wording
  theirs.erase("err");
  ++tally.files;
  tally.instructions += theirs.contains("ins") ? static_cast<int>(theirs["ins"].size()) : 0;
  const std::string difference = first_difference(ours, theirs);
  if (difference.empty()) return;
  const std::string id = row["id"];
  for (const std::string& known : known_differences) {
    if (known == id) return;
  }
  if (++tally.differing <= shown_limit) std::printf("%s: %s\n", id.c_str(), difference.c_str());
}

}  // namespace

int main() {
  const std::string folder = plimsoll::corpus::folder();
  if (folder.empty()) return plimsoll::corpus::absent();
  Tally tally;
  for (const char* name : {"/study.jsonl.zst", "/edge-cases.jsonl"}) {
    const auto use = [&](const json& row) { compare(row, tally); };
    if (!plimsoll::corpus::each_line(folder + name, use)) return plimsoll::corpus::absent();
  }
  std::printf("%d files, %d instructions: %d differ from BuildKit\n", tally.files,
              tally.instructions, tally.differing);
  return tally.differing == 0 ? 0 : 1;
}
