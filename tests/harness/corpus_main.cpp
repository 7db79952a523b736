// Every property of properties.h, for every file of the corpus.
//
//   test_rules_corpus [--threads N] [ID...]
//   test_rules_corpus --proved FILE [--update]         how many applied fixes the graph proves
//   test_rules_corpus --show RULE [--diff] [ID...]     what one rule says there, and what it mends

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "fixers/apply/diff.h"
#include "rules/table.h"
#include "tests/harness/corpus.h"
#include "tests/harness/properties.h"

namespace plimsoll::harness {
namespace {

constexpr std::size_t max_shown = 200;

int run(const std::set<std::string>& ids, unsigned threads) {
  const auto files = read_corpus();
  if (!files) {
    std::puts("the corpus is not here (PLIMSOLL_CORPUS): nothing tested");
    return absent_is_fine() ? 0 : 1;
  }
  const Scene scene = scene_with_all_rules();
  std::vector<std::vector<std::string>> complaints(files->size());
  std::vector<std::thread> workers;
  for (unsigned worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      for (std::size_t i = worker; i < files->size(); i += threads) {
        if (!ids.empty() && ids.count((*files)[i].id) == 0) continue;
        complaints[i] = broken_properties(scene, (*files)[i].text);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::size_t total = 0;
  for (std::size_t i = 0; i < files->size(); ++i) {
    for (const std::string& complaint : complaints[i]) {
      if (++total <= max_shown) std::printf("%s: %s\n", (*files)[i].id.c_str(), complaint.c_str());
    }
  }
  std::printf("%zu files, %zu complaints\n", files->size(), total);
  return total == 0 ? 0 : 1;
}

// For who writes a rule: its findings in real files, each with its line, or all that it fixes.
int show(const std::set<std::string>& ids, const std::string& rule, bool diff) {
  const auto files = read_corpus();
  if (!files || !rules::find_by_name(rule)) {
    std::puts(files ? "there is no such rule" : "the corpus is not here (PLIMSOLL_CORPUS)");
    return 1;
  }
  rules::Choices choices;
  choices.only = {rule};
  const Scene scene = scene_with(choices);
  std::size_t findings = 0;
  std::size_t with = 0;
  for (const CorpusFile& file : *files) {
    if (!ids.empty() && ids.count(file.id) == 0) continue;
    const Linted linted(scene, file.text);
    findings += linted.result.findings.size();
    with += linted.result.findings.empty() ? 0u : 1u;
    for (const Finding& finding : linted.result.findings) {
      const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
      if (!in_file || diff) continue;
      const std::uint32_t line = linted.source.lines().line_of(in_file->span.begin);
      std::printf("%s:%u: %s\n    %s\n", file.id.c_str(), line, finding.message.c_str(),
                  std::string(linted.source.at(linted.source.lines().line_span(line))).c_str());
    }
    if (diff && !linted.result.findings.empty()) {
      const FixResult fixed = apply_fixes(file.text, judge_in(scene), {.at_least = Safety::Unsafe});
      std::fputs(unified_diff(file.text, fixed.text, file.id, file.id).c_str(), stdout);
    }
  }
  std::printf("%zu findings in %zu of %zu files\n", findings, with, files->size());
  return 0;
}

// A line a rule: its fixes that `plimsoll fix` applies, and those of them that are proved.
std::string count_proved(const std::vector<CorpusFile>& files) {
  const Scene scene = scene_with({});
  std::map<std::string_view, std::pair<std::size_t, std::size_t>> counts;
  for (const CorpusFile& file : files) {
    for (const Applied& applied : apply_fixes(file.text, judge_in(scene)).applied) {
      auto& [all, shown] = counts[applied.rule];
      ++all;
      shown += applied.fix.safety == Safety::Proved ? 1 : 0;
    }
  }
  std::string table = "rule\tapplied\tproved\n";
  for (const auto& [rule, numbers] : counts) {
    table += std::string(rule) + "\t" + std::to_string(numbers.first) + "\t" +
             std::to_string(numbers.second) + "\n";
  }
  return table;
}

int compare_proved(const std::string& golden, bool update) {
  const auto files = read_corpus();
  if (!files) {
    std::puts("the corpus is not here (PLIMSOLL_CORPUS): nothing tested");
    return absent_is_fine() ? 0 : 1;
  }
  const std::string table = count_proved(*files);
  std::string expected;
  if (std::FILE* file = std::fopen(golden.c_str(), update ? "w" : "r")) {
    if (update) std::fwrite(table.data(), 1, table.size(), file);
    char buffer[4096];
    for (std::size_t n = 0; !update && (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
      expected.append(buffer, n);
    }
    std::fclose(file);
  }
  if (update || table == expected) return 0;
  std::printf("%s differs (--update rewrites it); now:\n%s", golden.c_str(), table.c_str());
  return 1;
}

}  // namespace
}  // namespace plimsoll::harness

int main(int argc, char** argv) {
  std::set<std::string> ids;
  std::string rule;
  std::string proved;
  bool diff = false;
  bool update = false;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--threads" && i + 1 < argc) {
      threads = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    } else if (arg == "--show" && i + 1 < argc) {
      rule = argv[++i];
    } else if (arg == "--proved" && i + 1 < argc) {
      proved = argv[++i];
    } else if (arg == "--update") {
      update = true;
    } else if (arg == "--diff") {
      diff = true;
    } else {
      ids.insert(arg);
    }
  }
  if (!proved.empty()) return plimsoll::harness::compare_proved(proved, update);
  return rule.empty() ? plimsoll::harness::run(ids, threads)
                      : plimsoll::harness::show(ids, rule, diff);
}
