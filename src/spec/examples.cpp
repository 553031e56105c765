#include "spec/examples.hpp"

#include <array>

namespace vend::spec {
namespace {

constexpr std::array all_examples = {
    Example{"gitlab",
            "gitlab:\n  url: https://gitlab.example.com/\n  token: {secret: gitlab-runner/team-a}\n  tags: [docker, "
            "linux]\n  concurrent: 4\n  environment: {LANG: C.UTF-8}\n"},
    Example{"docker",
            "platform: amazon-linux-2023\nexecutor: docker\ndocker:\n  image: ruby:3.3\n  memory: 4g\n  "
            "allowed_images: [\"ruby:*\", "
            "\"registry.example.com/**\"]\n"},
    Example{"script",
            "platform: amazon-linux-2023\nscript:\n  before: |\n    install -d /opt/tools\n  after: {source: "
            "\"s3://my-bucket/after.sh\"}\n"},
    Example{"cache", "cache:\n  bucket: own\n  expiration_days: 14\n  shared: true\n"},
    Example{"size", "size: {min: 1, desired: 2, max: 10}\n"},
    Example{"instances",
            "instances:\n  - {type: m6a.large, weight: 1}\n  - {type: m6a.xlarge, weight: 2}\nsize: {max: 4}\n"},
    Example{"spot",
            "instances: [m6a.large, m6i.large, m5a.large, m5.large]\nspot:\n  on_demand_base: 1\n  "
            "on_demand_percentage: 0\n  strategy: price-capacity-optimized\n"},
    Example{"hooks", "hooks: {heartbeat: 10m, drain_limit: 12h}\n"},
    Example{"update",
            "size: {min: 2, desired: 2, max: 4}\nupdate: {type: rolling, min_in_service: 1, max_batch_size: 1}\n"},
    Example{"scaling",
            "scaling:\n  - metric: cpu\n    out: {at: 70, for: 60s, steps: {0: +1, 15: +2}}\n    in: {at: 30, for: "
            "10m, steps: {0: -1}}\n"},
    Example{"schedules",
            "schedules:\n  - {at: \"0 7 * * MON-FRI\", timezone: Europe/Berlin, min: 1, desired: 2, max: 4}\n  - {at: "
            "\"0 19 * * MON-FRI\", timezone: Europe/Berlin, min: 0, desired: 0, max: 4}\n"},
    Example{"drain", "drain: {keep_failed: true}\n"},
    Example{
        "alarms",
        "alarms:\n  topic: \"arn:aws:sns:eu-central-1:123456789012:runners\"\n  below_desired: 30m\n  no_jobs: 2h\n"},
    Example{"disk", "disk: {size: 100, iops: 4000, throughput: 250}\n"},
    Example{"network",
            "network:\n  vpc: vpc-0123456789abcdef0\n  subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n "
            " own_security_group: true\n"},
    Example{"role", "role:\n  managed_policies: [\"arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess\"]\n"},
    Example{"patch", "patch: {scope: security_only, last_managed_update: \"2026-11-24\"}\n"},
    Example{"proxy", "proxy: {http: \"http://proxy.example.com:3128\", no_proxy: .example.com, jobs: true}\n"},
    Example{"windows",
            "platform: windows-2022\nexecutor: shell\ninstances: [m6a.xlarge]\ndisk: {size: 50}\nwindows: {job_user: "
            "true, long_paths: "
            "true}\n"},
    Example{"logs", "logs: {enabled: true, retention_days: 30}\n"},
    Example{"notifications", "notifications: {topic: \"arn:aws:sns:eu-central-1:123456789012:runners\"}\n"},
    Example{"tags", "tags: {CostCenter: \"4711\", Team: a}\n"},
    Example{"fixed", "fixed: [gitlab.url, size.max]\n"},
    Example{"ask", "ask: [gitlab.url, network, size]\n"},
};

}  // namespace

std::span<const Example> examples() { return all_examples; }

}  // namespace vend::spec
