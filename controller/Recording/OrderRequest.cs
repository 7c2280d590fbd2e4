using Rollout.Planning;

namespace Rollout.Recording;

/// <summary>An order that waits for the controller's next pass.</summary>
/// <param name="Id">Unique in the store, rising.</param>
/// <param name="Order">As it was given.</param>
public sealed record OrderRequest(long Id, Order Order);
