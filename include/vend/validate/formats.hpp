// Reports of findings, for people and for other programs: written file by file, so that a run over many files holds
// the findings of one of them at a time.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "vend/support/diagnostic.hpp"
#include "vend/validate/verdict.hpp"

namespace vend::validate {

struct FileFindings {
  std::string file;
  std::string source;  // the file's text, for the code lines of the text report
  support::Diagnostics findings;
  std::vector<Ignored> ignored = {};
  Gaps gaps = {};
};

// Where paths of a report count from. Reports for other programs name files as a repository does: below its root,
// without "./"; what lies outside keeps its absolute path.
struct Origin {
  std::filesystem::path here;  // what relative paths count from
  std::filesystem::path root;  // of the repository, or `here`

  std::string path_of(std::string_view file) const;
};

// Tells the findings of a run apart and finds them again in the next one, also when lines moved: made of code, path in
// the repository, path in the document, and the message without its places; of equal ones the second is another.
class Fingerprints {
 public:
  explicit Fingerprints(const Origin& origin) : origin_(origin) {}
  std::string next(const support::Diagnostic& finding, std::string_view file);

 private:
  const Origin& origin_;
  std::map<std::string, std::size_t, std::less<>> seen_;
};

struct ReportForm;  // what is written before, for each file, and at the end

class ReportWriter {
 public:
  // `format` is one of report_formats(); `version` is vend's own.
  ReportWriter(std::string_view format, std::ostream& out, Origin origin, std::string version);
  void write(const FileFindings& file);
  void finish();  // to be called once, at the end; a report without files is well formed, too

  // For the forms:
  std::ostream& out;
  const Origin origin;
  const std::string version;
  Fingerprints fingerprints{origin};
  std::size_t entries = 0;            // written so far
  std::size_t counts[3] = {0, 0, 0};  // of findings, by severity
  std::size_t files = 0, ignored = 0;
  std::vector<std::string> rows;  // of forms that begin with a sum
  bool color = false;             // whether people's form has colours, as terminals have them

 private:
  void begin();

  const ReportForm& form_;
  bool begun_ = false;
};

std::vector<std::string> report_formats();  // text, json, sarif (2.1.0), junit, gitlab (code quality), markdown

}  // namespace vend::validate
