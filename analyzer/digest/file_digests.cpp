#include "analyzer/digest/file_digests.h"

#include <openssl/evp.h>

#include <array>

#include "analyzer/base/check.h"

namespace plimsoll::digest {

struct FileDigester::Contexts {
  std::array<EVP_MD_CTX*, 3> handles{EVP_MD_CTX_new(), EVP_MD_CTX_new(), EVP_MD_CTX_new()};

  Contexts() { begin(); }
  ~Contexts() {
    for (EVP_MD_CTX* handle : handles) EVP_MD_CTX_free(handle);
  }
  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;

  void begin() {
    const EVP_MD* const kinds[] = {EVP_md5(), EVP_sha1(), EVP_sha256()};
    for (std::size_t i = 0; i < handles.size(); ++i) {
      CHECK(handles[i] != nullptr);
      CHECK(EVP_DigestInit_ex(handles[i], kinds[i], nullptr) == 1);
    }
  }

  std::string finish(std::size_t which) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    CHECK(EVP_DigestFinal_ex(handles[which], digest, &size) == 1);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
      hex += digits[digest[i] >> 4];
      hex += digits[digest[i] & 0xF];
    }
    return hex;
  }
};

FileDigester::FileDigester() : contexts_(std::make_unique<Contexts>()) {}
FileDigester::~FileDigester() = default;

void FileDigester::update(std::string_view bytes) {
  for (EVP_MD_CTX* handle : contexts_->handles) {
    CHECK(EVP_DigestUpdate(handle, bytes.data(), bytes.size()) == 1);
  }
}

FileDigestTexts FileDigester::finish() {
  FileDigestTexts texts{contexts_->finish(0), contexts_->finish(1), contexts_->finish(2)};
  contexts_->begin();
  return texts;
}

}  // namespace plimsoll::digest
