using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Market;
using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Controllers;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>
/// One cluster for the whole suite, with our kinds in it: the one that a kubeconfig names, or our own API server with its controllers. What
/// was not there before goes at the end.
/// </summary>
public class ClusterUnderTest : IAsyncLifetime
{
    /// <summary>Of our own API server: where pods cannot be pulled. A registry that is there does not have it either.</summary>
    public const string NoSuchTag = "rollout-e2e-no-such-tag";

    private readonly List<string> applied = [];
    private string kubeconfig = "";
    private string folder = "";

    internal SuiteOptions Options { get; private protected init; } = new();

    /// <summary>Our own API server; null: a real one.</summary>
    private protected FakeKubernetesServer? Fake { get; private set; }

    /// <summary>As whoever runs the suite.</summary>
    internal ClusterClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Options.Kubeconfig is { } file)
        {
            kubeconfig = await File.ReadAllTextAsync(file);
            folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        }
        else
        {
            Fake = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions
            {
                Nodes = 4,
                PodStartup = TimeSpan.FromMilliseconds(200),
                PodShutdown = TimeSpan.FromMilliseconds(200),
                CrdStart = TimeSpan.FromMilliseconds(100),
            });
            Fake.Controllers.Pods.Fail(NoSuchTag, PodFailure.ImagePull);
            kubeconfig = Fake.Kubeconfig();
        }

        var path = Path.Combine(Path.GetTempPath(), $"rollout-e2e-{Guid.NewGuid():N}.kubeconfig");
        await File.WriteAllTextAsync(path, KubeconfigIn("default"));
        try
        {
            var loaded = await ClusterConfiguration.LoadAsync(ConfigurationSources.OfThisProcess() with { Path = path }, CancellationToken.None);
            Client = loaded is ConnectionResult.Ready ready ? new ClusterClient(ready.Connection, new ClientOptions { UserAgent = "rollout-e2e" })
                : throw new InvalidOperationException($"the cluster cannot be found: {string.Join("; ", ((ConnectionResult.Refused)loaded).Problems)}");
        }
        finally
        {
            File.Delete(path);
        }

        await DefineAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var definition in applied)
        {
            await Client.Resources(ResourceKinds.Untyped(Kinds.Definitions)).DeleteAsync(new ObjectKey(null, definition), DeleteOptions.Default, CancellationToken.None);
        }

        Client?.Dispose();
        if (Fake is not null)
        {
            await Fake.DisposeAsync();
        }
    }

    /// <summary>What sells in a namespace, and who measures it.</summary>
    private protected virtual Task<IMarket> StartMarketAsync(string space) => PretendMarket.OpenAsync(Client, space, Options);

    internal Task<IMarket> OpenMarketAsync(string space) => StartMarketAsync(space);

    internal string KubeconfigIn(string space) => LocalKubeconfig.In(kubeconfig, folder, space);

    /// <summary>Our kinds, as the executable itself writes them. Those that are there already are brought up to date, and stay.</summary>
    private async Task DefineAsync()
    {
        var definitions = Client.Resources(ResourceKinds.Untyped(Kinds.Definitions));
        foreach (var item in JsonNode.Parse(await Executable.RunAsync("crds", "-o", "json"))!["items"]!.AsArray())
        {
            var definition = (JsonObject)item!.DeepClone();
            var name = (string)definition["metadata"]!["name"]!;
            var there = await definitions.GetAsync(new ObjectKey(null, name), CancellationToken.None);
            Demand(await definitions.ApplyAsync(definition, new WriteOptions { FieldManager = "rollout-e2e", Force = true }, CancellationToken.None));
            if (!there.TryGet(out _, out _))
            {
                applied.Add(name);
            }
        }

        await Waiting.UntilAsync(Options.Patience, async () =>
        {
            var served = await Client.Resources(ResourceKinds.Untyped(Kinds.Rollouts)).ListAsync(new ListOptions { Namespace = "default" }, CancellationToken.None);
            var metrics = await Client.Resources(ResourceKinds.Untyped(Kinds.Metrics)).ListAsync(new ListOptions { Namespace = "default" }, CancellationToken.None);
            return served.TryGet(out _, out _) && metrics.TryGet(out _, out _);
        }, () => Task.FromResult("our kinds are not served"));
    }

    internal static JsonObject Demand(ApiResult<JsonObject> answer) =>
        answer.TryGet(out var item, out var error) ? item : throw new InvalidOperationException(error.ToString());
}
