namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>What came of one scenario.</summary>
internal sealed record ScenarioResult(Transcript Transcript, IReadOnlyList<Difference> Differences)
{
    public int Exchanges => Transcript.Exchanges.Count;

    public int Agreed => Exchanges - Differences.Select(d => d.Exchange).Distinct(StringComparer.Ordinal).Count();
}
