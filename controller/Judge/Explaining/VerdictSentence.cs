namespace Rollout.Judge;

/// <summary>
/// Every verdict in plain sentences with its numbers (issue of reporting: a verdict can always be explained). The one place for the
/// wording: the command line, the plot, the server's status and its stories all quote it. Pure.
/// </summary>
public static class VerdictSentence
{
    /// <summary>One to three sentences, each with its full stop.</summary>
    public static string Of(Assessment said, VerdictAccount account) => said.Verdict switch
    {
        Verdict.Worse => $"{Measured(said, account)}; chance of saying so without cause: {PlainFigures.Chance(said.LogEHarm, account.Alpha)}.",
        Verdict.Better or Verdict.NoWorse =>
            $"{Measured(said, account)}. {Excluded(account)} is excluded; chance of saying so without cause: {PlainFigures.Chance(said.LogESafe)}.",
        Verdict.Insufficient => Awaited(said, account),
        Verdict.Unavailable => $"{account.Canary} cannot be judged: {Trouble(account, "its metrics cannot be reached")}. Nothing is decided until they can be read.",
        Verdict.Misconfigured => $"{account.Canary} cannot be judged as it is described: {Trouble(account, "see the notes")}. Nothing is decided until that is mended.",
    };

    /// <summary>"n0 earned 21 % less than its share over 37 minutes (between 13 % and 28 % less)", without a full stop.</summary>
    public static string Measured(Assessment said, VerdictAccount account)
    {
        var over = account.Over is { } span && span > TimeSpan.Zero ? $" over {PlainFigures.Time(span)}" : "";
        if (said.Effect is not { } effect)
        {
            return $"Nothing has happened on {account.Canary} and its fellows{over} that could be compared";
        }

        var counted = account.Events is not null;
        var same = PlainFigures.IsSame(effect);
        var did = counted
            ? $"had {PlainFigures.Change(effect, counted)} {account.Events} {(same ? "as" : "than")}"
            : $"earned {PlainFigures.Change(effect)} {(same ? "as" : "than")}";
        return $"{account.Canary} {did} {(account.Several ? "their" : "its")} share{over}{PlainFigures.Between(said.Low, said.High, counted)}";
    }

    private static string Awaited(Assessment said, VerdictAccount account)
    {
        var mismatch = said.SplitMismatch
            ? " Sessions are not split between the nodes as they should be, and on that ground nothing is promoted." : "";
        if (said.LogESafe >= said.SafeThreshold && !said.SplitMismatch)
        {
            return $"{Measured(said, account)}. {Excluded(account)} is excluded; harm is still watched for.";
        }

        var missing = $"To prove harm the evidence must reach {PlainFigures.Evidence(said.HarmThreshold)} and stands at {PlainFigures.Evidence(said.LogEHarm)}; "
            + $"to exclude {Excluded(account, start: false)} it must reach {PlainFigures.Evidence(said.SafeThreshold)} and stands at {PlainFigures.Evidence(said.LogESafe)}";
        return $"Not enough evidence either way: {Lowered(said, account)}. {missing}{HowLong(account)}.{mismatch}";
    }

    private static string HowLong(VerdictAccount account)
    {
        if (account.Possible == false)
        {
            return ", which these canaries cannot: nodes differ too much (more canaries or a coarser tolerance could)";
        }

        var mostly = account.RemainingMostly is { } most ? $" (within {PlainFigures.Time(most)} in 9 of 10 cases)" : "";
        return account.Remaining is { } half && half > TimeSpan.Zero ? $": about {PlainFigures.Time(half)} more if nothing is lost{mostly}" : "";
    }

    private static string Lowered(Assessment said, VerdictAccount account)
    {
        var measured = Measured(said, account);
        return said.Effect is null ? char.ToLowerInvariant(measured[0]) + measured[1..] : measured;
    }

    private static string Excluded(VerdictAccount account, bool start = true)
    {
        var size = PlainFigures.Part(account.Tolerance);
        return (account.Direction, start) switch
        {
            (Direction.HigherIsBetter, true) => $"A loss of {size} or more",
            (Direction.HigherIsBetter, false) => $"a loss of {size} or more",
            (Direction.LowerIsBetter, true) => $"An increase of {size} or more",
            (Direction.LowerIsBetter, false) => $"an increase of {size} or more",
        };
    }

    private static string Trouble(VerdictAccount account, string otherwise) => (account.Trouble ?? otherwise).TrimEnd('.', ' ');
}
