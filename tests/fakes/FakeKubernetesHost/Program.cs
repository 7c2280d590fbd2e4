using System.Globalization;
using System.Runtime.InteropServices;
using Rollout.FakeKubernetes;

// Starts a fake API server to try things by hand:
//   dotnet run --project tests/fakes/FakeKubernetesHost -- [--port N] [--nodes N] [--plain] [--kubeconfig FILE]
//   KUBECONFIG=FILE kubectl get deployments
// client-go sends no token over plain HTTP: kubectl needs TLS.
var options = new FakeKubernetesOptions { Tls = true };
var kubeconfig = Path.Combine(Path.GetTempPath(), "fake-kubernetes.kubeconfig");
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--plain":
            options = options with { Tls = false };
            break;
        case "--port" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var port):
            options = options with { Port = port };
            i++;
            break;
        case "--nodes" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var nodes):
            options = options with { Nodes = nodes };
            i++;
            break;
        case "--kubeconfig" when i + 1 < args.Length:
            kubeconfig = args[++i];
            break;
        default:
            Console.Error.WriteLine($"unknown option or missing value: {args[i]}; known: --port N, --nodes N, --plain, --kubeconfig FILE");
            return 2;
    }
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
await using var server = await FakeKubernetesServer.StartAsync(options, stop.Token);
await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig(), stop.Token);
Console.WriteLine($"fake Kubernetes at {server.Address}");
Console.WriteLine($"export KUBECONFIG={kubeconfig}");
try
{
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
}
catch (OperationCanceledException)
{
    // Ctrl+C ends it.
}

return 0;
