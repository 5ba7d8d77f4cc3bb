#include "matrix.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "../formats/pack.h"

namespace llamita {
namespace {

// Each chunk is a run of tiles: neighbors in the file, and large enough to be worth taking.
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

class PackJob final : public Job {
 public:
  PackJob(const Matrix& matrix, std::byte* tiles, std::size_t row_bytes, const ByteSource& source,
          std::size_t num_workers)
      : matrix_(matrix), tiles_(tiles), row_bytes_(row_bytes), source_(source) {
    const std::size_t tiles_wanted = std::max<std::size_t>(1, kChunkBytes / matrix.tile_size());
    chunk_tiles_ = std::min(tiles_wanted, matrix.num_tiles());
    buffers_.resize(num_workers);
    for (auto& buffer : buffers_) {
      buffer.resize(kTileRows * row_bytes);
    }
  }

  std::uint32_t num_chunks() const {
    return static_cast<std::uint32_t>((matrix_.num_tiles() + chunk_tiles_ - 1) / chunk_tiles_);
  }

  bool has_failed() const { return has_failed_.load(); }

  void run_chunk(std::size_t, std::size_t chunk, std::size_t worker) noexcept override {
    const std::size_t end = std::min((chunk + 1) * chunk_tiles_, matrix_.num_tiles());
    for (std::size_t tile = chunk * chunk_tiles_; tile < end && !has_failed(); ++tile) {
      pack_one(tile, buffers_[worker]);
    }
  }

 private:
  void pack_one(std::size_t tile, std::vector<std::byte>& buffer) {
    const std::size_t per_group = matrix_.tiles_per_group();
    const std::size_t first_in_group = tile % per_group * kTileRows;
    const std::size_t first_row = tile / per_group * matrix_.group_rows() + first_in_group;
    const std::size_t num_rows = std::min(kTileRows, matrix_.group_rows() - first_in_group);
    const std::span rows(buffer.data(), num_rows * row_bytes_);
    if (!source_.read(first_row * row_bytes_, rows)) {
      has_failed_.store(true);
      return;
    }
    pack_tile(matrix_.format(), rows, num_rows, matrix_.num_values(),
              {tiles_ + tile * matrix_.tile_size(), matrix_.tile_size()});
  }

  const Matrix& matrix_;
  std::byte* tiles_;
  std::size_t row_bytes_;
  const ByteSource& source_;
  std::size_t chunk_tiles_;
  std::vector<std::vector<std::byte>> buffers_;
  std::atomic<bool> has_failed_{false};
};

void check(const FormatInfo& info, std::size_t num_rows, std::size_t num_values,
           std::size_t group_rows, const ByteSource& source) {
  constexpr std::size_t kMost = std::size_t{1} << 31;
  if (num_rows < 1 || num_rows >= kMost || num_values < 1 || num_values >= kMost) {
    throw std::invalid_argument("a matrix of " + std::to_string(num_rows) + " x " +
                                std::to_string(num_values) + " numbers is none");
  }
  if (group_rows < 1 || num_rows % group_rows != 0) {
    throw std::invalid_argument(std::to_string(num_rows) + " rows are no groups of " +
                                std::to_string(group_rows));
  }
  if (num_values % info.block_values != 0) {
    throw std::invalid_argument("rows of " + std::to_string(num_values) + " numbers do not fill " +
                                std::string(info.name) + " blocks of " +
                                std::to_string(info.block_values));
  }
  const std::uint64_t expected =
      static_cast<std::uint64_t>(num_values / info.block_values) * info.block_bytes * num_rows;
  if (source.size_bytes() != expected) {
    throw std::invalid_argument("expected " + std::to_string(expected) + " bytes, got " +
                                std::to_string(source.size_bytes()));
  }
}

}  // namespace

Matrix Matrix::pack(Format format, std::size_t num_rows, std::size_t num_values,
                    std::size_t group_rows, const ByteSource& source, ThreadPool& pool,
                    Arena& arena) {
  const FormatInfo& info = format_info(format);
  check(info, num_rows, num_values, group_rows, source);
  Matrix matrix;
  matrix.format_ = format;
  matrix.num_rows_ = num_rows;
  matrix.num_values_ = num_values;
  matrix.group_rows_ = group_rows;
  matrix.tile_bytes_ = tile_bytes(format, num_values);
  std::byte* const tiles = arena.take(matrix.size_bytes());
  matrix.tiles_ = tiles;
  const std::size_t row_bytes = num_values / info.block_values * info.block_bytes;
  PackJob job(matrix, tiles, row_bytes, source, pool.num_threads());
  const std::uint32_t num_chunks = job.num_chunks();
  pool.run(job, {&num_chunks, 1}, [](std::size_t) {});
  if (job.has_failed()) {
    throw std::runtime_error("the file has fewer bytes than when it was opened");
  }
  return matrix;
}

void Matrix::unpack(std::size_t row, std::span<float> values) const {
  const std::size_t in_group = row % group_rows_;
  const std::size_t index = row / group_rows_ * tiles_per_group() + in_group / kTileRows;
  unpack_row(format_, {tile(index), tile_bytes_}, in_group % kTileRows, values);
}

}  // namespace llamita
