namespace Rollout.Server.Hooks;

/// <summary>What became of alerts that a rollout was told of.</summary>
public abstract record HeardAnswer
{
    private HeardAnswer()
    {
    }

    /// <summary>They are recorded: no crash forgets them. None of the rollout's policies fits where there are none.</summary>
    /// <param name="Fitting">How many fit one of its policies.</param>
    public sealed record Recorded(int Fitting) : HeardAnswer;

    /// <summary>They are not, yet: whoever told is to tell again.</summary>
    public sealed record NotYet(string Why) : HeardAnswer;
}
