#pragma once

// A folder of its own for a test of whole builds: a context, a store, and what came out.

#include <stdlib.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/file.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "builder/build.h"
#include "builder/images.h"
#include "builder/store/workspace.h"

namespace plimsoll::builder {

class World {
 public:
  World() : host_(make_system_host()) {
    std::string path = "/tmp/plimsoll-build-XXXXXX";
    REQUIRE(::mkdtemp(path.data()) != nullptr);
    directory_ = path;
    REQUIRE(make_directories(context()));
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    store_.reset();
    (void)remove_all(directory_);
  }

  [[nodiscard]] std::string context() const { return directory_ + "/context"; }

  // A file of the context; the directories that lead there are made.
  void put(const std::string& path, const std::string& bytes) {
    const std::string whole = context() + "/" + path;
    REQUIRE(make_directories(whole.substr(0, whole.rfind('/'))));
    REQUIRE(host_->write_file(whole, bytes));
  }

  BuildResult build(const std::string& text) { return build(text, options); }
  BuildResult build(const std::string& text, BuildOptions with) {
    const SourceFile source("Dockerfile", text);
    const Dockerfile dockerfile = parse_dockerfile(source);
    REQUIRE(dockerfile.refusal() == nullptr);
    if (with.context.empty()) with.context = context();
    events.clear();
    output.clear();
    return plimsoll::builder::build(*host_, source, dockerfile, with, store(), nullptr,
                                    [this](const BuildEvent& event) {
                                      events.push_back({event.kind, event.name});
                                      if (event.kind == BuildEvent::Kind::Output) {
                                        output += event.text;
                                      }
                                    });
  }

  Store& store() {
    if (!store_) {
      Result<Store> opened = Store::open(directory_ + "/store");
      REQUIRE(opened);
      store_ = std::make_unique<Store>(std::move(*opened));
    }
    return *store_;
  }

  // The text of a file in the image; "<none>" where there is none.
  std::string file(const BuildResult& result, const std::string& path) {
    const std::optional<Entry> entry = find(result, path);
    if (!entry) return "<none>";
    const Result<std::string> bytes = read_content(*entry, 1 << 20);
    REQUIRE(bytes);
    return *bytes;
  }
  std::optional<Entry> find(const BuildResult& result, const std::string& path) {
    REQUIRE_FALSE(result.failure);
    const Result<StoredImage> image = store().image(result.images.front().manifest);
    REQUIRE(image);
    const Result<RootFs> root = root_of(*image);
    REQUIRE(root);
    const std::int64_t epoch = 0;
    Layers layers(store(), epoch, 1);
    const auto stack = layers.stack(*root);
    REQUIRE(stack);
    Result<std::optional<Entry>> entry = (*stack)->find(path);
    REQUIRE(entry);
    return *entry;
  }

  struct Seen {
    BuildEvent::Kind kind;
    std::string name;
  };
  std::vector<Seen> events;
  std::string output;
  BuildOptions options;

 private:
  std::unique_ptr<Host> host_;
  std::string directory_;
  std::unique_ptr<Store> store_;
};

}  // namespace plimsoll::builder
