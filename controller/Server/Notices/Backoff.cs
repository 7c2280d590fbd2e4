namespace Rollout.Server.Notices;

/// <summary>How long to wait before the next attempt: doubled each time, up to five minutes, spread by the key so that not all come at once. Pure.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Longer than this nobody is waited for, whatever they say.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    /// <param name="attempts">That failed in a row: 1 or more.</param>
    /// <param name="asked">What the receiver asked for.</param>
    /// <param name="seed">Of whom the wait is.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked, int seed)
    {
        var seconds = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempts - 1, 20)));

        // Up to a fifth sooner; never later, so that the longest wait is what is written.
        var own = TimeSpan.FromSeconds(seconds * (1 - (0.2 * ((uint)HashCode(seed, attempts) % 1000 / 1000.0))));
        var wanted = asked is { } wait && wait > TimeSpan.Zero ? wait < LongestAsked ? wait : LongestAsked : TimeSpan.Zero;
        return own > wanted ? own : wanted;
    }

    private static int HashCode(int seed, int attempts) => unchecked((seed * 397 ^ attempts) * 486187739);
}
