namespace Rollout.Planning;

/// <summary>What became of an order. Every order of a pass is answered in its plan, and is to be removed with it.</summary>
/// <param name="Order">As it was given.</param>
/// <param name="Note">Why it was not carried out; null when it was.</param>
public sealed record OrderAnswer(Order Order, string? Note)
{
    public bool CarriedOut => Note is null;
}
