using System.CommandLine;
using System.Net;
using Rollout.Probes.Network;

namespace Rollout.Cli.Probing;

/// <summary>The options of `rollout probe`, and which action knows which.</summary>
internal sealed class ProbeFlags
{
    private readonly Option<string> allow = new("--allow");
    private readonly Option<string> deny = new("--deny");
    private readonly Option<string> proxy = new("--proxy");
    private readonly Option<bool> allowExec = new("--allow-exec") { Arity = ArgumentArity.Zero };
    private readonly Dictionary<string, Option[]> known;

    public ProbeFlags()
    {
        known = new Dictionary<string, Option[]>(StringComparer.Ordinal)
        {
            ["run"] = [Target, Secrets, allow, deny, proxy, allowExec],
            ["serve"] = [Config, Listen, Fleet, Secrets, allow, deny, proxy, allowExec],
            ["import"] = [],
        };
        Command = new Command("probe") { Arguments = { Action, File } };
        foreach (var option in known.Values.SelectMany(o => o).Distinct())
        {
            Command.Options.Add(option);
        }
    }

    public Command Command { get; }

    public Argument<string?> Action { get; } = new("action") { Arity = ArgumentArity.ZeroOrOne };

    public Argument<string?> File { get; } = new("file") { Arity = ArgumentArity.ZeroOrOne };

    public Option<string> Target { get; } = new("--target");

    public Option<string> Config { get; } = new("--config");

    public Option<string> Listen { get; } = new("--listen");

    public Option<string> Fleet { get; } = new("--fleet");

    public Option<string> Secrets { get; } = new("--secrets");

    /// <summary>An option of another action is a problem, not silence.</summary>
    public void OnlyOf(VerbCall call, string action)
    {
        foreach (var option in known.Values.SelectMany(o => o).Distinct().Except(known[action]).Where(o => call.Given.IsGiven(o)))
        {
            call.Usage.Add(option.Name, $"rollout probe {action} does not know it",
                known[action].Length == 0 ? "take it away" : $"known are {string.Join(", ", known[action].Select(o => o.Name))}");
        }
    }

    /// <summary>What probes may reach, as the command line says.</summary>
    public ProbeNetwork Network(VerbCall call)
    {
        var proxyText = call.Given.GetValue(proxy);
        Uri? address = null;
        if (proxyText is not null && !(Uri.TryCreate(proxyText, UriKind.Absolute, out address) && address.Scheme is "http" or "https"))
        {
            call.Usage.Add("--proxy", $"'{proxyText}' is no URL of a proxy", "write http://HOST:PORT");
        }

        return new ProbeNetwork
        {
            Policy = new AddressPolicy { Allow = Networks(call, allow), Deny = Networks(call, deny) },
            Proxy = address is null ? null : new WebProxy(address),
            AllowExec = call.Given.IsGiven(allowExec),
        };
    }

    private static IReadOnlyList<IPNetwork> Networks(VerbCall call, Option<string> option)
    {
        if (call.Given.GetValue(option) is not { } text)
        {
            return [];
        }

        var networks = AddressPolicy.Parse(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), out var wrong);
        if (networks is null)
        {
            call.Usage.Add(option.Name, $"'{wrong}' is no address and no network", "write addresses and networks parted by commas: 10.0.0.0/8,192.0.2.7");
        }

        return networks ?? [];
    }
}
