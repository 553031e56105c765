#include "vend/parameters/merge.hpp"

#include <algorithm>

namespace vend::parameters {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;

const ParameterValue* find(const ParameterFile& file, const std::string& name) {
  const auto found =
      std::find_if(file.values.begin(), file.values.end(), [&](const ParameterValue& one) { return one.name == name; });
  return found == file.values.end() ? nullptr : &*found;
}

bool is_changed(const ParameterValue& mine, const Values& base) {
  const auto before = base.find(mine.name);
  return mine.previous || before == base.end() ||
         std::find(before->second.begin(), before->second.end(), mine.value) == before->second.end();
}

}  // namespace

bool same_values(const ParameterFile& a, const ParameterFile& b) {
  return a.values.size() == b.values.size() &&
         std::all_of(a.values.begin(), a.values.end(), [&](const ParameterValue& one) {
           const ParameterValue* other = find(b, one.name);
           return other != nullptr && other->value == one.value && other->previous == one.previous;
         });
}

MergedParameters merge_parameters(const ParameterFile& mine, const Values& base, const ParameterFile& fresh,
                                  const std::function<bool(const ParameterValue&)>& is_secret) {
  MergedParameters merged;
  for (const ParameterValue& one : fresh.values) {
    const ParameterValue* present_value = find(mine, one.name);
    if (present_value == nullptr) {
      if (base.contains(one.name)) continue;
      merged.added.push_back(one.name);
      merged.file.values.push_back(one);
    } else if (is_changed(*present_value, base) && present_value->value != one.value) {
      merged.kept.push_back(one.name);
      merged.file.values.push_back(*present_value);
    } else {
      merged.file.values.push_back(present_value->previous ? *present_value : one);
    }
  }
  for (const ParameterValue& one : mine.values) {
    if (find(fresh, one.name) != nullptr) continue;
    if (is_changed(one, base) && is_secret(one)) {
      merged.secret.push_back(one.name);
      merged.file.values.push_back(one);
    } else if (is_changed(one, base)) {
      merged.dropped.push_back(one);
    } else {
      merged.removed.push_back(one.name);
    }
  }
  return merged;
}

}  // namespace vend::parameters
