namespace Rollout.Planning;

/// <summary>What a rule decides: what is to be recorded, and the order it carries out, if one made it decide.</summary>
internal sealed record Move(Progress Next, Order? CarriesOut = null);
