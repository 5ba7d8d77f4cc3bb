// The thread pool, the cache and a small model: that nothing depends on how work is cut up.
#include "llamita/model.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "../kernels/kernels.h"
#include "../system/byte_source.h"
#include "../system/thread_pool.h"
#include "check.h"
#include "random.h"

namespace {

using llamita::Cache;
using llamita::Format;
using llamita::Model;
using llamita::ModelShape;
using llamita::Role;
using llamita::ThreadPool;
using llamita::Wanted;
using namespace llamita::tests;

// Counts its chunks, and notes any that ran before the phase in front of it was over.
class CountingJob final : public llamita::Job {
 public:
  explicit CountingJob(std::vector<std::uint32_t> num_chunks)
      : num_chunks_(std::move(num_chunks)), counts_(num_chunks_.size()) {}

  void run_chunk(std::size_t phase, std::size_t, std::size_t) noexcept override {
    if (phase > 0 && counts_[phase - 1].load() != num_chunks_[phase - 1]) {
      num_early.fetch_add(1);
    }
    counts_[phase].fetch_add(1);
  }

  bool is_complete() const {
    for (std::size_t phase = 0; phase < num_chunks_.size(); ++phase) {
      if (counts_[phase].load() != num_chunks_[phase]) {
        return false;
      }
    }
    return true;
  }

  std::atomic<int> num_early{0};

 private:
  std::vector<std::uint32_t> num_chunks_;
  std::vector<std::atomic<std::uint32_t>> counts_;
};

void every_chunk_runs_once_and_no_phase_too_early() {
  Random random(1);
  for (const std::size_t num_threads : {1u, 2u, 3u, 8u}) {
    ThreadPool pool(num_threads);
    for (int run = 0; run < 300; ++run) {
      std::vector<std::uint32_t> num_chunks(1 + random() % 20);
      for (auto& count : num_chunks) {
        count = static_cast<std::uint32_t>(random() % 7);
      }
      CountingJob job(num_chunks);
      std::size_t num_before = 0;
      pool.run(job, num_chunks, [&](std::size_t) { ++num_before; });
      CHECK(job.is_complete() && job.num_early.load() == 0 && num_before == num_chunks.size());
      if (run % 100 == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));  // long enough to fall asleep
      }
    }
  }
}

void pools_refuse_what_they_cannot_have() {
  for (const std::size_t num_threads : {std::size_t{0}, std::size_t{1025}}) {
    std::string message;
    try {
      const ThreadPool pool(num_threads);
    } catch (const std::invalid_argument& error) {
      message = error.what();
    }
    CHECK(message == "num_threads must be in [1, 1024], got " + std::to_string(num_threads),
          message);
  }
}

ModelShape small_shape() {
  return {.num_layers = 2,
          .width = 64,
          .num_heads = 4,
          .num_kv_heads = 2,
          .head_width = 16,
          .feed_forward_width = 96,
          .vocabulary_size = 50,
          .context_tokens = 2048,
          .norm_epsilon = 1e-5f,
          .rope_base = 1e4,
          .rope_scale = 1.0};
}

void fill(Model& model, Format format, unsigned seed) {
  Random random(seed);
  const ModelShape& shape = model.shape();
  const auto set = [&](Role role, std::size_t layer, std::size_t rows, std::size_t values) {
    const auto bytes = random_rows(random, format, rows, values);
    model.set_matrix(role, layer, static_cast<int>(format), rows, values,
                     llamita::MemorySource(bytes));
  };
  set(Role::kTokenEmbedding, 0, shape.vocabulary_size, shape.width);
  const std::vector<float> ones(shape.width, 1.0f);
  model.set_norm(llamita::NormRole::kOutput, 0, ones);
  for (std::size_t layer = 0; layer < shape.num_layers; ++layer) {
    set(Role::kQuery, layer, 64, 64);
    set(Role::kKey, layer, 32, 64);
    set(Role::kValue, layer, 32, 64);
    set(Role::kAttentionOutput, layer, 64, 64);
    set(Role::kGate, layer, 96, 64);
    set(Role::kUp, layer, 96, 64);
    set(Role::kDown, layer, 64, 96);
    model.set_norm(llamita::NormRole::kAttention, layer, ones);
    model.set_norm(llamita::NormRole::kFeedForward, layer, ones);
  }
  model.check_complete();
}

std::vector<std::int32_t> random_ids(unsigned seed, std::size_t count) {
  Random random(seed);
  std::vector<std::int32_t> ids(count);
  for (auto& id : ids) {
    id = static_cast<std::int32_t>(random() % 50);
  }
  return ids;
}

// The logits of all ids, read in pieces of these sizes, the last one repeated.
std::vector<float> read_in_pieces(Model& model, const std::vector<std::int32_t>& ids,
                                  const std::vector<std::size_t>& pieces) {
  Cache cache = model.new_cache(2048);
  std::vector<float> logits(ids.size() * 50);
  std::size_t done = 0;
  for (std::size_t i = 0; done < ids.size(); ++i) {
    const std::size_t count = std::min(pieces[std::min(i, pieces.size() - 1)], ids.size() - done);
    const llamita::Read read{&cache, {ids.data() + done, count}, Wanted::kAll, &logits[done * 50]};
    CHECK(model.step({&read, 1}, {}));
    done += count;
  }
  return logits;
}

void a_row_depends_on_itself_alone() {
  const auto ids = random_ids(2, 700);
  for (const Format format : {Format::kQ4_1, Format::kQ8_0, Format::kBF16}) {
    for (const auto kv : {llamita::KvFormat::kF16, llamita::KvFormat::kInt8}) {
      for (const llamita::Kernels* kernels : llamita::usable_kernels()) {
        if (kernels->name == "generic" && format != Format::kQ4_1) {
          continue;  // slow, and held to the others in kernels_test
        }
        Model one(small_shape(), kernels->name, 1, kv);
        Model three(small_shape(), kernels->name, 3, kv);
        fill(one, format, 3);
        fill(three, format, 3);
        const auto whole = read_in_pieces(one, ids, {700});
        const std::string what(kernels->name);
        CHECK(whole == read_in_pieces(three, ids, {700}), what + ", threads");
        CHECK(whole == read_in_pieces(three, ids, {1, 7, 300, 2, 9, 17, 64}), what + ", pieces");
        CHECK(whole == read_in_pieces(one, ids, {690, 1}), what + ", token by token");
      }
    }
  }
}

void all_tables_agree() {
  const auto ids = random_ids(4, 90);
  std::vector<float> expected;
  for (const llamita::Kernels* kernels : llamita::usable_kernels()) {
    Model model(small_shape(), kernels->name, 2, llamita::KvFormat::kF16);
    fill(model, Format::kQ4_0, 5);
    const auto found = read_in_pieces(model, ids, {90});
    CHECK(expected.empty() || found == expected, std::string(kernels->name));
    expected = found;
  }
}

void sequences_of_one_step_do_not_disturb_each_other() {
  Model model(small_shape(), "", 2, llamita::KvFormat::kF16);
  fill(model, Format::kQ4_1, 6);
  const std::vector<std::vector<std::int32_t>> prompts{random_ids(7, 300), random_ids(8, 1),
                                                       random_ids(9, 33)};
  std::vector<Cache> caches;
  std::vector<std::vector<float>> logits;
  for (const auto& prompt : prompts) {
    caches.push_back(model.new_cache(2048));
    logits.emplace_back(prompt.size() * 50);
  }
  std::vector<llamita::Read> reads;
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    reads.push_back({&caches[i], prompts[i], Wanted::kAll, logits[i].data()});
  }
  CHECK(model.step(reads, {}));
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    CHECK(logits[i] == read_in_pieces(model, prompts[i], {300}), std::to_string(i));
    CHECK(caches[i].length_tokens() == prompts[i].size());
  }
}

void forks_and_restored_dumps_go_on_alike() {
  Model model(small_shape(), "", 2, llamita::KvFormat::kInt8);
  fill(model, Format::kQ4_1, 10);
  const auto ids = random_ids(11, 200);
  const auto whole = read_in_pieces(model, ids, {200});
  Cache cache = model.new_cache(2048);
  const llamita::Read prompt{&cache, {ids.data(), 150}, Wanted::kNone, nullptr};
  CHECK(model.step({&prompt, 1}, {}));
  Cache fork = cache.fork(100);
  std::vector<std::byte> bytes(fork.dump_bytes());
  fork.dump(bytes);
  Cache restored = model.new_cache(2048);
  restored.restore(100, bytes);
  // What the first cache reads now must not show in the others.
  const auto other = random_ids(12, 60);
  cache.truncate(110);
  const llamita::Read elsewhere{&cache, other, Wanted::kNone, nullptr};
  CHECK(model.step({&elsewhere, 1}, {}));
  for (Cache* continued : {&fork, &restored}) {
    std::vector<float> logits(100 * 50);
    const llamita::Read rest{continued, {ids.data() + 100, 100}, Wanted::kAll, logits.data()};
    CHECK(model.step({&rest, 1}, {}));
    CHECK(std::memcmp(logits.data(), &whole[100 * 50], logits.size() * sizeof(float)) == 0);
  }
}

void a_dump_shows_nothing_of_forgotten_tokens() {
  for (const auto kv : {llamita::KvFormat::kF16, llamita::KvFormat::kInt8}) {
    Model model(small_shape(), "", 2, kv);
    fill(model, Format::kQ4_1, 15);
    const auto ids = random_ids(16, 100);
    std::vector<std::vector<std::byte>> dumps;
    for (const std::size_t num_read : {70u, 100u}) {
      Cache cache = model.new_cache(2048);
      const llamita::Read read{&cache, {ids.data(), num_read}, Wanted::kNone, nullptr};
      CHECK(model.step({&read, 1}, {}));
      Cache fork = cache.fork(70);
      dumps.emplace_back(fork.dump_bytes());
      fork.dump(dumps.back());
    }
    CHECK(dumps[0] == dumps[1]);
  }
}

void a_cache_of_another_model_is_refused() {
  Model model(small_shape(), "", 1, llamita::KvFormat::kF16);
  const Model other(small_shape(), "", 1, llamita::KvFormat::kInt8);
  fill(model, Format::kQ4_1, 17);
  Cache cache = other.new_cache(64);
  const auto ids = random_ids(18, 3);
  const llamita::Read read{&cache, ids, Wanted::kNone, nullptr};
  std::string message;
  try {
    model.step({&read, 1}, {});
  } catch (const std::invalid_argument& error) {
    message = error.what();
  }
  CHECK(message == "the cache is one of another model", message);
  CHECK(cache.length_tokens() == 0);
}

void a_cancelled_step_leaves_a_prefix() {
  Model model(small_shape(), "", 2, llamita::KvFormat::kF16);
  fill(model, Format::kQ4_1, 13);
  const auto ids = random_ids(14, 600);
  Cache cache = model.new_cache(2048);
  int num_asked = 0;
  const llamita::Read read{&cache, ids, Wanted::kNone, nullptr};
  CHECK(!model.step({&read, 1}, [&] { return ++num_asked == 2; }));
  const std::size_t done = cache.length_tokens();
  CHECK(done == 256 || done == 0, std::to_string(done));
  CHECK(cache.size_bytes() == (done + 63) / 64 * model.page_bytes());
}

template <class Act>
std::string refusal(Act act) {
  try {
    act();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "accepted";
}

class CutSource final : public llamita::ByteSource {
 public:
  std::uint64_t size_bytes() const override { return 64 * 64 / 32 * 18; }
  bool read(std::uint64_t offset, std::span<std::byte> target) const override {
    return offset + target.size() <= 1000;
  }
};

void what_does_not_fit_is_refused() {
  Model model(small_shape(), "", 1, llamita::KvFormat::kF16);
  const std::vector<std::byte> bytes(64 * 64 / 32 * 18);
  const auto set = [&](Role role, std::size_t layer, int format, std::size_t rows,
                       std::size_t values, const llamita::ByteSource& source) {
    return refusal([&] { model.set_matrix(role, layer, format, rows, values, source); });
  };
  const llamita::MemorySource source(bytes);
  CHECK(set(Role::kQuery, 2, 2, 64, 64, source) == "there is no layer 2");
  CHECK(set(Role::kQuery, 0, 99, 64, 64, source) ==
        "block format 99 is none that these kernels multiply");
  CHECK(set(Role::kQuery, 0, 2, 64, 32, source) == "expected 64 x 64 numbers, got 64 x 32");
  CHECK(set(Role::kQuery, 0, 3, 64, 64, source) == "expected 2560 bytes, got 2304");
  CHECK(set(Role::kQuery, 0, 12, 64, 64, source) ==
        "rows of 64 numbers do not fill Q4_K blocks of 256");
  CHECK(set(Role::kQuery, 0, 2, 64, 64, CutSource()) ==
        "the file has fewer bytes than when it was opened");
  CHECK(set(Role::kQuery, 0, 2, 64, 64, source) == "accepted");
  CHECK(set(Role::kQuery, 0, 2, 64, 64, source) == "it is set already");
  CHECK(refusal([&] { model.check_complete(); }) == "the token embedding is missing");
  CHECK(refusal([&] { model.set_norm(llamita::NormRole::kOutput, 0, {}); }) ==
        "expected 64 numbers, got 0");
  ModelShape odd = small_shape();
  odd.head_width = 15;
  CHECK(refusal([&] { Model(odd, "", 1, llamita::KvFormat::kF16); }) == "head_width must be even");
  ModelShape many = small_shape();
  many.num_layers = 1000;
  CHECK(refusal([&] { Model(many, "", 1, llamita::KvFormat::kF16); }) ==
        "num_layers must be in [1, 256], got 1000");
  Cache cache = model.new_cache(100);
  CHECK(refusal([&] { cache.truncate(1); }) == "length must be in [0, 0] tokens, got 1");
  CHECK(refusal([&] { cache.restore(5, {}); }) ==
        "0 bytes are no cache of 5 tokens: expected 1 x " + std::to_string(model.page_bytes()));
  // So many tokens that the size of their pages is 0 modulo 2^64.
  Cache endless = model.new_cache(std::numeric_limits<std::size_t>::max());
  const std::size_t most_pages = std::numeric_limits<std::size_t>::max() / model.page_bytes() + 1;
  CHECK(refusal([&] { endless.restore(most_pages * 64, {}); }).starts_with("0 bytes are no cache"));
  CHECK(set(static_cast<Role>(9), 0, 2, 64, 96,
            llamita::MemorySource(std::vector<std::byte>(64 * 96 / 32 * 18))) ==
        "there is no role 9");
}

}  // namespace

int main() {
  every_chunk_runs_once_and_no_phase_too_early();
  pools_refuse_what_they_cannot_have();
  a_row_depends_on_itself_alone();
  all_tables_agree();
  sequences_of_one_step_do_not_disturb_each_other();
  forks_and_restored_dumps_go_on_alike();
  a_dump_shows_nothing_of_forgotten_tokens();
  a_cache_of_another_model_is_refused();
  a_cancelled_step_leaves_a_prefix();
  what_does_not_fit_is_refused();
  return llamita::tests::exit_status();
}
