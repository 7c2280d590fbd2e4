using Rollout.Demo.Story;

namespace Rollout.Demo.Terminal;

/// <summary>Plain lines without control characters, for logs and pipes; the rollout at most once in five seconds.</summary>
public sealed class PlainNarrator(TextWriter writer, TimeProvider time) : INarrator
{
    /// <summary>Between two lines of status.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

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
            if (shown is { } last && time.GetElapsedTime(last) < Period)
            {
                return;
            }

            shown = time.GetTimestamp();
        }

        Say("  " + StatusLine.Of(rollout), Tone.Quiet);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
