// Where a tensor's bytes come from: memory, or a part of a file.
//
// A file is read, not mapped: one that another program cuts short while it is read is then an
// error, where touching mapped memory would end the process; and what was read counts for nobody's
// memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace llamita {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size_bytes() const = 0;
  // Fills `target` from `offset` on; false where so many bytes are not to be had. Any thread may.
  virtual bool read(std::uint64_t offset, std::span<std::byte> target) const = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::uint64_t size_bytes() const override { return bytes_.size(); }
  bool read(std::uint64_t offset, std::span<std::byte> target) const override;

 private:
  std::span<const std::byte> bytes_;
};

// `size` bytes from `start` on of an open file, which stays the caller's to close.
class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::uint64_t start, std::uint64_t size)
      : descriptor_(descriptor), start_(start), size_(size) {}
  std::uint64_t size_bytes() const override { return size_; }
  bool read(std::uint64_t offset, std::span<std::byte> target) const override;

 private:
  int descriptor_;
  std::uint64_t start_;
  std::uint64_t size_;
};

}  // namespace llamita
