#pragma once

// One compressed frame after the other, in steps: what gzip, zstd, bzip2 and xz have in common.

#include <cstddef>
#include <memory>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/image/compression.h"

namespace plimsoll::image {

class Decoder {
 public:
  virtual ~Decoder() = default;
  // Takes bytes off the front of `in` and puts plain ones at `out`; returns how many. With none to
  // give and none taken it wants more. At the end of a frame it stops, and takes no more before
  // the next one is begun.
  [[nodiscard]] virtual Result<std::size_t> step(std::string_view& in, char* out,
                                                 std::size_t room) = 0;
  // The last step came to the end of a frame.
  [[nodiscard]] virtual bool frame_ended() const = 0;
  [[nodiscard]] virtual Result<void> begin_frame() = 0;
};

// A window of a stream that is bigger is refused.
inline constexpr int max_window_log = 27;  // 128 MiB

[[nodiscard]] Result<std::unique_ptr<Decoder>> make_decoder(Compression compression);

}  // namespace plimsoll::image
