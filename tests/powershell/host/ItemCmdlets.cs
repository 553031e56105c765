// Microsoft.PowerShell.Management, for the file system: what the scripts use, with its errors and output types.
using System.Management.Automation;

namespace Vend.PowerShell;

public abstract class ItemCmdlet : PSCmdlet {
  protected string Resolve(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

  // Writes the error of the real cmdlets for a path that is not there.
  protected bool Found(string path, string given) {
    if (File.Exists(path) || Directory.Exists(path)) return true;
    var error = new ItemNotFoundException($"Cannot find path '{given}' because it does not exist.");
    WriteError(new ErrorRecord(error, "PathNotFound", ErrorCategory.ObjectNotFound, given));
    return false;
  }
  protected void Fail(Exception error, string id, string target) =>
      WriteError(new ErrorRecord(error, id, ErrorCategory.WriteError, target));
}

[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path"), OutputType(typeof(bool))]
public sealed class TestPathCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")] public string[] Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string[] LiteralPath { get; set; }
  [Parameter] public string PathType { get; set; } = "Any";
  protected override void ProcessRecord() {
    foreach (string given in Path ?? LiteralPath) {
      bool exists;
      if (LiteralPath == null && WildcardPattern.ContainsWildcardCharacters(given)) exists = InvokeProvider.Item.Exists(given);
      else {
        string path = Resolve(given);
        exists = PathType switch {
          "Leaf" => File.Exists(path), "Container" => Directory.Exists(path), _ => File.Exists(path) || Directory.Exists(path),
        };
      }
      WriteObject(exists);
    }
  }
}

[Cmdlet(VerbsCommon.Join, "Path"), OutputType(typeof(string))]
public sealed class JoinPathCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public string[] Path { get; set; }
  [Parameter(Mandatory = true, Position = 1), AllowEmptyString] public string ChildPath { get; set; }
  protected override void ProcessRecord() {
    foreach (string path in Path) WriteObject(SessionState.Path.Combine(path, ChildPath).Replace('\\', System.IO.Path.DirectorySeparatorChar));
  }
}

[Cmdlet(VerbsCommon.Split, "Path"), OutputType(typeof(string))]
public sealed class SplitPathCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string[] Path { get; set; }
  [Parameter] public SwitchParameter Leaf { get; set; }
  protected override void ProcessRecord() {
    foreach (string path in Path) WriteObject(Leaf ? System.IO.Path.GetFileName(path) : System.IO.Path.GetDirectoryName(path));
  }
}

[Cmdlet(VerbsCommon.New, "Item"), OutputType(typeof(FileSystemInfo))]
public sealed class NewItemCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string[] Path { get; set; }
  [Parameter] public string ItemType { get; set; } = "File";
  [Parameter] public object Value { get; set; }
  [Parameter] public SwitchParameter Force { get; set; }
  protected override void ProcessRecord() {
    foreach (string given in Path) {
      string path = Resolve(given);
      bool folder = ItemType.Equals("Directory", StringComparison.OrdinalIgnoreCase);
      if (!Force && (folder ? Directory.Exists(path) : File.Exists(path))) {
        Fail(new IOException($"An item with the specified name {path} already exists."), folder ? "DirectoryExist" : "NewItemIOError", path);
        continue;
      }
      try {
        if (folder) WriteObject(Directory.CreateDirectory(path));
        else {
          if (Force) Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path));
          File.WriteAllText(path, Value?.ToString() ?? "");
          WriteObject(new FileInfo(path));
        }
      } catch (Exception error) when (error is IOException or UnauthorizedAccessException) { Fail(error, "NewItemIOError", path); }
    }
  }
}

[Cmdlet(VerbsCommon.Get, "ChildItem"), OutputType(typeof(FileSystemInfo))]
public sealed class GetChildItemCommand : ItemCmdlet {
  [Parameter(Position = 0)] public string Path { get; set; } = ".";
  protected override void ProcessRecord() {
    string path = Resolve(Path);
    if (WildcardPattern.ContainsWildcardCharacters(Path)) {
      var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(path));
      foreach (FileSystemInfo one in folder.EnumerateFileSystemInfos(System.IO.Path.GetFileName(path)).OrderBy(one => one.Name)) WriteObject(one);
    } else if (File.Exists(path)) WriteObject(new FileInfo(path));
    else if (Found(path, Path)) WriteObject(new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(one => one.Name), true);
  }
}

[Cmdlet(VerbsCommon.Set, "Location")]
public sealed class SetLocationCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string Path { get; set; }
  protected override void ProcessRecord() {
    if (Found(Resolve(Path), Path)) SessionState.Path.SetLocation(Path);
  }
}

// As the real ones: an object's type and depth survive.
[Cmdlet(VerbsData.Export, "Clixml")]
public sealed class ExportClixmlCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string Path { get; set; }
  [Parameter(Mandatory = true, ValueFromPipeline = true)] public PSObject InputObject { get; set; }
  protected override void ProcessRecord() => File.WriteAllText(Resolve(Path), PSSerializer.Serialize(InputObject), System.Text.Encoding.Unicode);
}

[Cmdlet(VerbsData.Import, "Clixml")]
public sealed class ImportClixmlCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string Path { get; set; }
  protected override void ProcessRecord() {
    string path = Resolve(Path);
    if (!File.Exists(path)) {
      var error = new FileNotFoundException($"Could not find file '{path}'.");
      ThrowTerminatingError(new ErrorRecord(error, "FileOpenFailure", ErrorCategory.OpenError, path));
    }
    WriteObject(PSSerializer.Deserialize(File.ReadAllText(path)), true);
  }
}

[Cmdlet(VerbsCommon.Copy, "Item", DefaultParameterSetName = "Path")]
public sealed class CopyItemCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")] public string[] Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string[] LiteralPath { get; set; }
  [Parameter(Position = 1)] public string Destination { get; set; } = ".";
  [Parameter] public SwitchParameter Recurse { get; set; }
  [Parameter] public SwitchParameter Force { get; set; }
  protected override void ProcessRecord() {
    foreach (string given in Path ?? LiteralPath) {
      string from = Resolve(given), to = Resolve(Destination);
      if (!Found(from, given)) continue;
      if (Directory.Exists(to)) to = System.IO.Path.Combine(to, System.IO.Path.GetFileName(from));
      try { Copy(from, to); }
      catch (Exception error) when (error is IOException or UnauthorizedAccessException) { Fail(error, "CopyError", from); }
    }
  }
  void Copy(string from, string to) {
    if (File.Exists(from)) {
      if (from == to) throw new IOException($"Cannot overwrite the item {from} with itself.");
      File.Copy(from, to, true);
      return;
    }
    Directory.CreateDirectory(to);
    if (!Recurse) return;
    foreach (string entry in Directory.GetFileSystemEntries(from)) Copy(entry, System.IO.Path.Combine(to, System.IO.Path.GetFileName(entry)));
  }
}

[Cmdlet(VerbsCommon.Move, "Item", DefaultParameterSetName = "Path")]
public sealed class MoveItemCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")] public string Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string LiteralPath { get; set; }
  [Parameter(Position = 1)] public string Destination { get; set; } = ".";
  [Parameter] public SwitchParameter Force { get; set; }
  protected override void ProcessRecord() {
    string given = Path ?? LiteralPath, from = Resolve(given), to = Resolve(Destination);
    if (!Found(from, given)) return;
    if (Directory.Exists(to)) to = System.IO.Path.Combine(to, System.IO.Path.GetFileName(from));
    try {
      if (Directory.Exists(from)) Directory.Move(from, to); else File.Move(from, to, Force);
    } catch (Exception error) when (error is IOException or UnauthorizedAccessException) { Fail(error, "MoveFileInfoItemIOError", from); }
  }
}

[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = "Path")]
public sealed class RemoveItemCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")] public string[] Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string[] LiteralPath { get; set; }
  [Parameter] public SwitchParameter Recurse { get; set; }
  [Parameter] public SwitchParameter Force { get; set; }
  protected override void ProcessRecord() {
    foreach (string given in Path ?? LiteralPath) {
      string path = Resolve(given);
      if (!Found(path, given)) continue;
      try {
        if (Directory.Exists(path)) Directory.Delete(path, Recurse); else File.Delete(path);
      } catch (Exception error) when (error is IOException or UnauthorizedAccessException) { Fail(error, "RemoveFileSystemItemIOError", path); }
    }
  }
}

[Cmdlet("Expand", "Archive", DefaultParameterSetName = "Path")]
public sealed class ExpandArchiveCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")] public string Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string LiteralPath { get; set; }
  [Parameter(Position = 1)] public string DestinationPath { get; set; } = ".";
  [Parameter] public SwitchParameter Force { get; set; }
  protected override void ProcessRecord() {
    string given = Path ?? LiteralPath, path = Resolve(given);
    if (!Found(path, given)) return;
    try { System.IO.Compression.ZipFile.ExtractToDirectory(path, Resolve(DestinationPath), Force); }
    catch (Exception error) when (error is IOException or InvalidDataException) { Fail(error, "ExpandArchiveError", path); }
  }
}
