#pragma once

// The directories that a build reads: its context and those of --build-context, each opened once.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "builder/build.h"
#include "builder/context/context_tree.h"

namespace plimsoll::builder {

class Contexts {
 public:
  Contexts(const Host& host, const BuildOptions& options, const Store& store, unsigned workers);

  // Null: there is none, which is an empty one.
  [[nodiscard]] Result<const ContextTree*> main();
  // A --build-context that is a directory.
  [[nodiscard]] Result<const ContextTree*> named(const std::string& name);
  // What stands after NAME=; "" without such a name. Names are compared without regard to case.
  [[nodiscard]] std::string place_of(const std::string& name) const;
  // Keeps what was learned of the files for the next build.
  void save() const;

 private:
  struct Opened {
    std::mutex mutex;
    std::unique_ptr<ContextTree> tree;
  };
  [[nodiscard]] Result<const ContextTree*> open(const std::string& directory,
                                                const std::string& dockerfile);

  const Host& host_;
  const BuildOptions& options_;
  const Store& store_;
  const unsigned workers_;
  std::mutex mutex_;
  std::map<std::string, Opened> opened_;  // by directory and Dockerfile
};

// Whether it is neither an image nor a layout.
[[nodiscard]] bool is_directory_context(std::string_view place);
// The image that a place names: docker-image:// is taken off, oci-layout:// stays.
[[nodiscard]] std::string image_of_place(std::string_view place);

}  // namespace plimsoll::builder
