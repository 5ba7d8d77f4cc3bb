// Small models of any shape and any weights, read by any sequence of steps, forks, truncations and
// restored dumps: what does not fit is refused with an exception, and what each sequence has read
// gives the bits of one model on one thread and the generic kernels that reads it all at once.
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "../kernels/kernels.h"
#include "../system/byte_source.h"
#include "../tests/random.h"
#include "input.h"
#include "llamita/model.h"

namespace {

using llamita::ByteSource;
using llamita::Cache;
using llamita::FormatInfo;
using llamita::KvFormat;
using llamita::MemorySource;
using llamita::Model;
using llamita::ModelShape;
using llamita::NormRole;
using llamita::Read;
using llamita::Role;
using llamita::Wanted;
using namespace llamita::fuzz;

constexpr std::size_t kNumActs = 16;
constexpr std::size_t kMostCaches = 4;
constexpr std::size_t kMostTokens =
    400;  // of a sequence: pages, and segments of attention, are cut

// Says it has more bytes than it gives.
class CutSource final : public ByteSource {
 public:
  CutSource(std::span<const std::byte> bytes, std::uint64_t size_bytes)
      : bytes_(bytes), size_bytes_(size_bytes) {}
  std::uint64_t size_bytes() const override { return size_bytes_; }
  bool read(std::uint64_t offset, std::span<std::byte> target) const override {
    return MemorySource(bytes_).read(offset, target);
  }

 private:
  std::span<const std::byte> bytes_;
  std::uint64_t size_bytes_;
};

// Whether `act` was refused with one of the exceptions that are promised.
template <class Act>
bool is_refused(Act act) {
  try {
    act();
  } catch (const std::invalid_argument&) {
    return true;
  } catch (const std::runtime_error&) {
    return true;
  }
  return false;
}

// Seldom wide enough for blocks of 256, which take their time.
std::size_t any_width(Input& input, std::size_t wild) {
  return input.one_in(8) ? 256 : 32 * input.number(1 - wild, 3);
}

ModelShape any_shape(Input& input) {
  const std::size_t wild = input.one_in(16) ? 1 : 0;  // then it may be one that is none
  const std::size_t num_kv_heads = input.number(1 - wild, 2);
  return {.num_layers = input.number(1 - wild, 2),
          .width = any_width(input, wild) + wild * input.number(0, 31),
          .num_heads = num_kv_heads * input.number(1, 3) + wild * input.number(0, 1),
          .num_kv_heads = num_kv_heads,
          .head_width = (wild == 1 ? 1 : 2) * input.number(1 - wild, 16),
          .feed_forward_width = any_width(input, wild) + wild * input.number(0, 31),
          .vocabulary_size = input.number(1 - wild, 40),
          .context_tokens = input.number(1 - wild, 2048),
          .norm_epsilon = wild == 1 ? input.floats(1)[0] : 1e-5f,
          .rope_base = wild == 1 ? static_cast<double>(input.floats(1)[0]) : 1e4,
          .rope_scale = wild == 1 ? static_cast<double>(input.floats(1)[0]) : 1.0};
}

struct Size {
  std::size_t num_rows;
  std::size_t num_values;
};

Size size_of(const ModelShape& shape, Role role) {
  const std::size_t query_width = shape.num_heads * shape.head_width;
  const std::size_t kv_width = shape.num_kv_heads * shape.head_width;
  switch (role) {
    case Role::kTokenEmbedding:
    case Role::kOutput:
      return {shape.vocabulary_size, shape.width};
    case Role::kQuery:
      return {query_width, shape.width};
    case Role::kKey:
    case Role::kValue:
      return {kv_width, shape.width};
    case Role::kAttentionOutput:
      return {shape.width, query_width};
    case Role::kGate:
    case Role::kUp:
      return {shape.feed_forward_width, shape.width};
    case Role::kDown:
      break;
  }
  return {shape.width, shape.feed_forward_width};
}

// Weights of any bytes for two models that should be the same one.
class Twins {
 public:
  Twins(Input& input, const ModelShape& shape)
      : input_(input),
        is_sound_(!input.one_in(4)),
        kv_format_(input.one_in(2) ? KvFormat::kF16 : KvFormat::kInt8),
        model_(shape, input.one_of(llamita::usable_kernels())->name, input.number(1, 3),
               kv_format_),
        generic_(shape, "generic", 1, kv_format_) {
    set(Role::kTokenEmbedding, 0);
    if (input.one_in(2)) {
      set(Role::kOutput, 0);
    }
    set(NormRole::kOutput, 0);
    for (std::size_t layer = 0; layer < shape.num_layers; ++layer) {
      for (const Role role : {Role::kQuery, Role::kKey, Role::kValue, Role::kAttentionOutput,
                              Role::kGate, Role::kUp, Role::kDown}) {
        set(role, layer);
      }
      set(NormRole::kAttention, layer);
      set(NormRole::kFeedForward, layer);
    }
    model_.check_complete();
  }

  Model& model() { return model_; }
  Model& generic() { return generic_; }

 private:
  void set(NormRole role, std::size_t layer) {
    const std::size_t width = model_.shape().width;
    const auto weight = is_sound_ ? std::vector<float>(width, 1.0f) : input_.floats(width);
    model_.set_norm(role, layer, weight);
    generic_.set_norm(role, layer, weight);
  }

  void set(Role role, std::size_t layer) {
    const Size size = size_of(model_.shape(), role);
    if (input_.one_in(8)) {
      refuse(role, layer, size);
    }
    const FormatInfo* info = &input_.one_of(llamita::all_formats());
    if (size.num_values % info->block_values != 0) {
      info = &llamita::format_info(llamita::Format::kF32);
    }
    const auto bytes = weights(*info, size);
    const int type = static_cast<int>(info->format);
    model_.set_matrix(role, layer, type, size.num_rows, size.num_values, MemorySource(bytes));
    generic_.set_matrix(role, layer, type, size.num_rows, size.num_values, MemorySource(bytes));
  }

  // Any bytes, of which most models make no number of anything, or those of a model that is sound.
  std::vector<std::byte> weights(const FormatInfo& info, Size size) {
    if (is_sound_) {
      llamita::tests::Random random(static_cast<unsigned>(input_.number(0, 65'535)));
      return llamita::tests::random_rows(random, info.format, size.num_rows, size.num_values);
    }
    return input_.bytes(size.num_rows * size.num_values / info.block_values * info.block_bytes);
  }

  // What a damaged or hostile file may ask for: any format, any number of bytes promised, hardly
  // any there.
  void refuse(Role role, std::size_t layer, Size size) {
    const FormatInfo& info = input_.one_of(llamita::all_formats());
    const bool is_cut_only = input_.one_in(2);
    const int type = is_cut_only ? static_cast<int>(info.format) : input_.byte() - 1;
    const std::uint64_t promised =
        is_cut_only ? size.num_rows * size.num_values / info.block_values * info.block_bytes
                    : std::uint64_t{input_.byte()} << input_.number(0, 63);
    const auto bytes = input_.bytes(input_.number(0, 16));
    const CutSource source(bytes, promised);
    const bool was_refused = is_refused([&] {
      model_.set_matrix(role, layer + input_.number(0, 1) * model_.shape().num_layers, type,
                        size.num_rows, size.num_values + input_.number(0, 1), source);
    });
    expect(was_refused, "a matrix of too few bytes was taken");
  }

  Input& input_;
  bool is_sound_;
  KvFormat kv_format_;
  Model model_;
  Model generic_;
};

// A cache and what it should hold.
struct Sequence {
  Cache cache;
  std::vector<std::int32_t> token_ids;
  bool is_damaged = false;  // restored from other bytes than were dumped
};

class Session {
 public:
  Session(Input& input, Twins& twins) : input_(input), twins_(twins) { add(); }

  void act() {
    switch (input_.number(0, 7)) {
      case 0:
        return add();
      case 1:
        return fork();
      case 2:
        return truncate();
      case 3:
        return restore();
      default:
        return step();
    }
  }

  // The logits of the next token, after all that one sequence has read in pieces, forked or
  // restored.
  void check() {
    Sequence& sequence = any_sequence();
    expect(sequence.cache.length_tokens() == sequence.token_ids.size(), "length of a cache");
    if (sequence.is_damaged || sequence.token_ids.size() == sequence.cache.limit_tokens()) {
      return;
    }
    const auto next = any_tokens(1);
    const std::vector<float> found = logits(twins_.model(), sequence.cache, next);
    sequence.token_ids.push_back(next.front());
    Cache fresh = twins_.generic().new_cache(kMostTokens);
    expect(same(found, logits(twins_.generic(), fresh, sequence.token_ids)),
           "logits after " + std::to_string(sequence.token_ids.size()) + " tokens, " +
               std::string(twins_.model().kernel_table()));
  }

 private:
  Sequence& any_sequence() { return sequences_[input_.number(0, sequences_.size() - 1)]; }

  std::vector<std::int32_t> any_tokens(std::size_t count) {
    llamita::tests::Random random(input_.byte());
    std::vector<std::int32_t> ids(count);
    std::ranges::generate(ids, [&] {
      return static_cast<std::int32_t>(random() % twins_.model().shape().vocabulary_size);
    });
    return ids;
  }

  std::vector<float> logits(Model& model, Cache& cache, std::span<const std::int32_t> ids) {
    std::vector<float> logits(model.shape().vocabulary_size);
    const Read read{&cache, ids, Wanted::kLast, logits.data()};
    expect(model.step({&read, 1}, {}), "a step that nobody ended");
    return logits;
  }

  void add() {
    if (sequences_.size() < kMostCaches) {
      sequences_.push_back({twins_.model().new_cache(input_.number(1, kMostTokens)), {}});
    }
  }

  void fork() {
    const Sequence& parent = any_sequence();
    const std::size_t length = input_.number(0, parent.token_ids.size() + 1);
    std::optional<Cache> cache;
    const bool refused = is_refused([&] { cache.emplace(parent.cache.fork(length)); });
    expect(refused == (length > parent.token_ids.size()), "fork");
    if (!refused && sequences_.size() < kMostCaches) {
      Sequence child{*std::move(cache), parent.token_ids, parent.is_damaged};
      child.token_ids.resize(length);
      sequences_.push_back(std::move(child));
    }
  }

  void truncate() {
    Sequence& sequence = any_sequence();
    const std::size_t length = input_.number(0, sequence.token_ids.size() + 1);
    const bool refused = is_refused([&] { sequence.cache.truncate(length); });
    expect(refused == (length > sequence.token_ids.size()), "truncate");
    if (!refused) {
      sequence.token_ids.resize(length);
    }
  }

  void restore() {
    const Sequence& source = any_sequence();
    std::vector<std::byte> bytes(source.cache.dump_bytes());
    source.cache.dump(bytes);
    bool is_damaged = source.is_damaged;
    if (input_.one_in(3)) {
      is_damaged = true;
      const std::size_t count = std::min(bytes.size(), input_.number(0, 64));
      std::ranges::copy(input_.bytes(count), bytes.end() - static_cast<std::ptrdiff_t>(count));
    }
    Sequence& target = any_sequence();
    const std::size_t length = source.token_ids.size();
    const auto token_ids = source.token_ids;
    if (input_.one_in(4)) {
      expect(is_refused([&] {
               const std::size_t other = std::size_t{1} << input_.number(0, 63);
               bytes.resize(bytes.size() + input_.number(1, 2));
               target.cache.restore(other, bytes);
             }),
             "a dump of another size");
      return;
    }
    const bool refused = is_refused([&] { target.cache.restore(length, bytes); });
    expect(refused == (length > target.cache.limit_tokens()), "restore");
    if (!refused) {
      target.token_ids = token_ids;
      target.is_damaged = is_damaged;
    }
  }

  // One step of some of the sequences, perhaps ended before it is done.
  void step() {
    std::vector<Sequence*> readers;
    std::vector<std::vector<std::int32_t>> ids;
    std::vector<std::vector<float>> outputs;
    std::vector<Read> reads;
    const std::size_t vocabulary_size = twins_.model().shape().vocabulary_size;
    for (Sequence& sequence : sequences_) {
      const std::size_t room = sequence.cache.limit_tokens() - sequence.token_ids.size();
      if (room == 0 || input_.one_in(3)) {
        continue;
      }
      const std::size_t most = input_.one_in(16) ? kMostTokens : input_.one_in(3) ? 70 : 4;
      const std::size_t wanted = input_.number(1, most);
      ids.push_back(any_tokens(std::min(wanted, room)));
      const auto logits = static_cast<Wanted>(input_.number(0, 2));
      const std::size_t num_rows = logits == Wanted::kAll    ? ids.back().size()
                                   : logits == Wanted::kLast ? 1
                                                             : 0;
      outputs.emplace_back(num_rows * vocabulary_size);
      readers.push_back(&sequence);
      reads.push_back({&sequence.cache, {}, logits, outputs.back().data()});
    }
    for (std::size_t i = 0; i < reads.size(); ++i) {
      reads[i].token_ids = ids[i];
    }
    std::size_t asked_before_end = input_.one_in(6) ? input_.number(0, 3) : kMostTokens;
    const bool is_finished = twins_.model().step(reads, [&] { return asked_before_end-- == 0; });
    for (std::size_t i = 0; i < reads.size(); ++i) {
      keep_what_was_read(*readers[i], ids[i], is_finished);
    }
  }

  void keep_what_was_read(Sequence& sequence, const std::vector<std::int32_t>& ids,
                          bool is_finished) {
    const std::size_t before = sequence.token_ids.size();
    sequence.token_ids.insert(sequence.token_ids.end(), ids.begin(), ids.end());
    const std::size_t length = sequence.cache.length_tokens();
    expect(is_finished ? length == sequence.token_ids.size()
                       : length >= before && length <= sequence.token_ids.size(),
           "length after a step");
    sequence.token_ids.resize(length);
  }

  Input& input_;
  Twins& twins_;
  std::vector<Sequence> sequences_;
};

}  // namespace

// The first half of the bytes says what is done, the second one what the weights are, which would
// leave nothing of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input script(data, size / 2);
  Input weights(data + size / 2, size - size / 2);
  const ModelShape shape = any_shape(weights);
  if (is_refused([&] { Model(shape, "generic", 1, KvFormat::kF16); })) {
    return 0;
  }
  Twins twins(weights, shape);
  Session session(script, twins);
  for (std::size_t i = 0; i < kNumActs; ++i) {
    session.act();
  }
  session.check();
  return 0;
}
