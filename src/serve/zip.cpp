#include "serve/zip.hpp"

#include <array>
#include <cstdint>

namespace vend::serve {
namespace {

constexpr std::uint16_t version = 20, made_by_unix = 3 << 8 | version;
constexpr std::uint16_t names_are_utf8 = 1 << 11, first_day = 1 << 5 | 1;

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ value >> 1U : value >> 1U;
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xFFFFFFFFU;
  for (const char c : bytes) value = crc_table[(value ^ static_cast<unsigned char>(c)) & 0xFFU] ^ value >> 8U;
  return value ^ 0xFFFFFFFFU;
}

void put16(std::string& out, std::size_t value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U & 0xFFU);
}

void put32(std::string& out, std::size_t value) {
  put16(out, value & 0xFFFFU);
  put16(out, value >> 16U & 0xFFFFU);
}

// What the local and the central header have in common.
std::string header_of(const product::File& file) {
  std::string out;
  put16(out, version);
  put16(out, names_are_utf8);
  put16(out, 0);  // stored
  put16(out, 0);  // at midnight
  put16(out, first_day);
  put32(out, crc32(file.content));
  put32(out, file.content.size());
  put32(out, file.content.size());
  put16(out, file.name.size());
  put16(out, 0);  // no extra field
  return out;
}

}  // namespace

std::string zip(const std::vector<product::File>& files) {
  std::string out, directory;
  for (const product::File& file : files) {
    const std::string header = header_of(file);
    const std::size_t offset = out.size();
    out += "PK\x03\x04" + header + file.name + file.content;
    directory += "PK\x01\x02";
    put16(directory, made_by_unix);
    directory += header;
    put16(directory, 0);  // no comment
    put16(directory, 0);  // first disk
    put16(directory, 0);
    put32(directory, std::size_t{file.name.ends_with(".sh") ? 0100755U : 0100644U} << 16U);
    put32(directory, offset);
    directory += file.name;
  }
  const std::size_t start = out.size();
  out += directory + "PK\x05\x06";
  put16(out, 0);
  put16(out, 0);
  put16(out, files.size());
  put16(out, files.size());
  put32(out, directory.size());
  put32(out, start);
  put16(out, 0);
  return out;
}

}  // namespace vend::serve
