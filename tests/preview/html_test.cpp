// The page: what it is made of, that it asks nobody, and that what comes from an input stays text.
#include "vend/preview/html.hpp"

#include <catch2/catch.hpp>

#include "run_vend.hpp"
#include "vend/preview/preview.hpp"
#include "vend/preview/print.hpp"

namespace vend::preview {
namespace {

using testing::run_vend;

const std::vector<std::string> full = {"preview",
                                       "--format",
                                       "html",
                                       "-p",
                                       "3GITLABRunnerRegTokenList=glrt-abcdef",
                                       "-p",
                                       "5ASGAutoScalingEnabled=true",
                                       "-p",
                                       "4ASGScheduledShutdownCron=0 19 * * MON-FRI",
                                       "-p",
                                       "4ASGScheduledStartupCron=0 7 * * MON-FRI",
                                       "-p",
                                       "4ASGScheduleTimeZone=Europe/Berlin"};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("markup escapes what comes from an input, and only that", "[html]") {
  Html html;
  html.open("p", {{"title", "a\"b'<&\x01\xE2\x80\xAE"}}).text("<script>&\n\t").lines("x\n\ty\x7F").close();
  CHECK(html.str() == "<p title=\"a&quot;b&#39;&lt;&amp;\\x01\\u{202e}\">&lt;script&gt;&amp;\\x0a\\x09x\n\ty\\x7f</p>");
  CHECK_THROWS_AS(html.close(), std::logic_error);
  Html open;
  open.open("p");
  CHECK_THROWS_AS(html.add(open), std::logic_error);
  CHECK(anchor("field", "5ASG a\"<") == "field-5ASG_20a_22_3c");
}

TEST_CASE("the page of the full template: one file, of at most 400 KB, the same twice", "[html]") {
  const auto result = run_vend(full);
  REQUIRE(result.err.empty());
  CHECK(result.out.size() <= 400'000);
  CHECK(result.out == run_vend(full).out);
  for (const char* asks : {"<script", " src=", " style=", "<link", "<iframe", "<object", "url(", "@import", " on"})
    CHECK((std::string(asks) == " on" || count(result.out, asks) == 0));
  CHECK(count(result.out, "href=\"") == count(result.out, "href=\"#"));
}

}  // namespace vend::preview
