#include "byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <io.h>
#include <windows.h>
#else
#include <unistd.h>
#endif

namespace llamita {
namespace {

#if defined(_WIN32)
// How many bytes came; 0 at the end of the file, -1 where reading failed.
std::int64_t read_some(int descriptor, std::uint64_t offset, std::span<std::byte> target) {
  OVERLAPPED place{};
  place.Offset = static_cast<DWORD>(offset);
  place.OffsetHigh = static_cast<DWORD>(offset >> 32);
  const DWORD wanted = static_cast<DWORD>(std::min<std::size_t>(target.size(), 1u << 30));
  DWORD count = 0;
  const HANDLE file = reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
  return ReadFile(file, target.data(), wanted, &count, &place) ? static_cast<std::int64_t>(count)
                                                               : -1;
}
#else
std::int64_t read_some(int descriptor, std::uint64_t offset, std::span<std::byte> target) {
  ssize_t count;
  do {
    count = pread(descriptor, target.data(), target.size(), static_cast<off_t>(offset));
  } while (count < 0 && errno == EINTR);
  return count;
}
#endif

bool is_inside(std::uint64_t offset, std::size_t count, std::uint64_t size) {
  return offset <= size && count <= size - offset;
}

}  // namespace

bool MemorySource::read(std::uint64_t offset, std::span<std::byte> target) const {
  if (!is_inside(offset, target.size(), bytes_.size())) {
    return false;
  }
  std::memcpy(target.data(), bytes_.data() + offset, target.size());
  return true;
}

bool FileSource::read(std::uint64_t offset, std::span<std::byte> target) const {
  if (!is_inside(offset, target.size(), size_)) {
    return false;
  }
  while (!target.empty()) {
    const std::int64_t count = read_some(descriptor_, start_ + offset, target);
    if (count <= 0) {
      return false;
    }
    offset += static_cast<std::uint64_t>(count);
    target = target.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace llamita
