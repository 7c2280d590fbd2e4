namespace Rollout.Planning.Notices;

/// <summary>What became of telling one receiver.</summary>
/// <param name="Id">Of the notice.</param>
/// <param name="Receiver">By name.</param>
/// <param name="Failure">Why it will never be told; null: it took the notice.</param>
public sealed record NoticeReceipt(long Id, string Receiver, string? Failure = null);
