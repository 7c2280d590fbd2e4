using Rollout.Api;
using Rollout.Demo.Customers;
using Rollout.Demo.Door;
using Rollout.Demo.Processes;
using Rollout.Demo.Shop;

namespace Rollout.Demo;

/// <summary>The verbs that the demo starts its child processes with. No help lists them: nobody but the demo and its scripts needs them.</summary>
public static class DemoVerbs
{
    public const string Shop = "demo-shop";
    public const string Door = "demo-door";
    public const string Customers = "demo-customers";

    /// <summary>True if the command line begins with one of the hidden verbs.</summary>
    public static bool Knows(IReadOnlyList<string> arguments) => arguments is [Shop or Door or Customers, ..];

    /// <summary>Runs a hidden verb to its end. Exit codes: 0 ended as asked, 2 bad arguments (every one on stderr), 3 port in use.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var rest = arguments.AsSpan(1);
        var (run, problems) = arguments[0] switch
        {
            Shop => ShopVerb(rest),
            Door => DoorVerb(rest),
            _ => CustomersVerb(rest),
        };
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }

        return problems.Count > 0 ? 2 : await run(cancellation);
    }

    private static (Func<CancellationToken, Task<int>> Run, IReadOnlyList<Problem> Problems) ShopVerb(ReadOnlySpan<string> rest)
    {
        var given = new VerbArguments(rest, "--node", "--version", "--port", "--owner", "--ready-file");
        var options = new ShopOptions
        {
            Node = given.Needed("--node"),
            Version = given.Read("--version", ShopVersion.All[0], static (text, out version) =>
            {
                var found = ShopVersion.Find(text);
                version = found ?? ShopVersion.All[0];
                return found is not null;
            }, "one of " + string.Join(", ", ShopVersion.All.Select(v => v.Name))),
            Port = Port(given, "--port"),
            Owner = given.Whole("--owner"),
            ReadyFile = given.Text("--ready-file"),
        };
        return (token => DemoShop.RunAsync(options, token), given.Problems);
    }

    private static (Func<CancellationToken, Task<int>> Run, IReadOnlyList<Problem> Problems) DoorVerb(ReadOnlySpan<string> rest)
    {
        var given = new VerbArguments(rest, "--listen", "--admin", "--node", "--out-folder", "--owner", "--ready-file");
        var options = new DoorOptions
        {
            Listen = Port(given, "--listen"),
            Admin = Port(given, "--admin"),
            Nodes = [.. given.All("--node").Select(n => n.Split('=', 2)).Select(n => KeyValuePair.Create(n[0], n[^1]))],
            OutFolder = given.Text("--out-folder"),
            Owner = given.Whole("--owner"),
            ReadyFile = given.Text("--ready-file"),
        };
        return (token => DemoDoor.RunAsync(options, token), given.Problems);
    }

    private static (Func<CancellationToken, Task<int>> Run, IReadOnlyList<Problem> Problems) CustomersVerb(ReadOnlySpan<string> rest)
    {
        var given = new VerbArguments(rest, "--door", "--rate", "--orders", "--speed", "--seed", "--sessions", "--report", "--owner");
        _ = given.Needed("--door");
        var options = new CustomersOptions
        {
            Door = given.Read("--door", new Uri("http://127.0.0.1"), static (text, out uri) => Uri.TryCreate(text, UriKind.Absolute, out uri!), "an URL"),
            Rate = given.Number("--rate", 216),
            Orders = given.Text("--orders"),
            Speed = given.Text("--speed") is null ? null : given.Number("--speed", 1),
            Seed = given.Whole("--seed") ?? 1,
            Sessions = given.Whole("--sessions"),
            Report = given.Text("--report"),
            Owner = given.Whole("--owner"),
        };
        return (token => DemoCustomers.RunAsync(options, token), given.Problems);
    }

    private static int Port(VerbArguments given, string name)
    {
        _ = given.Needed(name);
        return given.Whole(name) ?? 0;
    }
}
