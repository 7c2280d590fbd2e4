using System.CommandLine;
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
        (string?, string) Value(Option<string> option) => (call.Given.GetValue(option), option.Name);
        return new ProbeNetwork
        {
            Policy = new AddressPolicy { Allow = ProbeReach.Networks(Value(allow), call.Usage), Deny = ProbeReach.Networks(Value(deny), call.Usage) },
            Proxy = ProbeReach.Proxy(Value(proxy), call.Usage),
            AllowExec = call.Given.IsGiven(allowExec),
        };
    }
}
