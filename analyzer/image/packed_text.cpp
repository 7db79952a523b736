#include "analyzer/image/packed_text.h"

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "analyzer/base/check.h"
#include "analyzer/digest/content_hash.h"

namespace plimsoll::image {
namespace {

constexpr int level = 1;
constexpr std::size_t piece_bytes = std::size_t{64} << 10;
constexpr std::size_t hash_bytes = sizeof(digest::ContentHash);
// The hash of all that follows it, then how many bytes there are unpacked.
constexpr std::size_t head_bytes = hash_bytes + sizeof(std::uint64_t);

digest::ContentHash hash_of(std::string_view packed) {
  return digest::content_hash(packed.substr(hash_bytes));
}

}  // namespace

struct TextPacker::State {
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
  Row<char> packed;
  std::size_t front_bytes = 0;
  std::uint64_t plain_bytes = 0;
};

TextPacker::TextPacker(std::string_view front) : state_(std::make_unique<State>()) {
  CHECK(state_->context != nullptr);
  ZSTD_CCtx_setParameter(state_->context.get(), ZSTD_c_compressionLevel, level);
  state_->front_bytes = front.size();
  state_->packed.append(front.data(), front.size());
  state_->packed.resize(front.size() + head_bytes);
}

TextPacker::~TextPacker() = default;

void TextPacker::add(std::string_view plain) {
  state_->plain_bytes += plain.size();
  pack(plain, false);
}

void TextPacker::pack(std::string_view plain, bool last) {
  Row<char>& packed = state_->packed;
  ZSTD_inBuffer in{plain.data(), plain.size(), 0};
  while (true) {
    const std::size_t before = packed.size();
    packed.resize(before + piece_bytes);
    ZSTD_outBuffer out{packed.data() + before, piece_bytes, 0};
    const std::size_t rest =
        ZSTD_compressStream2(state_->context.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    CHECK(!ZSTD_isError(rest));
    packed.resize(before + out.pos);
    if (last ? rest == 0 : in.pos == in.size) return;
  }
}

std::string_view TextPacker::finish() {
  pack({}, true);
  char* const head = state_->packed.data() + state_->front_bytes;
  const std::string_view packed(head, state_->packed.size() - state_->front_bytes);
  std::memcpy(head + hash_bytes, &state_->plain_bytes, sizeof state_->plain_bytes);
  const digest::ContentHash hash = hash_of(packed);
  std::memcpy(head, hash.data(), hash_bytes);
  return {state_->packed.data(), state_->packed.size()};
}

struct TextUnpacker::State {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context{ZSTD_createDCtx(), ZSTD_freeDCtx};
  ZSTD_inBuffer in{};
  std::uint64_t left = 0;
};

TextUnpacker::TextUnpacker(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextUnpacker::TextUnpacker(TextUnpacker&&) noexcept = default;
TextUnpacker& TextUnpacker::operator=(TextUnpacker&&) noexcept = default;
TextUnpacker::~TextUnpacker() = default;

std::optional<TextUnpacker> TextUnpacker::open(std::string_view packed, std::uint64_t limit_bytes) {
  if (packed.size() < head_bytes) return {};
  const digest::ContentHash hash = hash_of(packed);
  if (std::memcmp(hash.data(), packed.data(), hash_bytes) != 0) return {};
  auto state = std::make_unique<State>();
  CHECK(state->context != nullptr);
  std::memcpy(&state->left, packed.data() + hash_bytes, sizeof state->left);
  if (state->left > limit_bytes) return {};
  packed.remove_prefix(head_bytes);
  state->in = {packed.data(), packed.size(), 0};
  return TextUnpacker(std::move(state));
}

std::uint64_t TextUnpacker::left() const { return state_->left; }

std::size_t TextUnpacker::read(char* into, std::size_t room) {
  ZSTD_outBuffer out{into, static_cast<std::size_t>(std::min<std::uint64_t>(room, state_->left)),
                     0};
  while (out.pos < out.size) {
    const std::size_t before = out.pos;
    const std::size_t taken = state_->in.pos;
    const std::size_t rest = ZSTD_decompressStream(state_->context.get(), &out, &state_->in);
    if (ZSTD_isError(rest) || (out.pos == before && state_->in.pos == taken)) break;
  }
  state_->left -= out.pos;
  return out.pos;
}

}  // namespace plimsoll::image
