namespace Rollout.Recording;

/// <summary>An order that a pass has answered.</summary>
/// <param name="Id">Of its <see cref="OrderRequest"/>.</param>
/// <param name="Note">Why it was not carried out; null when it was.</param>
public sealed record TakenOrder(long Id, string? Note = null);
