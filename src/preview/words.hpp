// Small pieces of language.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace vend::preview {

std::string count_of(int count, const std::string& noun);    // "no instance", "1 instance", "2 instances"
std::string bytes_of(std::size_t count);                     // "12 bytes"
std::string in_words(std::size_t count);                     // "four"; digits above twelve
std::string number_text(double value);                       // without zeros at the end
std::string list_of(const std::vector<std::string>& parts);  // "a, b and c"
std::string time_of_day(int minute);                         // "07:00"; 1440 is 24:00
std::string of_metric(double value, bool percentage);        // "70 %"

}  // namespace vend::preview
