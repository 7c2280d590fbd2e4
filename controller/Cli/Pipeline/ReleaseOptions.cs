using System.CommandLine;
using System.Globalization;
using Rollout.Api;
using Rollout.History;

namespace Rollout.Cli.Pipeline;

/// <summary>Which releases, and from where: the same for `history` and `report`.</summary>
internal sealed class ReleaseOptions
{
    public const string Help = """
          --history ADDRESS    read the store itself, without a controller:
                               sqlite:PATH or postgres:CONNSTRING
                               (or ROLLOUT_HISTORY where no --server is named)
        """;

    private readonly Option<string> since = new("--since");
    private readonly Option<string> history = new("--history");
    private readonly ReachOptions reach = new();

    public void AddTo(Command command)
    {
        command.Options.Add(since);
        command.Options.Add(history);
        reach.AddTo(command);
    }

    /// <summary>Null with problems in the call.</summary>
    public async Task<ReleaseSource?> SourceAsync(VerbCall call, bool isNameNeeded, CancellationToken cancellation)
    {
        var rollout = reach.Named(call, isNameNeeded);
        var given = call.Given.TextOf(history);
        var fallback = Environment.GetEnvironmentVariable("ROLLOUT_SERVER") is { Length: > 0 } ? null : Environment.GetEnvironmentVariable("ROLLOUT_HISTORY");
        if ((given ?? (call.Given.GetResult("--server") is null ? fallback : null)) is { Length: > 0 } text)
        {
            var (address, problem) = HistoryAddress.Parse(text, given is null ? "ROLLOUT_HISTORY" : "--history");
            if (problem is not null)
            {
                call.Usage.Add(problem);
            }

            return call.Usage.Count > 0 ? null : ReleaseSource.Of(address!, rollout);
        }

        if (reach.IsCluster(call))
        {
            var cluster = await reach.ClusterAsync(call, cancellation);
            if (call.Usage.Count == 0 && cluster is not null)
            {
                return ReleaseSource.Of(cluster, rollout is not null && call.Given.GetResult("--namespace") is null ? rollout with { Namespace = cluster.Namespace } : rollout);
            }

            cluster?.Dispose();
            return null;
        }

        var controller = reach.Controller(call);
        if (call.Usage.Count > 0 || controller is null)
        {
            controller?.Dispose();
            return null;
        }

        return ReleaseSource.Of(controller, rollout);
    }

    /// <summary>A time, or how long ago; the given default where nothing was said.</summary>
    public DateTimeOffset? Since(VerbCall call, DateTimeOffset now, TimeSpan? unlessTold)
    {
        if (call.Given.TextOf(since) is not { } text)
        {
            return now - unlessTold;
        }

        if (DurationText.TryParse(text, out var ago) && ago > TimeSpan.Zero && ago < TimeSpan.FromDays(36_500))
        {
            return now - ago;
        }

        if (text.Length is > 9 and < 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time < now)
        {
            return time;
        }

        call.Usage.Add("--since", $"'{text}' is neither how long ago nor a time in the past", "write 90d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z");
        return null;
    }
}
