// Lists that age: what AWS has given up, as of `lists_taken`.
#pragma once

#include <array>
#include <string_view>

namespace vend::aws {

inline constexpr std::string_view lists_taken = "2026-11-24";

// Lambda developer guide, "Runtimes", as cfn-lint 1.51 lists it (MIT-0): days from which on a runtime is deprecated,
// and from which on AWS means to take no new function of it (a day that AWS has moved more than once).
struct Runtime {
  std::string_view name, deprecated, no_create;
};
inline constexpr std::array runtimes = {
    Runtime{"dotnet6", "2024-12-20", "2026-06-01"},         Runtime{"dotnet8", "2026-11-10", "2026-12-10"},
    Runtime{"dotnetcore1.0", "2019-06-27", "2019-06-30"},   Runtime{"dotnetcore2.0", "2019-05-30", "2019-04-30"},
    Runtime{"dotnetcore2.1", "2022-01-05", "2022-01-05"},   Runtime{"dotnetcore3.1", "2023-04-03", "2023-04-03"},
    Runtime{"go1.x", "2024-01-08", "2024-02-08"},           Runtime{"java11", "2026-06-30", "2026-07-31"},
    Runtime{"java17", "2026-06-30", "2026-07-31"},          Runtime{"java21", "2029-06-30", "2029-07-31"},
    Runtime{"java25", "2029-06-30", "2029-07-31"},          Runtime{"java8", "2024-01-08", "2024-02-08"},
    Runtime{"java8.al2", "2026-06-30", "2026-07-31"},       Runtime{"nodejs", "2016-08-30", "2016-09-30"},
    Runtime{"nodejs10.x", "2021-07-30", "2021-07-30"},      Runtime{"nodejs12.x", "2023-03-31", "2023-03-31"},
    Runtime{"nodejs14.x", "2023-12-04", "2024-01-09"},      Runtime{"nodejs16.x", "2024-06-12", "2026-06-01"},
    Runtime{"nodejs18.x", "2025-09-01", "2026-06-01"},      Runtime{"nodejs20.x", "2026-04-30", "2026-06-01"},
    Runtime{"nodejs22.x", "2027-04-30", "2027-06-01"},      Runtime{"nodejs24.x", "2028-04-30", "2028-06-01"},
    Runtime{"nodejs4.3", "2020-03-05", "2020-02-03"},       Runtime{"nodejs4.3-edge", "2020-03-05", "2019-03-31"},
    Runtime{"nodejs6.10", "2019-08-12", "2019-07-12"},      Runtime{"nodejs8.10", "2020-03-06", "2020-02-04"},
    Runtime{"provided", "2024-01-08", "2024-02-08"},        Runtime{"provided.al2", "2026-06-30", "2026-07-31"},
    Runtime{"provided.al2023", "2029-06-30", "2029-07-31"}, Runtime{"python2.7", "2021-07-15", "2021-07-15"},
    Runtime{"python3.10", "2026-06-30", "2026-07-31"},      Runtime{"python3.11", "2026-06-30", "2026-07-31"},
    Runtime{"python3.12", "2028-10-31", "2028-11-30"},      Runtime{"python3.13", "2029-06-30", "2029-07-31"},
    Runtime{"python3.14", "2029-06-30", "2029-07-31"},      Runtime{"python3.6", "2022-07-18", "2022-07-18"},
    Runtime{"python3.7", "2023-12-04", "2024-01-09"},       Runtime{"python3.8", "2024-10-14", "2026-06-01"},
    Runtime{"python3.9", "2025-12-15", "2026-06-01"},       Runtime{"ruby2.5", "2021-07-30", "2021-07-30"},
    Runtime{"ruby2.7", "2023-12-07", "2024-01-09"},         Runtime{"ruby3.2", "2026-03-31", "2026-06-01"},
    Runtime{"ruby3.3", "2027-03-31", "2027-04-30"},         Runtime{"ruby3.4", "2028-03-31", "2028-04-30"},
};

// Regions ("Regions and Zones", AWS Regions and Availability Zones user guide, with those of the other partitions).
// Others come: a name that is not here is no mistake yet, but one letter beside one of these probably is.
inline constexpr std::array regions = std::to_array<std::string_view>(
    {"af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
     "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
     "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",   "ca-west-1",      "cn-north-1",
     "cn-northwest-1", "eu-central-1",   "eu-central-2",   "eu-north-1",     "eu-south-1",     "eu-south-2",
     "eu-west-1",      "eu-west-2",      "eu-west-3",      "eusc-de-east-1", "il-central-1",   "me-central-1",
     "me-south-1",     "mx-central-1",   "sa-east-1",      "us-east-1",      "us-east-2",      "us-gov-east-1",
     "us-gov-west-1",  "us-iso-east-1",  "us-iso-west-1",  "us-isob-east-1", "us-west-1",      "us-west-2"});

// What groups learned so lately that schemas and checkers may not know it, and since when. A property is in the type's
// schema; an update policy is in none, and cfn-lint refuses it up to 1.51 (its pull request 4656).
struct NewFeature {
  std::string_view section;  // of the resource
  std::string_view name;
  std::string_view since;
};
inline constexpr std::array new_features = {
    NewFeature{"UpdatePolicy", "AutoScalingInstanceRefresh", "2026-07-09"},  // aws-cdk pull request 38277
    NewFeature{"Properties", "InstanceLifecyclePolicy", "November 2025"},
    NewFeature{"Properties", "AvailabilityZoneDistribution", "November 2024"},
};

// Paths of public image parameters whose platform is no longer supported (Amazon Linux 2 FAQ; Windows AMI history).
struct OldImage {
  std::string_view part;
  std::string_view what;
};
inline constexpr std::array old_images = {
    OldImage{"amzn2-ami", "Amazon Linux 2 reached its end of support on 2026-06-30"},
    OldImage{"amzn-ami", "Amazon Linux 1 reached its end of life on 2023-12-31"},
    OldImage{"ContainersLatest", "AWS stopped these images in 2023"},
    OldImage{"Windows_Server-2016", "Windows Server 2016 reaches its end of support on 2027-01-12"},
};

}  // namespace vend::aws
