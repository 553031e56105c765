// SHA-256 (FIPS 180-4). Own code rather than libcrypto: it is one page, is tested against the standard's vectors, and
// spares the program a library of 6 MB that it would need for nothing else.
#include "vend/support/sha256.hpp"

#include <array>
#include <bit>
#include <cstdint>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace vend::support {

namespace {

using Words = std::array<std::uint32_t, 8>;

// First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big_endian(const unsigned char* p) {
  return std::uint32_t{p[0]} << 24U | std::uint32_t{p[1]} << 16U | std::uint32_t{p[2]} << 8U | p[3];
}

// One round. The standard moves every variable to the next; renaming them at the call is the same and moves nothing.
[[gnu::always_inline]] inline void round(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t& d,
                                         std::uint32_t e, std::uint32_t f, std::uint32_t g, std::uint32_t& h,
                                         std::uint32_t added) {
  const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
  const std::uint32_t first = h + s1 + (g ^ (e & (f ^ g))) + added;
  const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
  d += first;
  h = first + s0 + ((a & b) | (c & (a | b)));
}

void add_block(Words& hash, const unsigned char* block) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t t = 0; t < 16; ++t) w[t] = big_endian(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3U);
    const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10U);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = hash;
  auto added = [&](std::size_t t) { return round_constants[t] + w[t]; };
  for (std::size_t t = 0; t < 64; t += 8) {
    round(a, b, c, d, e, f, g, h, added(t));
    round(h, a, b, c, d, e, f, g, added(t + 1));
    round(g, h, a, b, c, d, e, f, added(t + 2));
    round(f, g, h, a, b, c, d, e, added(t + 3));
    round(e, f, g, h, a, b, c, d, added(t + 4));
    round(d, e, f, g, h, a, b, c, added(t + 5));
    round(c, d, e, f, g, h, a, b, added(t + 6));
    round(b, c, d, e, f, g, h, a, added(t + 7));
  }
  const Words working = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) hash[i] += working[i];
}

void add_blocks(Words& hash, const unsigned char* data, std::size_t count) {
  for (; count > 0; --count, data += 64) add_block(hash, data);
}

#ifdef __x86_64__
// Bits of CPUID: SHA is leaf 7's EBX 29, SSE4.1 leaf 1's ECX 19 (Intel's manual, volume 2A).
bool has_instructions() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & 1U << 19U) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & 1U << 29U) != 0;
}

// Four words, chosen of eight by their numbers. The intrinsics for it are macros or not by the level of optimization.
template <int... chosen>
[[gnu::always_inline, gnu::target("sha,sse4.1")]] inline __m128i words_of(__m128i first, __m128i second) {
  using Four [[gnu::vector_size(16)]] = int;
  return std::bit_cast<__m128i>(
      __builtin_shufflevector(std::bit_cast<Four>(first), std::bit_cast<Four>(second), chosen...));
}

// The same with the processor's own rounds, ten times as fast: most of what a small run does is checksums of scripts.
// The instructions keep the words in the order ABEF and CDGH.
[[gnu::target("sha,sse4.1")]] void add_blocks_by_instructions(Words& hash, const unsigned char* data,
                                                              std::size_t count) {
  auto* words = reinterpret_cast<__m128i*>(hash.data());
  const __m128i to_big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i cdab = words_of<1, 0, 3, 2>(_mm_loadu_si128(words), _mm_setzero_si128());
  const __m128i efgh = words_of<3, 2, 1, 0>(_mm_loadu_si128(words + 1), _mm_setzero_si128());
  __m128i abef = words_of<2, 3, 4, 5>(efgh, cdab), cdgh = words_of<0, 1, 6, 7>(efgh, cdab);
  for (; count > 0; --count, data += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];  // NOLINT: std::array of __m128i drops its attributes
    for (std::size_t i = 0; i < 4; ++i)
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data) + i), to_big_endian);
#pragma GCC unroll 16
    for (std::size_t four = 0; four < 16; ++four) {
      __m128i& now = w[four % 4];
      if (four >= 4) {
        const __m128i before = w[(four + 3) % 4];
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(four + 1) % 4]),
                                          words_of<1, 2, 3, 4>(w[(four + 2) % 4], before));
        now = _mm_sha256msg2_epu32(sum, before);
      }
      const auto* constants = reinterpret_cast<const __m128i*>(round_constants.data()) + four;
      const __m128i added = _mm_add_epi32(now, _mm_loadu_si128(constants));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, added);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, words_of<2, 3, 2, 3>(added, added));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = words_of<3, 2, 1, 0>(abef, abef), dchg = words_of<1, 0, 3, 2>(cdgh, cdgh);
  _mm_storeu_si128(words, words_of<0, 1, 6, 7>(feba, dchg));
  _mm_storeu_si128(words + 1, words_of<2, 3, 4, 5>(feba, dchg));
}
#else
bool has_instructions() { return false; }
void add_blocks_by_instructions(Words& hash, const unsigned char* data, std::size_t count) {
  add_blocks(hash, data, count);
}
#endif

}  // namespace

std::string sha256_hex(std::string_view bytes, Sha256 way) {
  static const bool instructions = has_instructions();
  const auto add = instructions && way == Sha256::fastest ? add_blocks_by_instructions : add_blocks;
  Words hash = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::size_t whole = bytes.size() / 64 * 64;
  add(hash, data, whole / 64);

  std::array<unsigned char, 128> tail{};  // the rest, a 1 bit, zeros, and the length in bits
  const std::size_t rest = bytes.size() - whole;
  for (std::size_t i = 0; i < rest; ++i) tail[i] = data[whole + i];
  tail[rest] = 0x80;
  const std::size_t tail_size = rest < 56 ? 64 : 128;
  const std::uint64_t bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) tail[tail_size - 1 - i] = static_cast<unsigned char>(bits >> (8 * i));
  add(hash, tail.data(), tail_size / 64);

  std::string text;
  for (const std::uint32_t word : hash) {
    for (int shift = 28; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[(word >> static_cast<unsigned>(shift)) & 15U];
  }
  return text;
}

}  // namespace vend::support
