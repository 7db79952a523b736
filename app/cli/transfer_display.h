#pragma once

// What pull and push show: a line for each blob; on a terminal one line that counts bytes.

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "app/cli/session.h"
#include "builder/export/transfer.h"

namespace plimsoll::app {

class TransferDisplay {
 public:
  // `doing`: "pulling", "pushing".
  TransferDisplay(Session& session, std::string doing);
  TransferDisplay(const TransferDisplay&) = delete;
  TransferDisplay& operator=(const TransferDisplay&) = delete;
  ~TransferDisplay() { finish(); }

  [[nodiscard]] builder::OnTransfer callback();
  // Takes the counting line away.
  void finish();

 private:
  void see(const builder::TransferEvent& event);
  void line(const std::string& digest, const std::string& what);
  void count();

  Session& session_;
  const std::string doing_;
  const bool counts_;
  std::mutex mutex_;
  std::uint64_t moved_ = 0, total_ = 0;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

// Pushes with a display. Plain layers are packed before they go (--compression says how), what came
// packed goes as it came.
[[nodiscard]] Result<builder::PushedImage> push_image(Session& session, builder::Store& store,
                                                      registry::Client& client,
                                                      const Descriptor& image,
                                                      const std::string& name);

}  // namespace plimsoll::app
