// Invoke-WebRequest and Invoke-RestMethod as PowerShell 7 has them: a status that is no success throws, with Response.
using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Vend.PowerShell;

public sealed class HttpResponseException(string message, HttpResponseMessage response) : HttpRequestException(message) {
  public HttpResponseMessage Response { get; } = response;
}

public abstract class WebCmdlet : ItemCmdlet {
  [Parameter(Mandatory = true, Position = 0)] public Uri Uri { get; set; }
  [Parameter] public string Method { get; set; } = "Get";
  [Parameter] public IDictionary Headers { get; set; }
  [Parameter] public object Body { get; set; }
  [Parameter] public string ContentType { get; set; }
  [Parameter] public string OutFile { get; set; }
  [Parameter] public int TimeoutSec { get; set; }
  [Parameter] public SwitchParameter UseBasicParsing { get; set; }

  protected override void ProcessRecord() {
    using var client = new HttpClient(new HttpClientHandler { Proxy = new EnvironmentProxy(), UseProxy = true });
    client.Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan;
    Uri address = Uri.IsAbsoluteUri ? Uri : new Uri("http://" + Uri.OriginalString);
    using var request = new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), address);
    if (Body != null) {
      request.Content = new StringContent(Body.ToString(), Encoding.UTF8);
      request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType ?? "application/x-www-form-urlencoded");
    }
    if (Headers != null) foreach (DictionaryEntry one in Headers) request.Headers.TryAddWithoutValidation(one.Key.ToString(), one.Value?.ToString());
    HttpResponseMessage response;
    byte[] body;
    try {
      response = client.SendAsync(request).GetAwaiter().GetResult();
      body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
    } catch (Exception error) when (error is HttpRequestException or TaskCanceledException) {
      ThrowTerminatingError(new ErrorRecord(error, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, request));
      return;
    }
    if (!response.IsSuccessStatusCode) {
      string message = $"Response status code does not indicate success: {(int)response.StatusCode} ({response.ReasonPhrase}).";
      var record = new ErrorRecord(new HttpResponseException(message, response), "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, request);
      if (body.Length > 0) record.ErrorDetails = new ErrorDetails(Encoding.UTF8.GetString(body));
      ThrowTerminatingError(record);
    }
    if (OutFile != null) File.WriteAllBytes(Resolve(OutFile), body);
    else Answer(response, body);
  }
  protected abstract void Answer(HttpResponseMessage response, byte[] body);
}

[Cmdlet(VerbsLifecycle.Invoke, "WebRequest")]
public sealed class InvokeWebRequestCommand : WebCmdlet {
  protected override void Answer(HttpResponseMessage response, byte[] body) {
    var result = new PSObject();
    result.Properties.Add(new PSNoteProperty("StatusCode", (int)response.StatusCode));
    result.Properties.Add(new PSNoteProperty("Content", Encoding.UTF8.GetString(body)));
    WriteObject(result);
  }
}

[Cmdlet(VerbsLifecycle.Invoke, "RestMethod")]
public sealed class InvokeRestMethodCommand : WebCmdlet {
  protected override void Answer(HttpResponseMessage response, byte[] body) {
    string text = Encoding.UTF8.GetString(body);
    // Whatever the answer's type: the real one tries XML and JSON with every text.
    try { WriteObject(Json.Read(text)); } catch (JsonException) { WriteObject(text); }
  }
}

// HTTP_PROXY, HTTPS_PROXY and NO_PROXY as they are now: .NET's own reading of them is kept from the first request on.
sealed class EnvironmentProxy : IWebProxy {
  public ICredentials Credentials { get; set; }
  static string Get(string name) => Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant());
  public Uri GetProxy(Uri destination) => new(Get(destination.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY"));
  public bool IsBypassed(Uri host) {
    if (string.IsNullOrEmpty(Get(host.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY"))) return true;
    return (Get("NO_PROXY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(one => ("." + host.Host).EndsWith("." + one.TrimStart('*', '.'), StringComparison.OrdinalIgnoreCase));
  }
}
