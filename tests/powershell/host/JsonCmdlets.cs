// ConvertTo-Json and ConvertFrom-Json of Microsoft.PowerShell.Utility.
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vend.PowerShell;

[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), AllowEmptyString] public string InputObject { get; set; }
  readonly List<string> lines_ = [];
  protected override void ProcessRecord() => lines_.Add(InputObject);
  protected override void EndProcessing() {
    string text = string.Join("\n", lines_);
    if (string.IsNullOrWhiteSpace(text)) return;
    try { WriteObject(Json.Read(text), true); }
    catch (JsonException wrong) {
      var error = new ArgumentException($"Conversion from JSON failed with error: {wrong.Message}", wrong);
      ThrowTerminatingError(new ErrorRecord(error, "System.ArgumentException", ErrorCategory.InvalidArgument, null));
    }
  }
}

[Cmdlet(VerbsData.ConvertTo, "Json"), OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet {
  [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), AllowNull] public object InputObject { get; set; }
  [Parameter, ValidateRange(0, 100)] public int Depth { get; set; } = 2;
  [Parameter] public SwitchParameter Compress { get; set; }
  readonly List<object> all_ = [];
  protected override void ProcessRecord() => all_.Add(InputObject);
  protected override void EndProcessing() {
    object value = all_.Count == 1 ? all_[0] : all_.ToArray();
    JsonNode node = Json.Write(value, Depth, () => WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}."));
    var options = new JsonSerializerOptions { WriteIndented = !Compress, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    WriteObject(node == null ? "null" : node.ToJsonString(options));
  }
}

static partial class Json {
  public static object Read(string text) {
    using JsonDocument document = JsonDocument.Parse(text);
    return Read(document.RootElement);
  }

  static object Read(JsonElement element) {
    switch (element.ValueKind) {
      case JsonValueKind.Object:
        var found = new PSObject();
        foreach (JsonProperty one in element.EnumerateObject()) found.Properties.Add(new PSNoteProperty(one.Name, Read(one.Value)));
        return found;
      case JsonValueKind.Array: return element.EnumerateArray().Select(Read).ToArray();
      case JsonValueKind.Number: return element.TryGetInt64(out long whole) ? whole : element.GetDouble();
      case JsonValueKind.True: return true;
      case JsonValueKind.False: return false;
      case JsonValueKind.Null: return null;
      default:
        // PowerShell 7 makes a DateTime of a text that looks like one; 5.1 does not.
        string text = element.GetString();
        if (DateLike().IsMatch(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)) return time;
        return text;
    }
  }

  [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d")] private static partial Regex DateLike();

  public static JsonNode Write(object value, int depth, Action truncated) {
    var wrapped = value as PSObject;
    object bare = wrapped?.BaseObject ?? value;
    switch (bare) {
      case null: return null;
      case string text: return JsonValue.Create(text);
      case bool flag: return JsonValue.Create(flag);
      case char one: return JsonValue.Create(one.ToString());
      case int or long or short or byte: return JsonValue.Create(Convert.ToInt64(bare));
      case double or float or decimal: return JsonValue.Create(Convert.ToDouble(bare));
      case DateTime time: return JsonValue.Create(time.ToString("o"));
      case Enum number: return JsonValue.Create(Convert.ToInt64(number));
    }
    if (depth < 0) {
      truncated();
      return JsonValue.Create(LanguagePrimitives.ConvertTo<string>(value));
    }
    if (bare is IDictionary map) {
      var node = new JsonObject();
      foreach (DictionaryEntry one in map) node[one.Key.ToString()] = Write(one.Value, depth - 1, truncated);
      return node;
    }
    if (bare is IEnumerable list) {
      var node = new JsonArray();
      foreach (object one in list) node.Add(Write(one, depth - 1, truncated));
      return node;
    }
    var result = new JsonObject();
    foreach (PSPropertyInfo one in PSObject.AsPSObject(value).Properties) if (one.IsGettable) result[one.Name] = Write(one.Value, depth - 1, truncated);
    return result;
  }
}
