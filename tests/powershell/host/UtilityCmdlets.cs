// Microsoft.PowerShell.Utility: what the scripts use, with its errors and output types.
using System.Management.Automation;
using System.Security.Cryptography;

namespace Vend.PowerShell;

[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet {
  [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)] public object Object { get; set; }
  protected override void ProcessRecord() {
    object value = Object is PSObject wrapped ? wrapped.BaseObject : Object;
    string text = value is System.Collections.IList list
        ? string.Join(' ', list.Cast<object>()) : LanguagePrimitives.ConvertTo<string>(Object);
    WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
  }
}

[Cmdlet(VerbsCommunications.Write, "Output")]
public sealed class WriteOutputCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true), AllowNull, AllowEmptyCollection]
  public PSObject InputObject { get; set; }
  protected override void ProcessRecord() => WriteObject(InputObject, true);
}

[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Seconds"), ValidateRange(0.0, 2147483.0)] public double Seconds { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "Milliseconds"), ValidateRange(0, int.MaxValue)] public int Milliseconds { get; set; }
  protected override void ProcessRecord() => Thread.Sleep(ParameterSetName == "Seconds" ? (int)(Seconds * 1000) : Milliseconds);
}

[Cmdlet(VerbsCommon.Get, "Date"), OutputType(typeof(DateTime))]
public sealed class GetDateCommand : PSCmdlet {
  protected override void ProcessRecord() => WriteObject(DateTime.Now);
}

[Cmdlet(VerbsCommon.Get, "Random"), OutputType(typeof(int))]
public sealed class GetRandomCommand : PSCmdlet {
  [Parameter] public int Minimum { get; set; }
  [Parameter(Position = 0)] public int Maximum { get; set; } = int.MaxValue;
  protected override void ProcessRecord() {
    if (Minimum >= Maximum) {
      var error = new ArgumentException($"The Minimum value ({Minimum}) cannot be greater than or equal to the Maximum value ({Maximum}).");
      ThrowTerminatingError(new ErrorRecord(error, "MinGreaterThanOrEqualMax", ErrorCategory.InvalidArgument, null));
    }
    WriteObject(Random.Shared.Next(Minimum, Maximum));
  }
}

[Cmdlet(VerbsCommon.Set, "Variable")]
public sealed class SetVariableCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public string Name { get; set; }
  [Parameter(Position = 1)] public object Value { get; set; }
  protected override void ProcessRecord() => SessionState.PSVariable.Set(Name, Value);
}

[Cmdlet(VerbsCommon.Get, "FileHash", DefaultParameterSetName = "Path")]
public sealed class GetFileHashCommand : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")] public string[] Path { get; set; }
  [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")] public string[] LiteralPath { get; set; }
  [Parameter, ValidateSet("SHA256")] public string Algorithm { get; set; } = "SHA256";
  protected override void ProcessRecord() {
    foreach (string given in Path ?? LiteralPath) {
      string path = Resolve(given);
      if (!File.Exists(path)) {
        var error = new FileNotFoundException($"Could not find file '{path}'.");
        WriteError(new ErrorRecord(error, "FileReadError", ErrorCategory.ReadError, path));
        continue;
      }
      using FileStream stream = File.OpenRead(path);
      var result = new PSObject();
      result.Properties.Add(new PSNoteProperty("Algorithm", Algorithm));
      result.Properties.Add(new PSNoteProperty("Hash", Convert.ToHexString(SHA256.HashData(stream))));
      result.Properties.Add(new PSNoteProperty("Path", path));
      WriteObject(result);
    }
  }
}
