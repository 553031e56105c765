// Microsoft.PowerShell.Archive is the one module that the scripts use and the package lacks.
using System;
using System.IO;
using System.IO.Compression;
using System.Management.Automation;

namespace Vend.PowerShell;

[Cmdlet("Expand", "Archive")]
public sealed class ExpandArchiveCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string Path { get; set; }
  [Parameter(Position = 1)] public string DestinationPath { get; set; } = ".";
  [Parameter] public SwitchParameter Force { get; set; }

  protected override void ProcessRecord() {
    string Resolve(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
    void Fail(Exception error, string id, ErrorCategory category) => WriteError(new ErrorRecord(error, id, category, Path));
    string archive = Resolve(Path);
    if (!File.Exists(archive)) {
      Fail(new ItemNotFoundException($"The path '{Path}' either does not exist or is not a valid file system path."), "ArchiveCmdletPathNotFound", ErrorCategory.ObjectNotFound);
      return;
    }
    try { ZipFile.ExtractToDirectory(archive, Resolve(DestinationPath), Force); }
    catch (Exception error) when (error is IOException or InvalidDataException) { Fail(error, "ExpandArchiveError", ErrorCategory.WriteError); }
  }
}
