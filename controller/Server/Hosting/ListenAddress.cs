using System.Globalization;
using System.Net;
using Rollout.Api;

namespace Rollout.Server.Hosting;

/// <summary>Where the controller listens: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>; port 0 takes a free one.</summary>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    public static readonly ListenAddress Default = new(IPAddress.Loopback, 8080);

    public static (ListenAddress? Address, Problem? Problem) Parse(string text)
    {
        var split = text.LastIndexOf(':');
        var host = split < 0 ? "" : text[..split].Trim('[', ']');
        IPAddress? address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out var parsed) ? parsed : null;
        return address is not null && int.TryParse(text[(split + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? (new ListenAddress(address, port), null)
            : (null, new Problem("--listen", $"'{text}' is no address", "write ADDRESS:PORT, such as 127.0.0.1:8080"));
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
