"""Real weights with a known answer: llama2.c's 260K-parameter story model, in its own format."""

import re
import struct

import numpy as np

from llamita.engines.reference import ReferenceEngine
from llamita.spec import ModelSpec, parameter_shapes
from tests.fixtures import fixture
from tests.tiny import checkpoint_of

BEGIN = 1
NUM_STEPS = 200

# The order of arrays in the file; each stands there for all layers before the next one starts.
LAYER_ARRAYS_BEFORE_FEED_FORWARD = ("attention_norm", "query", "key", "value", "attention_output")
LAYER_ARRAYS_AFTER = ("feed_forward_norm", "gate", "down", "up")


def read_llama2c(path):
    """A llama2.c version 0 file: seven int32, then float32 arrays. Returns (spec, parameters)."""
    data = path.read_bytes()
    width, hidden, layers, heads, kv_heads, vocabulary, context = struct.unpack_from("<7i", data)
    spec = ModelSpec(
        num_layers=layers,
        width=width,
        num_heads=heads,
        num_kv_heads=kv_heads,
        head_width=width // heads,
        feed_forward_width=hidden,
        vocabulary_size=abs(vocabulary),
        norm_epsilon=1e-5,
        rope_base=10_000.0,
        context_tokens=context,
        tied_output=vocabulary > 0,
        rope_scale=1.0,
        dialog=None,
    )
    numbers = np.frombuffer(data, np.float32, offset=28)
    shapes = parameter_shapes(spec)
    names = ["token_embedding"]
    names += [f"layers.{i}.{n}" for n in LAYER_ARRAYS_BEFORE_FEED_FORWARD for i in range(layers)]
    names += [f"layers.{i}.{n}" for n in LAYER_ARRAYS_AFTER for i in range(layers)]
    names += ["output_norm"]
    parameters, position = {}, 0
    for name in names:
        size = int(np.prod(shapes[name]))
        parameters[name] = numbers[position : position + size].reshape(shapes[name])
        position += size
    assert len(numbers) - position == context * spec.head_width  # the rotary tables, which we compute
    return spec, parameters


def read_pieces(path, vocabulary_size):
    """A llama2.c tokenizer: the longest piece, then score, length and bytes of each."""
    data, position, pieces = path.read_bytes(), 4, []
    for _ in range(vocabulary_size):
        _, length = struct.unpack_from("<fi", data, position)
        pieces.append(data[position + 8 : position + 8 + length])
        position += 8 + length
    return pieces


def text_of(pieces, token_ids):
    """As SentencePiece decodes: byte pieces are bytes, the space before the first word is dropped."""
    spelled = [pieces[i] for i in token_ids]
    data = b"".join(bytes([int(m[1], 16)]) if (m := re.fullmatch(rb"<0x(..)>", p)) else p for p in spelled)
    return data.decode().removeprefix(" ")


def test_the_story_model_tells_its_story_to_the_letter():
    spec, parameters = read_llama2c(fixture("stories260K", "stories260K.bin"))
    pieces = read_pieces(fixture("stories260K", "tok512.bin"), spec.vocabulary_size)
    engine = ReferenceEngine(checkpoint_of(spec, parameters))
    cache = engine.new_cache(NUM_STEPS)
    story = [BEGIN]
    for _ in range(NUM_STEPS):
        story.append(int(np.argmax(engine.extend(cache, story[-1:])[0])))
    expected = fixture("stories260K", "expected_greedy_200.txt").read_text()
    assert text_of(pieces, story[1:]).strip() == expected.strip()
