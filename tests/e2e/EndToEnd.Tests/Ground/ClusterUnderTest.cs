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

    private string kubeconfig = "";
    private string folder = "";

    internal SuiteOptions Options { get; private protected init; } = new();

    /// <summary>Our own API server; null: a real one.</summary>
    private protected FakeKubernetesServer? Fake { get; private set; }

    /// <summary>As whoever runs the suite.</summary>
    internal ClusterClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await ConnectOnlyAsync();
        if (await Prerequisites.MissingAsync(Client) is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        await Definitions.EnsureAsync(Client, Options.Run, Options.Patience);
    }

    /// <summary>Nothing is made there.</summary>
    internal async Task ConnectOnlyAsync()
    {
        if (Options.Kubeconfig is { } file)
        {
            kubeconfig = await File.ReadAllTextAsync(file);
            folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        }
        else
        {
            Fake = await FakeKubernetesServer.StartAsync(OwnServer.Options(Options.Hostile));
            Fake.Controllers.Pods.Fail(NoSuchTag, PodFailure.ImagePull);
            OwnServer.Trouble(Fake, Options.Hostile);
            kubeconfig = Fake.Kubeconfig();
        }

        Client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        try
        {
            if (Client is not null && await Sweep.RunAsync(Client, Options.Run, Options.Patience) is { Count: > 0 } left)
            {
                throw new InvalidOperationException($"left behind: {string.Join("; ", left)}");
            }
        }
        finally
        {
            Client?.Dispose();
            if (Fake is not null)
            {
                await Fake.DisposeAsync();
            }
        }
    }

    private async Task<ClusterClient> ConnectAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rollout-e2e-{Guid.NewGuid():N}.kubeconfig");
        await LocalKubeconfig.WriteAsync(path, KubeconfigIn("default"));
        try
        {
            var loaded = await ClusterConfiguration.LoadAsync(ConfigurationSources.OfThisProcess() with { Path = path }, CancellationToken.None);
            return loaded is ConnectionResult.Ready ready ? new ClusterClient(ready.Connection, new ClientOptions { UserAgent = "rollout-e2e" })
                : throw new InvalidOperationException($"the cluster cannot be found: {string.Join("; ", ((ConnectionResult.Refused)loaded).Problems)}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What sells in a namespace, and who measures it.</summary>
    private protected virtual Task<IMarket> StartMarketAsync(string space) => PretendMarket.OpenAsync(Client, space, Options);

    internal Task<IMarket> OpenMarketAsync(string space) => StartMarketAsync(space);

    internal string KubeconfigIn(string space) => LocalKubeconfig.In(kubeconfig, folder, space, Options.Context);

    internal static JsonObject Demand(ApiResult<JsonObject> answer) =>
        answer.TryGet(out var item, out var error) ? item : throw new InvalidOperationException(error.ToString());
}
