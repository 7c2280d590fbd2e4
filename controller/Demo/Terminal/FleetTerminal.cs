using System.Globalization;
using System.Text.Json;
using Rollout.Server.Client;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Terminal;

/// <summary>Shows a rollout to a person: every happening once, and how things stand. Fed with what the controller's API shows.</summary>
/// <param name="wording">A happening as a line; null: its time of day, its reason and its message.</param>
public sealed class FleetTerminal(INarrator narrator, Func<HappeningSeen, string>? wording = null)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(400);
    private readonly HappeningLog happenings = new();

    /// <summary>Shows one look at the rollout.</summary>
    public void See(RolloutSeen rollout)
    {
        foreach (var happening in happenings.New(rollout.Status))
        {
            narrator.Say((wording ?? OfTheDay)(happening), happening.Severity == "Warning" ? Tone.Bad : Tone.Plain);
        }

        narrator.Show(rollout);
    }

    /// <summary>As the other, from the API's own JSON.</summary>
    /// <exception cref="JsonException">It is no rollout.</exception>
    public void See(string rolloutJson) =>
        See(JsonSerializer.Deserialize<RolloutSeen>(rolloutJson, RolloutSeen.Json) ?? throw new JsonException("null is no rollout"));

    /// <summary>Looks again and again until <paramref name="ended"/> says so or the time is over; while the controller is away nothing is shown.</summary>
    /// <param name="before">Runs before every look; may throw to end it.</param>
    public async Task FollowAsync(
        ControllerClient controller, TimeSpan limit, Action before, Func<RolloutSeen, bool> ended, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < limit)
        {
            before();
            if (await controller.LookAsync(cancellation) is { } seen)
            {
                See(seen);
                if (ended(seen))
                {
                    return;
                }
            }

            await Task.Delay(Between, time, cancellation);
        }
    }

    /// <summary>A happening's reason and message.</summary>
    public static string Sentence(HappeningSeen happening) =>
        happening.Message is { Length: > 0 } message ? $"{happening.Reason}: {message}" : happening.Reason ?? "";

    private static string OfTheDay(HappeningSeen happening) =>
        $"{happening.At?.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {Sentence(happening)}";
}
