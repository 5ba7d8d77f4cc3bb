// A matrix packed for the kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "../formats/layout.h"
#include "../system/byte_source.h"
#include "../system/memory.h"
#include "../system/thread_pool.h"

namespace llamita {

// Rows stand in groups (the rows of one head, or all of them), and each group begins with a tile of
// its own; the last tile of a group is filled up with zeros.
class Matrix {
 public:
  Matrix() = default;

  // Reads and packs num_rows x num_values numbers, on all threads. Throws std::invalid_argument
  // where the numbers do not fit together, std::runtime_error where the source has fewer bytes than
  // promised, std::bad_alloc.
  static Matrix pack(Format format, std::size_t num_rows, std::size_t num_values,
                     std::size_t group_rows, const ByteSource& source, ThreadPool& pool,
                     Arena& arena);

  bool is_empty() const { return num_rows_ == 0; }
  Format format() const { return format_; }
  std::size_t num_rows() const { return num_rows_; }
  std::size_t num_values() const { return num_values_; }
  std::size_t group_rows() const { return group_rows_; }
  std::size_t num_groups() const { return num_rows_ / group_rows_; }
  std::size_t tiles_per_group() const { return (group_rows_ + kTileRows - 1) / kTileRows; }
  std::size_t num_tiles() const { return num_groups() * tiles_per_group(); }
  std::size_t tile_size() const { return tile_bytes_; }
  std::size_t size_bytes() const { return num_tiles() * tile_bytes_; }
  const std::byte* tile(std::size_t index) const { return tiles_ + index * tile_bytes_; }

  // Row `row` as floats.
  void unpack(std::size_t row, std::span<float> values) const;

 private:
  Format format_ = Format::kF32;
  std::size_t num_rows_ = 0;
  std::size_t num_values_ = 0;
  std::size_t group_rows_ = 1;
  std::size_t tile_bytes_ = 0;
  const std::byte* tiles_ = nullptr;
};

}  // namespace llamita
