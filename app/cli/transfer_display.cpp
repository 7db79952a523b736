#include "app/cli/transfer_display.h"

#include <fmt/format.h>

#include "app/cli/stored.h"
#include "app/cli/visible.h"
#include "builder/export/export.h"

namespace plimsoll::app {

using builder::TransferEvent;

TransferDisplay::TransferDisplay(Session& session, std::string doing)
    : session_(session),
      doing_(std::move(doing)),
      counts_(!session.quiet() && session.host.err_is_terminal()) {}

builder::OnTransfer TransferDisplay::callback() {
  return [this](const TransferEvent& event) { see(event); };
}

void TransferDisplay::finish() {
  const std::lock_guard lock(mutex_);
  if (shown_) session_.host.write_err("\r\x1b[K");
  shown_ = false;
}

void TransferDisplay::line(const std::string& digest, const std::string& what) {
  if (shown_) session_.host.write_err("\r\x1b[K");
  shown_ = false;
  session_.host.write_err(fmt::format("{}  {}\n", shown_digest(session_, digest), what));
}

void TransferDisplay::count() {
  if (!counts_) return;
  const auto now = session_.host.now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  shown_ = true;
  session_.host.write_err(
      fmt::format("\r\x1b[K{} {} of {}", doing_, human_bytes(moved_), human_bytes(total_)));
}

void TransferDisplay::see(const TransferEvent& event) {
  const std::lock_guard lock(mutex_);
  if (event.kind == TransferEvent::Kind::Note) {
    if (shown_) session_.host.write_err("\r\x1b[K");
    shown_ = false;
    session_.host.write_err(fmt::format("plimsoll: {}\n", visible(event.text)));
    return;
  }
  if (session_.quiet()) return;
  switch (event.kind) {
    case TransferEvent::Kind::Begin:
      total_ += event.size;
      break;
    case TransferEvent::Kind::Bytes:
      moved_ += event.size;
      count();
      break;
    case TransferEvent::Kind::End:
      line(event.digest, human_bytes(event.size));
      break;
    case TransferEvent::Kind::Present:
      line(event.digest, "is there already");
      break;
    case TransferEvent::Kind::Mounted:
      line(event.digest, "is there already, in another repository");
      break;
    case TransferEvent::Kind::Manifest:
    case TransferEvent::Kind::Note:
      break;
  }
}

Result<builder::PushedImage> push_image(Session& session, builder::Store& store,
                                        registry::Client& client, const Descriptor& image,
                                        const std::string& name) {
  const GivenFlag* given = session.line.last(FlagId::Compression);
  Compression compression = Compression::Gzip;
  if (given && given->value == "zstd") compression = Compression::Zstd;
  if (given && given->value == "none") compression = Compression::None;
  const Result<unsigned> workers = session.workers();
  if (!workers) return tl::unexpected(workers.error());
  const Result<Descriptor> packed =
      builder::recompressed(store, image, compression, *workers, !given);
  if (!packed) return tl::unexpected(packed.error());
  TransferDisplay display(session, "pushing");
  return builder::push(store, client, *packed, name, display.callback());
}

}  // namespace plimsoll::app
