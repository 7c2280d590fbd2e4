using System.Numerics;
using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>Passes in a row that came to nothing: how long to wait before the next, and when to say it again. Immutable.</summary>
/// <param name="InARow">How many.</param>
/// <param name="Why">What the last one failed of; null after one that was recorded.</param>
/// <param name="Since">When the first of them failed.</param>
public sealed record Setbacks(int InARow, string? Why, DateTimeOffset? Since)
{
    public static readonly Setbacks None = new(0, null, null);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Doubles, and stays short enough that a mended cause is soon noticed and no span of readings is given up.</summary>
    public TimeSpan Wait => InARow == 0 ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(InARow - 1, 10)));

    /// <summary>Told at the first, and then ever more rarely: at the second, fourth, eighth.</summary>
    public bool IsTold => BitOperations.IsPow2(InARow);

    /// <summary>One failure is no trouble yet: another may simply have written in between.</summary>
    public Trouble? Trouble => InARow < 2 || Why is null ? null
        : new Trouble(Reasons.PassFails, "", $"Nothing is done, because nothing can be recorded or looked at: {Why}", Since!.Value);

    public Setbacks After(string why, DateTimeOffset now) => new(InARow + 1, why, Since ?? now);
}
