using System.Globalization;
using Rollout.Api;
using Rollout.Demo.Terminal;
using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Cli.Pipeline;

/// <summary>A rollout on one screen: where it stands, the evidence, the nodes.</summary>
internal static class StatusText
{
    public static IEnumerable<string> Lines(RolloutSeen rollout, DateTimeOffset now, bool wide = false)
    {
        var status = rollout.Status;
        var age = status.Since is { } since && now > since ? $" for {Age(now - since)}" : "";
        yield return $"{rollout.Metadata.Namespace}/{rollout.Metadata.Name}: {StatusLine.Headline(status)}{age}{(status.Paused ? ", paused" : "")}";
        foreach (var line in Columns.Wrap($"{status.Reason}: {status.Message}", "  ", "  "))
        {
            yield return line;
        }

        if (StatusLine.StageOf(status) is { } stage)
        {
            yield return "  " + stage;
        }

        if (status.Release is { } release && (release.Commit ?? release.By) is not null)
        {
            yield return $"  {status.CanaryRevision}: {string.Join(", ", Origin(release))}";
        }

        foreach (var line in Sentences(status))
        {
            yield return line;
        }

        foreach (var line in Metrics(status, wide).Concat(Nodes(status, wide)).Concat(Probes(status, wide)).Concat(Widenings(status, wide)))
        {
            yield return line;
        }
    }

    /// <summary>To the second below ten minutes, then to the minute.</summary>
    public static string Age(TimeSpan time)
    {
        var unit = time < TimeSpan.FromMinutes(10) ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        return DurationText.Format(unit * Math.Floor(time / unit));
    }

    private static IEnumerable<string> Sentences(RolloutProgress status) =>
        (status.Troubles ?? []).Select(t => $"{t.Reason}: {t.Message}")
            .Concat([status.Forecast?.Text, status.IfStartedNow?.Text]).OfType<string>().Where(text => text.Length > 0)
            .SelectMany(text => Columns.Wrap(text, "  ", "  "));

    private static IEnumerable<string> Origin(ReleaseSeen release)
    {
        if (release.Commit is not null)
        {
            yield return $"commit {release.Commit}";
        }

        if (release.BuiltAt is { } built)
        {
            yield return $"built {built.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}";
        }

        if (release.By is not null)
        {
            yield return $"started by {release.By}";
        }
    }

    private static IEnumerable<string> Metrics(RolloutProgress status, bool wide) => status.Verdict?.Metrics is not { Count: > 0 } metrics ? []
        : wide ? Columns.Table(
            ["METRIC", "VERDICT", "EFFECT", "INTERVAL", "HARM", "SAFE", "ROLE", "TOLERANCE", "CANARY", "FLEET", "PHI", "SIGMA0"], metrics.Select(Wide), int.MaxValue).Prepend("")
        : Columns.Table(["METRIC", "VERDICT", "EFFECT", "INTERVAL", "HARM", "SAFE"], metrics.Select(Row)).Prepend("");

    private static string[] Wide(MetricSeen metric) =>
    [
        .. Row(metric), metric.Role ?? Wording.Unknown, Wording.Percent(metric.Tolerance), Wording.Whole(metric.CanaryEvents), Wording.Whole(metric.FleetEvents),
        Wording.Number(metric.Phi, "0.###"), Wording.Number(metric.Sigma0, "0.####"),
    ];

    private static string[] Row(MetricSeen metric) =>
    [
        metric.Name, metric.Verdict ?? Wording.Unknown, Wording.Percent(metric.Effect),
        metric.Low is null && metric.High is null ? Wording.Unknown : $"{Wording.Percent(metric.Low)} to {Wording.Percent(metric.High)}",
        $"{Wording.Number(metric.LogEHarm)}/{Wording.Number(metric.HarmThreshold)}", $"{Wording.Number(metric.LogESafe)}/{Wording.Number(metric.SafeThreshold)}",
    ];

    private static IEnumerable<string> Nodes(RolloutProgress status, bool wide) => status.Nodes is { Count: > 0 } nodes
        ? Columns.Table(["NODE", "ROLE", "REVISION", "A MINUTE", "EXPECTED", "NOTE"], nodes.Select(Row), wide ? int.MaxValue : Columns.Width).Prepend("") : [];

    private static string[] Row(NodeSeen node) =>
    [
        node.Name, node.Role ?? Wording.Unknown, node.Revision ?? Wording.Unknown, Wording.Whole(node.PerMinute), Wording.Whole(node.ExpectedPerMinute),
        node.Trouble ?? node.Excluded ?? (node.Ready ? "" : "not ready"),
    ];

    private static IEnumerable<string> Probes(RolloutProgress status, bool wide) => status.Probes is { Count: > 0 } probes
        ? Columns.Table(["PROBE", "NODE", "STATE", "FAILURES", "STEP"], probes.Select(p => (IReadOnlyList<string>)
            [p.Name, p.Node ?? Wording.Unknown, p.State ?? Wording.Unknown, p.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture), Step(p)]),
            wide ? int.MaxValue : Columns.Width).Prepend("") : [];

    private static IEnumerable<string> Widenings(RolloutProgress status, bool wide) => status.Widenings is { Count: > 0 } widenings
        ? Columns.Table(["ANSWERS MORE", "STEP", "PATH", "WAS", "IS"], widenings.Select(w => (IReadOnlyList<string>)
            [w.Probe, w.Step, w.Path, w.Stable ?? Wording.Unknown, w.Canary ?? Wording.Unknown]),
            wide ? int.MaxValue : Columns.Width).Prepend("") : [];

    private static string Step(ProbeSeen probe) => probe.Failure is { } failure ? $"{failure.Step}: expected {failure.Expected}, got {failure.Got}" : "";
}
