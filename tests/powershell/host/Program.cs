// Runs PowerShell scripts in the real engine, with PowerShell's own cmdlets: as a program, and inside a complete pwsh (serve.ps1).
//   vend-powershell FILE [ARGUMENT...]         runs one script
//   vend-powershell serve SOCKET PRELUDE       runs scripts on request: one engine start for many runs
// A request is one line of JSON: {"file": ..., "arguments": [...], "environment": {...}}; the environment, when given,
// replaces that of the process. The answer: lines {"out": TEXT} or {"err": TEXT}, then {"exit": CODE}.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Threading;

namespace Vend.PowerShell;

public static class Program {
  public static int Main(string[] arguments) {
    if (arguments.Length == 0) {
      Console.Error.WriteLine("usage: vend-powershell FILE [ARGUMENT...] | serve SOCKET PRELUDE");
      return 2;
    }
    HttpClient.DefaultProxy = new EnvironmentProxy();
    if (arguments[0] == "serve") return Serve(arguments[1], arguments[2]);
    return Run(null, arguments[0], arguments[1..], Console.Out.WriteLine, Console.Error.WriteLine);
  }

  static int Serve(string path, string prelude) {
    using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    listener.Bind(new UnixDomainSocketEndPoint(path));
    listener.Listen(16);
    Console.WriteLine("ready");
    var parent = new Thread(() => {  // the one who started us closes our standard input when it ends
      while (Console.In.Read() >= 0) { }
      Environment.Exit(0);
    }) { IsBackground = true };
    parent.Start();
    while (true) {
      Socket connection = listener.Accept();
      new Thread(() => Answer(connection, prelude), 16 << 20).Start();
    }
  }

  static void Answer(Socket connection, string prelude) {
    using var stream = new NetworkStream(connection, true);
    using var reader = new StreamReader(stream, Encoding.UTF8, false, 1024, true);
    using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1024, true) { AutoFlush = true };
    void Say(string key, object value) {
      lock (writer) {
        try { writer.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { [key] = value })); }
        catch (IOException) { }  // the caller has gone
      }
    }
    using JsonDocument request = JsonDocument.Parse(reader.ReadLine());
    JsonElement root = request.RootElement;
    if (root.TryGetProperty("environment", out JsonElement environment) && environment.ValueKind == JsonValueKind.Object) {
      foreach (string name in Environment.GetEnvironmentVariables().Keys) {
        if (name != "PSModulePath") Environment.SetEnvironmentVariable(name, null);  // a complete pwsh finds its modules by it
      }
      foreach (JsonProperty one in environment.EnumerateObject()) Environment.SetEnvironmentVariable(one.Name, one.Value.GetString());
    }
    string[] arguments = root.GetProperty("arguments").EnumerateArray().Select(one => one.GetString()).ToArray();
    int code;
    try {
      code = Run(prelude, root.GetProperty("file").GetString(), arguments, text => Say("out", text), text => Say("err", text));
      // What a script left open ends with its process; here with its objects. To look for them all takes long, and longer with each run.
      if (LeftOpen()) {
        GC.Collect();
        GC.WaitForPendingFinalizers();
      }
    } catch (Exception error) {
      Say("err", error.ToString());
      code = 70;
    }
    Say("exit", code);
  }

  // Is a file of the script's world still open?
  static bool LeftOpen() {
    string world = Path.GetDirectoryName(Environment.GetEnvironmentVariable("LAB_WORLD") ?? "");
    if (string.IsNullOrEmpty(world) || !Directory.Exists("/proc/self/fd")) return true;
    foreach (string descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd")) {
      try {
        if (new FileInfo(descriptor).LinkTarget?.StartsWith(world) == true) return true;
      } catch (IOException) { }  // closed meanwhile
    }
    return false;
  }

  // As powershell.exe -File does: an uncaught error is exit code 1, `exit N` is N.
  static int Run(string prelude, string file, string[] arguments, Action<string> output, Action<string> errors) {
    using Runspace runspace = RunspaceFactory.CreateRunspace(State());
    runspace.Open();
    using var shell = System.Management.Automation.PowerShell.Create(runspace);
    string Quote(string text) => "'" + text.Replace("'", "''") + "'";
    var command = new StringBuilder();
    if (prelude != null) command.AppendLine(". " + Quote(prelude));
    command.AppendLine("$global:LASTEXITCODE = 0");
    command.Append("& ").Append(Quote(file));
    foreach (string argument in arguments) command.Append(' ').Append(argument.StartsWith('-') ? argument : Quote(argument));
    shell.AddScript(command.ToString());
    shell.Streams.Information.DataAdded += (_, at) => output(shell.Streams.Information[at.Index].MessageData.ToString());
    shell.Streams.Warning.DataAdded += (_, at) => errors("WARNING: " + shell.Streams.Warning[at.Index].Message);
    shell.Streams.Error.DataAdded += (_, at) => errors(shell.Streams.Error[at.Index].ToString());
    var results = new PSDataCollection<PSObject>();
    results.DataAdded += (_, at) => output(results[at.Index]?.ToString() ?? "");
    try { shell.Invoke<PSObject>(null, results); }
    catch (RuntimeException error) {
      errors($"{error.ErrorRecord.InvocationInfo?.PositionMessage}\n{error.Message}");
      return 1;
    }
    return runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;
  }

  static InitialSessionState State() {
    InitialSessionState state = InitialSessionState.CreateDefault();
    foreach (Type type in Assembly.GetExecutingAssembly().GetTypes()) {  // what the package lacks; nothing inside a pwsh
      var name = type.GetCustomAttribute<CmdletAttribute>();
      if (name != null) state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, null));
    }
    return state;
  }
}
