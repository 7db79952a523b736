#pragma once

// The Dockerfile that an image was built from, beside the image: for `image --dockerfile` and
// `lint --image`.

#include <memory>
#include <string>

#include "analyzer/dockerfile/parse.h"
#include "analyzer/facts.h"
#include "app/cli/inputs.h"
#include "app/cli/scanned.h"
#include "app/report/report.h"

namespace plimsoll::app {

class JoinedDockerfile {
 public:
  // Reads and parses it. False when that failed, or when no stage is the target: then it is said.
  [[nodiscard]] bool read(Session& session, const Input& input);
  // What is known of it, with what the image tells of its build: values of ARGs, the platform.
  // `image` and the input's configuration must outlive it.
  void know(const ScannedImage& image);

  [[nodiscard]] bool given() const { return dockerfile_ != nullptr; }
  // Null before know().
  [[nodiscard]] const Facts* facts() const { return facts_.get(); }
  // Of the configuration, and what the image tells; before know() there is none.
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const SourceFile& source() const { return *source_; }
  // Says on standard error what does not fit together.
  void complain(Session& session, const Attribution& attribution) const;
  // The source and the ignore file, to which findings point. Borrows.
  void fill(FileReport& report);

 private:
  const Configuration* configuration_ = nullptr;
  Settings settings_;
  syntax::Parser parser_;
  std::unique_ptr<SourceFile> source_;
  std::unique_ptr<Dockerfile> dockerfile_;
  std::unique_ptr<BuildContext> context_;  // may be null
  std::unique_ptr<Facts> facts_;
  std::unique_ptr<SourceFile> ignore_file_;
};

}  // namespace plimsoll::app
