namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>One place where the fake's answer is not the recorded one.</summary>
internal sealed record Difference(string Exchange, string Path, string Recorded, string Ours)
{
    public override string ToString() => $"{Exchange} {Path}: recorded {Recorded}, the fake says {Ours}";
}
