#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tests/unit/analyzer/attribution/attributed.h"

namespace plimsoll {
namespace {

// Entries as BuildKit writes them; "!" in front: without a layer, "?": of somebody else.
ImageConfig image(const std::vector<std::string>& entries) {
  ImageConfig config;
  for (std::string text : entries) {
    HistoryEntry entry;
    entry.comment = "buildkit.dockerfile.v0";
    if (text[0] == '?') entry.comment.clear();
    entry.empty_layer = text[0] == '!';
    entry.created_by = text[0] == '?' || text[0] == '!' ? text.substr(1) : text;
    if (!entry.empty_layer) {
      config.diff_ids.push_back("sha256:" + std::to_string(config.diff_ids.size()));
    }
    config.history.push_back(entry);
  }
  return config;
}

const std::vector<std::string> built{"?base",
                                     "!ENV A=1",
                                     "RUN /bin/sh -c apt-get update && apt-get install -y gcc make",
                                     "COPY . /src # buildkit",
                                     "RUN /bin/sh -c make -C /src all install # buildkit",
                                     "!USER app",
                                     "!CMD [\"app\"]"};
const std::string original =
    "FROM debian:12\n"
    "ENV A=1\n"
    "RUN apt-get update && apt-get install -y gcc make\n"
    "COPY . /src\n"
    "RUN make -C /src all install\n"
    "USER app\n"
    "CMD [\"app\"]\n";

std::string changed(std::string from, const std::string& to) {
  std::string text = original;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_CASE("the file that made the image explains all of it") {
  const Attributed all(original, image(built));
  CHECK(all.lines() == "base 2 3 4 5 6 7");
  CHECK(all.writers() == "base 3 4 5");
  CHECK(all.result.base_layers == 1);
  CHECK(all.result.base_known_by == BaseKnownBy::Dockerfile);
  CHECK(all.result.base_name == "debian:12");
  CHECK(all.result.unmatched == 0);
  CHECK(all.result.notes.empty());
  CHECK(all.result.last("USER")->instruction->span.begin == original.find("USER"));
  CHECK(all.result.last("EXPOSE") == nullptr);
  CHECK(all.result.of_layer(9) == nullptr);
}

TEST_CASE("an edited line shifts no other, and is not certain") {
  const Attributed edited(changed("gcc make", "gcc make cmake"), image(built));
  CHECK(edited.lines() == "base 2 ~3 4 5 6 7");
  CHECK(edited.writers() == "base ? 4 5");
  CHECK(edited.result.notes.size() == 1);
}

TEST_CASE("a new line has no layer") {
  const Attributed added(changed("COPY . /src\n", "COPY . /src\nRUN strip /src/app\n"),
                         image(built));
  CHECK(added.lines() == "base 2 3 4 6 7 8");
  const Attributed first(changed("ENV A=1\n", "RUN echo first\nENV A=1\n"), image(built));
  CHECK(first.lines() == "base 3 4 5 6 7 8");
  // What lies below may be the base's, or that line's before it was edited out of recognition.
  CHECK(first.writers() == "? 4 5 6");
}

TEST_CASE("a layer of a line that is gone has no line") {
  const Attributed gone(changed("COPY . /src\n", ""), image(built));
  CHECK(gone.lines() == "base 2 3 - 4 5 6");
  CHECK(gone.writers() == "base 3 ? 4");
  CHECK(gone.result.unmatched == 1);
}

TEST_CASE("a first line that is gone is not called the base's for certain") {
  std::vector<std::string> entries = built;
  entries[0] = "!CMD [\"bash\"]";
  entries.insert(entries.begin(), "?base");
  entries.insert(entries.begin() + 2, "RUN /bin/sh -c echo gone # buildkit");
  const Attributed gone(original, image(entries));
  CHECK(gone.lines() == "base base base 2 3 4 5 6 7");
  CHECK(gone.writers() == "? ? 3 4 5");
  // --base knows better.
  const Attributed known(original, image(entries), "", {"sha256:0"});
  CHECK(known.lines() == "base base - 2 3 4 5 6 7");
  CHECK(known.writers() == "base ? 3 4 5");
  CHECK(known.result.base_known_by == BaseKnownBy::Chain);
  CHECK(known.result.unmatched == 1);
}

TEST_CASE("of two equal lines and one layer neither is blamed") {
  const std::string twice = "FROM a\nRUN date\nRUN date\nCOPY a /a\n";
  const Attributed one(twice, image({"?base", "RUN /bin/sh -c date", "COPY a /a # buildkit"}));
  CHECK(one.writers() == "? ? 4");
  const Attributed both(twice, image({"?base", "RUN /bin/sh -c date", "RUN /bin/sh -c date",
                                      "COPY a /a # buildkit"}));
  CHECK(both.writers() == "base 2 3 4");
}

TEST_CASE("another file's image is told from an edited one") {
  const Attributed other("FROM x\nRUN npm ci\nCOPY src .\nRUN npm run build\n", image(built));
  CHECK(other.writers() == "? ? ? ?");
  REQUIRE(other.result.notes.size() == 1);
  CHECK(other.result.base_known_by == BaseKnownBy::Unknown);
}

TEST_CASE("scratch has no base, however little is explained") {
  const Attributed scratch("FROM scratch\nCOPY app /\n",
                           image({"COPY old / # buildkit", "COPY app / # buildkit"}));
  CHECK(scratch.lines() == "- 2");
  CHECK(scratch.result.base_layers == 0);
  CHECK(scratch.result.unmatched == 1);
}

TEST_CASE("what was committed on top is nobody's line") {
  std::vector<std::string> entries = built;
  entries.emplace_back("?/bin/bash");
  const Attributed more(original, image(entries));
  CHECK(more.lines() == "base 2 3 4 5 6 7 -");
  CHECK(more.writers() == "base 3 4 5 ?");
}

TEST_CASE("a history that counts other layers than the image places none") {
  ImageConfig config = image(built);
  config.diff_ids.pop_back();
  const Attributed fewer(original, config);
  CHECK(fewer.writers() == "? ? ?");
  CHECK(fewer.result.last("USER")->certain);
  CHECK(fewer.result.base_known_by == BaseKnownBy::Unknown);
  REQUIRE(fewer.result.notes.size() == 1);
  config.history.clear();
  CHECK(Attributed(original, config).writers() == "? ? ?");
}

TEST_CASE("variables that nobody knows match whatever stands there") {
  const std::string text =
      "ARG T\nFROM a\nARG WHERE\nCOPY app ${WHERE}/bin/\nWORKDIR $WHERE\nRUN make\n";
  ImageConfig config =
      image({"?base", "COPY app /opt/bin/ # buildkit", "WORKDIR /opt", "RUN /bin/sh -c make"});
  CHECK(Attributed(text, config).writers() == "base 4 5 6");
  config.history[1].created_by = "COPY lib /opt/lib/ # buildkit";
  CHECK(Attributed(text, config).writers() == "? ? 5 6");
}

TEST_CASE("values of ARGs are the build's, not the base's") {
  const SourceFile source("Dockerfile",
                          "FROM a\nARG V=1\nARG W=1\nARG TARGETARCH\nRUN make\nCOPY a /$V\n");
  const Dockerfile dockerfile = parse_dockerfile(source);
  ImageConfig config = image({"RUN |2 V=7 OTHER=8 /bin/sh -c base", "RUN |1 V=9 /bin/sh -c base",
                              "!ARG V=2", "!ARG W=1", "!ARG TARGETARCH=arm64",
                              "RUN |3 V=2 W=1 TARGETARCH=arm64 /bin/sh -c make", "COPY a /2"});
  config.platform.architecture = "arm64";
  Invocation invocation;
  add_recorded(config, dockerfile, invocation);
  CHECK(invocation.build_args == std::map<std::string, std::string>{{"V", "2"}});
  CHECK(invocation.platforms == std::vector<std::string>{"linux/arm64"});
  // What the user says stays.
  invocation.build_args["V"] = "3";
  invocation.platforms = {"linux/amd64"};
  add_recorded(config, dockerfile, invocation);
  CHECK(invocation.build_args.at("V") == "3");
  CHECK(invocation.platforms.front() == "linux/amd64");
  // Of the base's entries none is asked.
  Invocation kaniko;
  config = image({"RUN |1 V=7 /bin/sh -c base", "RUN |2 V=7 OTHER=8 /bin/sh -c base", "?RUN make",
                  "?COPY a /$V"});
  const SourceFile small("Dockerfile", "FROM a\nARG V=1\nRUN make\n");
  add_recorded(config, parse_dockerfile(small), kaniko);
  CHECK(kaniko.build_args.empty());
  // Instructions of a stage that only builds are no entries.
  const SourceFile two("Dockerfile",
                       "FROM a AS b\nARG V=1\nRUN a\nRUN b\nFROM c\nCOPY --from=b a /\n");
  Invocation stages;
  config = image({"!ARG V=7", "RUN |1 V=7 /bin/sh -c base", "COPY a /"});
  add_recorded(config, parse_dockerfile(two), stages);
  CHECK(stages.build_args.empty());
}

TEST_CASE("a target that is not the last stage") {
  const std::string text = "FROM a AS one\nRUN one\nFROM one AS two\nRUN two\nFROM a\nRUN three\n";
  const ImageConfig config = image({"?base", "RUN /bin/sh -c one", "RUN /bin/sh -c two"});
  CHECK(Attributed(text, config, "two").writers() == "base 2 4");
  const Attributed other(text, config);
  CHECK(other.writers() == "? ? ?");
  CHECK(other.result.notes ==
        std::vector<std::string>{
            "the image looks like stage `two` of the Dockerfile: say --target two"});
}

TEST_CASE("one layer of docker build --squash, and of kaniko --single-snapshot, is of many lines") {
  ImageConfig config = image(built);
  for (HistoryEntry& entry : config.history) entry.empty_layer = true;
  config.history[0].empty_layer = false;
  config.diff_ids = {"sha256:0", "sha256:1"};
  HistoryEntry merged;
  merged.comment = "merge sha256:1 to sha256:2";
  config.history.push_back(merged);
  const Attributed squashed(original, config);
  CHECK(squashed.writers() == "base ?");
  CHECK(squashed.result.of_layer(1)->shared);
  CHECK(squashed.result.last("USER")->certain);

  ImageConfig single = image({"?base"});
  HistoryEntry last;
  last.author = "kaniko";
  last.created_by = "CMD [\"app\"]";
  single.history.push_back(last);
  single.diff_ids.emplace_back("sha256:1");
  const Attributed kaniko(original, single);
  CHECK(kaniko.lines() == "base 7");
  CHECK(kaniko.writers() == "base ?");
}

TEST_CASE("without a Dockerfile the base is a guess, or what buildah and annotations say") {
  ImageConfig config = image({"?/bin/sh -c #(nop) ADD file:1 in / ", "!CMD [\"bash\"]",
                              "RUN /bin/sh -c make", "!CMD [\"app\"]"});
  AttributionInput input;
  input.config = &config;
  input.layers = 2;
  Attribution guessed = attribute(input);
  CHECK(guessed.base_known_by == BaseKnownBy::Guess);
  CHECK(guessed.base_layers == 1);
  CHECK(guessed.steps[1].base);
  CHECK_FALSE(guessed.steps[2].base);
  const std::map<std::string, std::string> annotations{
      {"org.opencontainers.image.base.name", "docker.io/library/debian:12"}};
  input.annotations = &annotations;
  CHECK(attribute(input).base_name == "docker.io/library/debian:12");
  config.history[2].comment = "FROM docker.io/library/debian:12";
  CHECK(attribute(input).base_known_by == BaseKnownBy::Annotation);
  config.history.clear();
  CHECK(attribute(input).base_known_by == BaseKnownBy::Unknown);
  CHECK(attribute(input).steps.size() == 2);
}

TEST_CASE("hostile histories take no time and no memory") {
  std::vector<std::string> entries{"?base"};
  std::string text = "FROM a\n";
  for (int i = 0; i < 20000; ++i) entries.emplace_back("!RUN /bin/sh -c make all");
  for (int i = 0; i < 5000; ++i) text += "RUN make all\n";
  const auto begin = std::chrono::steady_clock::now();
  const Attributed all(text, image(entries));
  CHECK(all.result.steps.size() == 20001);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

}  // namespace
}  // namespace plimsoll
