using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;

namespace Rollout.Benchmarks.Cluster;

/// <summary>The measured side: one list or one watch in a process of its own. Prints what it counted and the milliseconds that it took inside.</summary>
internal static class KubernetesClientRun
{
    public const string Verb = "kubernetes-client";
    private static readonly ResourceType Pods = new("", "v1", "pods", "Pod");

    public static async Task<int> RunAsync(Uri server, string what, CancellationToken cancellation)
    {
        var connection = new ClusterConnection { Server = server, Credentials = new FixedCredentials(Credential.Anonymous) };
        using var client = new ClusterClient(connection, new ClientOptions());
        var begun = TimeProvider.System.GetTimestamp();
        var counted = what switch
        {
            "list-typed" => await ListAsync(client.Resources(ResourceKinds.Typed(Pods, BenchJson.Default.BenchObject)), cancellation),
            "list-untyped" => await ListAsync(client.Resources(ResourceKinds.Untyped(Pods)), cancellation),
            "watch-typed" => await WatchAsync(client.Resources(ResourceKinds.Typed(Pods, BenchJson.Default.BenchObject)), cancellation),
            "watch-untyped" => await WatchAsync(client.Resources(ResourceKinds.Untyped(Pods)), cancellation),
            _ => throw new ArgumentException(what, nameof(what)),
        };
        var took = TimeProvider.System.GetElapsedTime(begun);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counted} {took.TotalMilliseconds:0}"));
        return 0;
    }

    private static async Task<int> ListAsync<T>(ResourceClient<T> pods, CancellationToken cancellation)
        where T : class =>
        (await pods.ListAsync(new ListOptions { Namespace = "store" }, cancellation))
            .Match(list => list.Items.Count, error => throw new InvalidOperationException(error.ToString()));

    private static async Task<int> WatchAsync<T>(ResourceClient<T> pods, CancellationToken cancellation)
        where T : class
    {
        var seen = 0;
        await foreach (var signal in pods.WatchAsync(new WatchOptions { Namespace = "store", ResourceVersion = "1" }, cancellation))
        {
            if (signal is not WatchSignal<T>.Changed)
            {
                return seen;
            }

            seen++;
        }

        return seen;
    }
}
