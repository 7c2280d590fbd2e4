using Rollout.FakeKubernetes;
using Rollout.FakeKubernetes.Faults;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Our own API server, for want of another.</summary>
internal static class OwnServer
{
    public static FakeKubernetesOptions Options(bool hostile) => new()
    {
        Nodes = 4,
        Tls = hostile,
        PodStartup = hostile ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(200),
        PodShutdown = hostile ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(200),
        CrdStart = hostile ? TimeSpan.FromSeconds(4) : TimeSpan.FromMilliseconds(100),
    };

    /// <summary>What any request and any watch may meet, at random.</summary>
    public static void Trouble(FakeKubernetesServer server, bool hostile)
    {
        if (hostile)
        {
            server.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Probability = 0.02 });
            server.Faults.Add(new FaultRule(FaultKind.ServerError) { Probability = 0.01 });
            server.Faults.Add(new FaultRule(FaultKind.Reset) { Probability = 0.01 });
            server.Faults.Add(new FaultRule(FaultKind.ResetAfterwards) { Probability = 0.01 });
            server.Faults.Add(new FaultRule(FaultKind.Conflict) { Probability = 0.02 });
            server.Faults.Add(new FaultRule(FaultKind.Slow) { Probability = 0.05, Delay = TimeSpan.FromMilliseconds(700) });
            server.Faults.Add(new FaultRule(FaultKind.WatchCut) { Probability = 0.3, AfterEvents = 20 });
            server.Faults.Add(new FaultRule(FaultKind.WatchExpired) { Probability = 0.2, AfterEvents = 15 });
        }
    }
}
