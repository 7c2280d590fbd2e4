using Rollout.Server.Client;

namespace Rollout.Demo.Terminal;

/// <summary>Plain lines without control characters, for logs and pipes; the rollout at most once in five seconds, at rest in thirty.</summary>
public sealed class PlainNarrator(TextWriter writer, TimeProvider time) : INarrator
{
    /// <summary>Between two lines of status while a version is on trial.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Between two lines of status while nothing happens.</summary>
    public static readonly TimeSpan RestPeriod = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private long? shown;

    public void Say(string line, Tone tone = Tone.Plain)
    {
        lock (gate)
        {
            writer.WriteLine(OneLine.Of(line));
            writer.Flush();
        }
    }

    public void Show(RolloutSeen rollout)
    {
        lock (gate)
        {
            var period = rollout.Status.CanaryRevision is null ? RestPeriod : Period;
            if (shown is { } last && time.GetElapsedTime(last) < period)
            {
                return;
            }

            shown = time.GetTimestamp();
        }

        Say("  " + StatusLine.Of(rollout), Tone.Quiet);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
