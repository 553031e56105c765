using System;
using System.Linq;
using System.Net;

namespace Vend.PowerShell;

// HTTP_PROXY, HTTPS_PROXY and NO_PROXY as they are now: .NET's own reading of them is kept from the first request on, and
// one process serves many machines here.
sealed class EnvironmentProxy : IWebProxy {
  public ICredentials Credentials { get; set; }
  static string Get(string name) => Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant());
  static string For(Uri destination) => Get(destination.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY");
  public Uri GetProxy(Uri destination) => new(For(destination));
  public bool IsBypassed(Uri host) {
    if (string.IsNullOrEmpty(For(host))) return true;
    return (Get("NO_PROXY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(one => ("." + host.Host).EndsWith("." + one.TrimStart('*', '.'), StringComparison.OrdinalIgnoreCase));
  }
}
