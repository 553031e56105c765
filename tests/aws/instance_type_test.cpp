#include "vend/aws/instance_type.hpp"

#include <catch2/catch.hpp>

#include "vend/aws/cloud_watch.hpp"
#include "vend/aws/names.hpp"
#include "vend/aws/partition.hpp"

using namespace vend;

TEST_CASE("names of instance types", "[aws]") {
  for (const char* good :
       {"m6i.large", "u-6tb1.112xlarge", "mac2-m2.metal", "t4g.nano", "c7i.metal-24xl", "p4d.24xlarge"})
    CHECK(aws::is_instance_type(good));
  for (const char* bad :
       {"large", "m6i", "m6i.", ".large", "m6i.huge", "m6i.xlarges", "M6i.large", "m6i large", "m6i.xxlarge"})
    CHECK_FALSE(aws::is_instance_type(bad));
}

TEST_CASE("Arm processors are told by the name", "[aws]") {
  for (const char* arm :
       {"m7g.large", "c6gn.large", "r8gd.large", "t4g.micro", "a1.large", "g5g.xlarge", "im4gn.large", "x2gd.large"})
    CHECK(aws::is_arm64(arm) == true);
  for (const char* intel :
       {"m6i.large", "g4dn.xlarge", "g5.xlarge", "g6.xlarge", "t3.micro", "m6a.large", "p4de.24xlarge"})
    CHECK(aws::is_arm64(intel) == false);
  CHECK_FALSE(aws::is_arm64("large").has_value());
}

TEST_CASE("partitions and their names", "[aws]") {
  CHECK(aws::partition("cn-north-1") == "aws-cn");
  CHECK(aws::url_suffix("cn-north-1") == "amazonaws.com.cn");
  CHECK(aws::partition("us-gov-west-1") == "aws-us-gov");
  CHECK(aws::partition("eu-central-1") == "aws");
}

TEST_CASE("names of stacks and periods of alarms", "[aws]") {
  CHECK(aws::is_stack_name("gitlab-runners-1"));
  CHECK_FALSE(aws::is_stack_name("1st"));
  CHECK_FALSE(aws::is_stack_name("a_b"));
  CHECK_FALSE(aws::is_stack_name(""));
  CHECK_FALSE(aws::is_stack_name(std::string(129, 'a')));
  for (const long good : {10L, 20L, 30L, 60L, 3600L}) CHECK(aws::cloud_watch::is_alarm_period(good));
  for (const long bad : {0L, 1L, 15L, 40L, 90L}) CHECK_FALSE(aws::cloud_watch::is_alarm_period(bad));
}
