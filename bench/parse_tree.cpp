// Throughput of the Dockerfile tree alone, ours and, where their files are named, the two public
// grammars', all through the same libtree-sitter in one process.
//
//   bench_parse_tree CORPUS.jsonl... [--grammar NAME=FILE]...
//
// FILE is the compiled module of a grammar's Python package (`pip download` and unzip bring it).
// Such a module hands its language to Python in a capsule; the functions of Python that it
// needs for that are below, so that no Python is linked. A language of ABI 15 is shown to the
// library, which reads up to 14, as one of 14: the fields that both have stand at the same places,
// but for the lexer's modes, whose third member (sets of reserved words) is left out.

#include <dlfcn.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

using TSStateId = std::uint16_t;  // which parser.h takes for granted behind api.h
#include "analyzer/grammar/src/tree_sitter/parser.h"
#include "tests/agreement/corpus.h"

extern "C" const TSLanguage* tree_sitter_dockerfile(void);

// What a module of Python calls; exported to the modules that are loaded.
extern "C" __attribute__((visibility("default"))) void* PyModuleDef_Init(void* definition) {
  return definition;
}
extern "C" __attribute__((visibility("default"))) void* PyModule_Create2(void* definition, int) {
  return definition;
}
extern "C" __attribute__((visibility("default"))) void* PyLong_FromVoidPtr(void* pointer) {
  return pointer;
}
extern "C" __attribute__((visibility("default"))) void* PyCapsule_New(void* pointer, const char*,
                                                                      void*) {
  return pointer;
}

namespace {

constexpr int rounds = 5;

struct Grammar {
  std::string name;
  const TSLanguage* language;
};

struct MethodDefinition {
  const char* name;
  void* (*call)(void*, void*);
};

// The head of Python's PyModuleDef, as its stable interface has it.
struct ModuleDefinition {
  void* base[5];
  const char* name;
  const char* documentation;
  std::ptrdiff_t size;
  MethodDefinition* methods;
};

// Lives as long as the program.
const TSLanguage* as_abi_14(const TSLanguage* language) {
  if (language->version <= TREE_SITTER_LANGUAGE_VERSION) return language;
  const auto* modes = reinterpret_cast<const std::uint16_t*>(language->lex_modes);  // in threes
  auto* pairs = new TSLexMode[language->state_count];
  for (std::size_t i = 0; i < language->state_count; ++i) {
    pairs[i].lex_state = modes[3 * i];
    pairs[i].external_lex_state = modes[3 * i + 1];
  }
  auto* copy = new TSLanguage(*language);
  copy->lex_modes = pairs;
  copy->version = TREE_SITTER_LANGUAGE_VERSION;
  return copy;
}

const TSLanguage* load(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_DEEPBIND);
  if (!library) {
    std::fprintf(stderr, "%s\n", ::dlerror());
    return nullptr;
  }
  void* symbol = ::dlsym(library, "PyInit__binding");
  if (!symbol) return nullptr;
  const auto start = reinterpret_cast<ModuleDefinition* (*)()>(symbol);
  return as_abi_14(static_cast<const TSLanguage*>(start()->methods[0].call(nullptr, nullptr)));
}

// Of this thread: a busy machine changes it less than the wall clock.
double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void measure(const Grammar& grammar, const std::vector<std::string>& files) {
  TSParser* parser = ts_parser_new();
  if (!ts_parser_set_language(parser, grammar.language)) {
    std::printf("%s: ABI %u, not what this library reads\n", grammar.name.c_str(),
                ts_language_version(grammar.language));
    return;
  }
  double best = 1e9;
  std::size_t bytes = 0;
  std::size_t errors = 0;
  std::vector<double> times(files.size(), 1e9);
  for (int round = 0; round < rounds; ++round) {
    bytes = errors = 0;
    double total = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      const double before = processor_seconds();
      TSTree* tree = ts_parser_parse_string(parser, nullptr, files[i].data(),
                                            static_cast<std::uint32_t>(files[i].size()));
      errors += ts_node_has_error(ts_tree_root_node(tree)) ? 1 : 0;
      ts_tree_delete(tree);
      const double seconds = processor_seconds() - before;
      times[i] = std::min(times[i], seconds);
      total += seconds;
      bytes += files[i].size();
    }
    best = std::min(best, total);
  }
  ts_parser_delete(parser);
  std::sort(times.begin(), times.end());
  const auto micro = [&](double share) {
    return 1e6 * times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf(
      "%-24s %6.1f MB/s  median %5.1f us  p95 %6.1f us  p99 %6.1f us  files with errors %zu\n",
      grammar.name.c_str(), static_cast<double>(bytes) / best / 1e6, micro(0.5), micro(0.95),
      micro(0.99), errors);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Grammar> grammars = {{"plimsoll", tree_sitter_dockerfile()}};
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--grammar") == 0 && i + 1 < argc) {
      const std::string pair = argv[++i];
      const std::size_t equals = pair.find('=');
      const TSLanguage* language =
          equals == std::string::npos ? nullptr : load(pair.substr(equals + 1));
      if (!language) return 2;
      grammars.push_back({pair.substr(0, equals), language});
      continue;
    }
    const auto use = [&](const nlohmann::json& row) { files.push_back(row["text"]); };
    if (!plimsoll::corpus::each_line(argv[i], use)) {
      std::fprintf(stderr, "cannot read %s\n", argv[i]);
      return 2;
    }
  }
  for (int i = 0; i < 2; ++i) {
    for (const Grammar& grammar : grammars) measure(grammar, files);
  }
  return 0;
}
