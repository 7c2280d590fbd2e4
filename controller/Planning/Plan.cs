namespace Rollout.Planning;

/// <summary>What is to be recorded, then done, then announced.</summary>
public sealed record Plan
{
    /// <summary>Write this first, fenced by what was read; when the fence refuses, drop the plan.</summary>
    public required Progress Next { get; init; }

    /// <summary>Then see to these. They follow from <see cref="Next"/> alone (<see cref="Level.Of"/>), so a crash in between loses
    /// nothing.</summary>
    public required ValueList<Effect> Effects { get; init; }

    /// <summary>Look again after this at the latest; zero only when this plan changed something.</summary>
    public required TimeSpan RecheckAfter { get; init; }

    /// <summary>Last, announce these.</summary>
    public ValueList<Happening> Happenings { get; init; } = [];

    /// <summary>Every order of the world with what became of it: remove them together with writing <see cref="Next"/>.</summary>
    public ValueList<OrderAnswer> Orders { get; init; } = [];

    public EvidenceAction Evidence { get; init; }

    public string Reason => Next.Reason;

    public string Message => Next.Message;
}
