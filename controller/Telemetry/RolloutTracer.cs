using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Rollout.Telemetry;

/// <summary>
/// One trace a trial, a span a stage. The trace's id follows from the trial's names and its start, so that a controller that takes over
/// goes on in the same trace; a span that was open when the last one died is not in it.
/// </summary>
public sealed class RolloutTracer : IDisposable
{
    internal const string Source = "Rollout";

    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), Open> open = [];
    private readonly ActivitySource source;

    /// <param name="version">Of the controller.</param>
    public RolloutTracer(string version) => source = new ActivitySource(Source, version);

    /// <summary>Shows a trial as it stands; without any, the rollout's is closed.</summary>
    public void Show(string space, string name, TrialReading? trial)
    {
        lock (gate)
        {
            var known = open.GetValueOrDefault((space, name));
            if (known is not null && trial?.StartedAt != known.StartedAt)
            {
                Close((space, name), known, null);
                known = null;
            }

            if (trial is null)
            {
                return;
            }

            known ??= Begin(trial);
            foreach (var happened in trial.Events)
            {
                known.Trial?.AddEvent(new ActivityEvent(happened.Reason, happened.At, new ActivityTagsCollection { ["message"] = happened.Message }));
            }

            Turn(known, trial);
            if (trial.End is { } end)
            {
                Close((space, name), known, end);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var (key, known) in open.ToList())
            {
                Close(key, known, null);
            }
        }

        source.Dispose();
    }

    private Open Begin(TrialReading trial)
    {
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{trial.Namespace}/{trial.Name}/{trial.Revision}/{trial.StartedAt.UtcTicks}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var parent = new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash.AsSpan(0, 16)), ActivitySpanId.CreateFromBytes(hash.AsSpan(16, 8)), ActivityTraceFlags.Recorded, isRemote: true);
        var activity = source.StartActivity($"rollout {trial.Name}", ActivityKind.Internal, parent, startTime: trial.StartedAt);
        activity?.SetTag("staggered.namespace", trial.Namespace).SetTag("staggered.name", trial.Name).SetTag("staggered.revision", trial.Revision);
        return open[(trial.Namespace, trial.Name)] = new Open(trial.StartedAt, activity);
    }

    /// <summary>The last stage ends where the next begins.</summary>
    private void Turn(Open known, TrialReading trial)
    {
        if (known.Stage?.Index == trial.Stage?.Index && known.Stage?.Since == trial.Stage?.Since)
        {
            return;
        }

        Stop(known.Span, trial.Stage?.Since ?? trial.End?.At);
        known.Stage = trial.Stage;
        known.Span = trial.Stage is not { } stage || known.Trial is not { } parent ? null
            : source.StartActivity($"stage {stage.Index + 1}", ActivityKind.Internal, parent.Context, startTime: stage.Since)?
                .SetTag("staggered.stage.nodes", stage.Nodes);
    }

    private void Close((string, string) key, Open known, TrialEnd? end)
    {
        Stop(known.Span, end?.At);
        known.Trial?.SetTag("staggered.result", end?.Result).SetTag("staggered.reason", end?.Reason);
        Stop(known.Trial, end?.At);
        open.Remove(key);
    }

    private static void Stop(Activity? activity, DateTimeOffset? at)
    {
        if (activity is not null && at is { } end && end.UtcDateTime >= activity.StartTimeUtc)
        {
            activity.SetEndTime(end.UtcDateTime);
        }

        activity?.Dispose();
    }

    private sealed class Open(DateTimeOffset startedAt, Activity? trial)
    {
        public DateTimeOffset StartedAt { get; } = startedAt;

        public Activity? Trial { get; } = trial;

        public TrialStage? Stage { get; set; }

        public Activity? Span { get; set; }
    }
}
