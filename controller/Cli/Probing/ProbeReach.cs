using System.Net;
using Rollout.Metrics.Recorded;
using Rollout.Probes.Network;

namespace Rollout.Cli.Probing;

/// <summary>What probes may reach, as flags and environment variables say it: the same everywhere, whoever runs them.</summary>
internal static class ProbeReach
{
    /// <summary>Of a controller, beside its other flags. Those of <c>rollout probe</c> lack the first word.</summary>
    public static readonly string[] Flags = ["--probe-allow", "--probe-deny", "--probe-proxy", "--probe-allow-exec"];

    /// <summary>What a controller's help says of them; what its commands run on, each says itself.</summary>
    public const string Help = """
          --probe-allow LIST  addresses and networks that acceptance probes may reach,
                              and no others; all but link-local and metadata
                              addresses unless told
          --probe-deny LIST   addresses and networks that they may not reach
          --probe-proxy URL   their proxy; none is taken from the environment
        """;

    /// <summary>The reach of a controller's probes.</summary>
    /// <param name="value">A flag's text and where it was found; null: it was not given.</param>
    /// <param name="problems">Everything that is wrong with them.</param>
    public static ProbeNetwork Of(Func<string, (string? Text, string Place)> value, ProblemList problems) => new()
    {
        Policy = new AddressPolicy { Allow = Networks(value("--probe-allow"), problems), Deny = Networks(value("--probe-deny"), problems) },
        Proxy = Proxy(value("--probe-proxy"), problems),
        AllowExec = IsTrue(value("--probe-allow-exec"), problems),
    };

    /// <summary>Addresses and networks parted by commas.</summary>
    public static IReadOnlyList<IPNetwork> Networks((string? Text, string Place) given, ProblemList problems)
    {
        if (given.Text is not { } text)
        {
            return [];
        }

        if (text.All(c => c is ',' || char.IsWhiteSpace(c)))
        {
            // An empty allow list would allow everything: whoever gave it from a variable meant the contrary.
            problems.Add(given.Place, "is empty", "write addresses and networks parted by commas: 10.0.0.0/8,192.0.2.7; or leave it out");
            return [];
        }

        var networks = AddressPolicy.Parse(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), out var wrong);
        if (networks is null)
        {
            problems.Add(given.Place, $"'{wrong}' is no address and no network", "write addresses and networks parted by commas: 10.0.0.0/8,192.0.2.7");
        }

        return networks ?? [];
    }

    public static IWebProxy? Proxy((string? Text, string Place) given, ProblemList problems)
    {
        if (given.Text is not { } text)
        {
            return null;
        }

        var proxy = ProxyAddress.Parse(text);
        if (proxy is null)
        {
            problems.Add(given.Place, $"'{ProxyAddress.Shown(text)}' is no URL of a proxy", ProxyAddress.Mend);
        }

        return proxy;
    }

    private static bool IsTrue((string? Text, string Place) given, ProblemList problems)
    {
        if (given.Text is not null && !bool.TryParse(given.Text, out _))
        {
            problems.Add(given.Place, $"is '{given.Text}'", "write true or false");
        }

        return bool.TryParse(given.Text, out var yes) && yes;
    }
}
