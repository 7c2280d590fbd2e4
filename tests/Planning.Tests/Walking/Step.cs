namespace Rollout.Planning.Tests.Walking;

/// <summary>One transition of a walk.</summary>
internal sealed record Step(World World, Input Input, Plan Plan, Func<World, Plan> Decide)
{
    public Progress Before => World.Progress;

    public Progress Next => Plan.Next;

    /// <summary>The same world a pass later: the plan recorded, its orders removed.</summary>
    public World Later => World with { Progress = Next, Orders = [] };

    /// <summary>Whether a person's order of a kind names what is on trial.</summary>
    public bool Has(OrderKind kind, string? revision) => World.Orders.Any(o => o.Kind == kind && o.Revision == revision);
}
