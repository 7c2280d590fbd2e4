namespace Rollout.FakeKubernetes;

/// <summary>How a fake API server runs.</summary>
public sealed record FakeKubernetesOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seed of all that the server chooses: uids, name endings, nodes for pods, faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Controllers work by themselves as time passes; false: only when told (<see cref="Controllers.ControlLoop.PumpAsync"/>).</summary>
    public bool RunControllers { get; init; } = true;

    /// <summary>Port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>HTTPS with a certificate made at the start, which the kubeconfig carries; HTTP/2 needs it.</summary>
    public bool Tls { get; init; }

    /// <summary>Number of nodes that pods are put on.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>The first two parts of every pod's address; with <c>127.244</c> whoever listens on every address of this machine answers for all pods.</summary>
    public string PodNetwork { get; init; } = "10.244";

    /// <summary>From starting a pod to its being ready.</summary>
    public TimeSpan PodStartup { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From asking a pod to end to its being gone.</summary>
    public TimeSpan PodShutdown { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A CRD that was just established answers 429 for so long.</summary>
    public TimeSpan CrdStart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many changes are remembered; watches from before are answered with 410.</summary>
    public int MostHistory { get; init; } = 100_000;
}
