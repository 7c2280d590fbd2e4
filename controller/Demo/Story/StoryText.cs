using System.Globalization;
using Rollout.Demo.Customers;
using Rollout.Demo.Fleet;
using Rollout.Demo.Terminal;

namespace Rollout.Demo.Story;

/// <summary>The sentences of the story.</summary>
internal static class StoryText
{
    /// <summary>The settings, so that nobody has to guess what made it quick.</summary>
    public static IEnumerable<string> Settings(DemoOptions options, int nodes)
    {
        var mean = options.OrdersPerSecond / nodes;
        var rate = options.Orders is { } file
            ? Line($"orders replayed from {file}, {mean:0} a second and node in the mean, silences cut to {ReplayedSessions.LongestSilence.TotalMilliseconds:0} ms")
            : Line($"{mean * (1 - DailyRhythm.Amplitude):0} to {mean * (1 + DailyRhythm.Amplitude):0} orders a second and node (a day lasts {DailyRhythm.Day.TotalMinutes:0} minutes), values heavy-tailed");
        yield return Line($"settings: {nodes} shops; {rate}");
        yield return Line($"settings: buckets of {DemoFleetFile.Interval}, warm-up {DemoFleetFile.WarmUp}, tolerance {DemoFleetFile.Tolerance}, false rollbacks {DemoFleetFile.FalseRollback}, false promotions {DemoFleetFile.FalsePromotion}; stages 1 node, 50 %, all");
    }

    /// <summary>What was seen, when, the effect and its interval, the verdict.</summary>
    public static IEnumerable<string> Release(ReleaseResult result, TimeSpan endedAt)
    {
        yield return Line($"{result.Version} {result.Ending} after {result.Took.TotalSeconds:0.0} s, at {Clock(endedAt)}: {result.Why}");
        if (result.Figures is { } seen)
        {
            yield return $"   {Wording.Effect(seen)}, verdict {seen.Verdict ?? Wording.Unknown}; evidence {Wording.Evidence(seen)}";
            yield return Line($"   seen: {Wording.Whole(seen.CanaryEvents)} orders of the canary among {Wording.Whole(seen.FleetEvents)} of the fleet; phi {Wording.Number(seen.Phi, "0.00")}, sigma0 {Wording.Number(seen.Sigma0, "0.000")}");
        }

        if (result.Failure is { } probe)
        {
            yield return $"   probe {probe.Name} on {probe.Node}: {probe.Failure?.Step}: expected {probe.Failure?.Expected}, got {probe.Failure?.Got}";
        }
    }

    public static string Customers(CustomersReport report) => Line(
        $"customers: {report.Sessions:#,0} visits, {report.Paid:#,0} paid orders worth {report.Dollars:#,0} dollars, {report.Failed:#,0} failed, {report.Slow:#,0} slow, {report.TurnedAway:#,0} turned away");

    /// <summary>The last line, to the letter.</summary>
    public static string Last(IEnumerable<ReleaseResult> results) =>
        "demo: " + string.Join(", ", results.Select(r => $"{r.Version} {r.Ending}"));

    public static string Clock(TimeSpan sinceBeginning) => sinceBeginning.ToString(@"mm\:ss", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
