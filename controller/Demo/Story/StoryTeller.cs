using System.Globalization;
using Rollout.Demo.Terminal;
using Rollout.Server.Client;

namespace Rollout.Demo.Story;

/// <summary>Follows the controller through the releases and tells what it sees.</summary>
internal sealed class StoryTeller(DemoOptions options, DemoWorld world, INarrator narrator, TimeProvider time) : IDisposable
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);
    private readonly long began = time.GetTimestamp();
    private readonly ControllerClient controller = new(new Uri($"http://{options.Listen}"), world.Token);
    private FleetTerminal? terminal;

    public void Dispose() => controller.Dispose();

    /// <returns>The exit code.</returns>
    public async Task<int> TellAsync(CancellationToken cancellation)
    {
        var address = $"http://{options.Listen}/";
        Say($"dashboard: {address}  (folder {world.Folder})", Tone.Heading);
        foreach (var line in StoryText.Settings(options, world.Nodes.Count))
        {
            Say(line);
        }

        await ReadyAsync(cancellation);
        Say(string.Create(CultureInfo.InvariantCulture, $"{world.Nodes.Count} shops earn on v1; the controller learns for {options.Earning.TotalSeconds:0} s how they differ"));
        await WatchAsync(options.Earning, static _ => false, cancellation);
        var results = await ReleasesAsync(cancellation);
        if (await world.CustomersAsync(cancellation) is { } report)
        {
            Say(StoryText.Customers(report));
        }

        var asPlanned = results.Zip(PlannedRelease.Story).All(r => r.First.Ending == r.Second.Expected);
        if (options.Keep)
        {
            Say($"kept: dashboard {address}; Ctrl-C ends everything");
            Say($"kept: try rollout start shop --version v1 --wait --server {address} --token-file {world.TokenFile}");
        }

        narrator.Say(StoryText.Last(results), asPlanned ? Tone.Good : Tone.Bad);
        if (options.Keep)
        {
            await KeepAsync(cancellation);
        }

        return asPlanned ? 0 : 1;
    }

    private async Task<IReadOnlyList<ReleaseResult>> ReleasesAsync(CancellationToken cancellation)
    {
        var results = new List<ReleaseResult>();
        foreach (var release in PlannedRelease.Story)
        {
            // After a release without an end the next one would only supersede it: no verdict of its own.
            var stuck = results is [.., { Ending: ReleaseResult.TimedOut or ReleaseResult.Refused }] or [.., { Ending: ReleaseResult.NotTried }];
            results.Add(stuck ? new ReleaseResult(release.Version, ReleaseResult.NotTried, TimeSpan.Zero) : await ReleaseAsync(release, cancellation));
        }

        return results;
    }

    private async Task<ReleaseResult> ReleaseAsync(PlannedRelease release, CancellationToken cancellation)
    {
        Say($"release {release.Version}: {release.About}", Tone.Heading);
        var watch = new ReleaseWatch(release.Version, time.GetUtcNow());
        var start = time.GetTimestamp();
        ReleaseResult? result = null;
        RolloutSeen? last = null;
        if (await OrderAsync(release.Version, cancellation) is { } refused)
        {
            result = new ReleaseResult(release.Version, ReleaseResult.Refused, time.GetElapsedTime(start), Why: refused);
        }
        else
        {
            await WatchAsync(options.ReleasePatience, seen =>
            {
                last = seen;
                result = watch.See(seen, time.GetElapsedTime(start));
                return result is not null;
            }, cancellation);
        }

        result ??= watch.GiveUp(last, time.GetElapsedTime(start));
        result = last is null ? result : result.With(await controller.EvidenceAsync(last, cancellation));
        var tone = result.Ending == release.Expected ? Tone.Good : Tone.Bad;
        foreach (var line in StoryText.Release(result, time.GetElapsedTime(began)))
        {
            Say(line, tone);
        }

        return result;
    }

    /// <summary>Null when the order was taken, else why not. One that got no answer is given again: wanting a version twice is wanting it once.</summary>
    private async Task<string?> OrderAsync(string version, CancellationToken cancellation)
    {
        var why = "the controller does not answer";
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await controller.LookAsync(cancellation) is { } rollout)
            {
                switch (await controller.OrderAsync(rollout.Metadata, "start", new Dictionary<string, string?> { ["version"] = version }, cancellation))
                {
                    case ApiAnswer.Found:
                        return null;
                    case ApiAnswer.Away away:
                        why = "the controller does not answer: " + away.Reason;
                        break;
                    case var refused:
                        return refused.ToString();
                }
            }
        }

        return why;
    }

    /// <summary>Shows what is new, again and again, until the time is over or <paramref name="ended"/> says so.</summary>
    private Task WatchAsync(TimeSpan limit, Func<RolloutSeen, bool> ended, CancellationToken cancellation)
    {
        terminal ??= new FleetTerminal(narrator, happening => Timed("  " + FleetTerminal.Sentence(happening)));
        return terminal.FollowAsync(controller, limit, world.CheckChildren, ended, time, cancellation);
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (!await controller.IsReadyAsync(cancellation) || await controller.LookAsync(cancellation) is null)
        {
            world.CheckChildren();
            if (time.GetElapsedTime(start) > ReadyLimit)
            {
                throw new DemoFailedException($"the controller is not ready after {ReadyLimit.TotalSeconds:0} seconds");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        try
        {
            await WatchAsync(TimeSpan.MaxValue, static _ => false, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how a kept demo ends; the exit code stays that of the story.
        }
    }

    private void Say(string line, Tone tone = Tone.Plain) => narrator.Say(Timed(line), tone);

    private string Timed(string line) => $"{StoryText.Clock(time.GetElapsedTime(began))}  {line}";
}
