using System.Globalization;
using Microsoft.AspNetCore.Http;
using Rollout.Kubernetes.Tests.Watching;

namespace Rollout.Kubernetes.Tests.Caching;

/// <summary>A server whose objects change all the time and whose connections break at random, from a seed.</summary>
internal sealed class FaultyGadgets(int seed)
{
    private const int Changes = 2000;
    private readonly Lock gate = new();
    private readonly Random chance = new(seed);
    private readonly Dictionary<string, string> items = new(StringComparer.Ordinal);
    private readonly List<(int Version, string Line)> log = [];
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int version = 100;

    public int Faults { get; private set; }

    public Task Finished => finished.Task;

    public IReadOnlyDictionary<string, string> Contents()
    {
        lock (gate)
        {
            return new Dictionary<string, string>(items, StringComparer.Ordinal);
        }
    }

    public async Task AnswerAsync(HttpContext context, PlayedRequest request)
    {
        var roll = Roll(10);
        if (roll == 0)
        {
            await PlayedServer.StatusAsync(context, 500, "InternalError");
        }
        else if (roll == 1)
        {
            context.Abort();
        }
        else if (request.Query("watch") is null)
        {
            await PlayedServer.JsonAsync(context, 200, List());
        }
        else
        {
            await WatchAsync(context, request);
        }
    }

    private async Task WatchAsync(HttpContext context, PlayedRequest request)
    {
        if (request.Query("sendInitialEvents") is not null)
        {
            var (listed, at) = Initial();
            await WatchedServer.SendAsync(context, listed);
            await FollowAsync(context, at);
            return;
        }

        var from = int.Parse(request.Query("resourceVersion")!, CultureInfo.InvariantCulture);
        if (Roll(4) == 0)
        {
            await WatchedServer.SendAsync(context, WatchedServer.Error(410, "Expired"));
            return;
        }

        await FollowAsync(context, from);
    }

    private async Task FollowAsync(HttpContext context, int from)
    {
        while (true)
        {
            var lines = Advance(from);
            foreach (var (at, line) in lines)
            {
                if (!finished.Task.IsCompleted && Roll(25) == 0)
                {
                    // Cut in the middle of the line.
                    await WatchedServer.SendAsync(context, line[..Roll(line.Length)]);
                    if (Roll(2) == 0)
                    {
                        context.Abort();
                    }

                    return;
                }

                await WatchedServer.SendAsync(context, line);
                from = at;
            }

            if (lines.Count == 0)
            {
                await WatchedServer.HangAsync(context);
                return;
            }
        }
    }

    /// <summary>Changes some objects, and gives every change since a version.</summary>
    private List<(int Version, string Line)> Advance(int from)
    {
        lock (gate)
        {
            for (var i = 0; i < 20 && version < 100 + Changes; i++)
            {
                var name = $"g{chance.Next(12)}";
                var at = (++version).ToString(CultureInfo.InvariantCulture);
                var there = items.ContainsKey(name);
                var kind = !there ? "ADDED" : chance.Next(3) == 0 ? "DELETED" : "MODIFIED";
                if (kind == "DELETED")
                {
                    items.Remove(name);
                }
                else
                {
                    items[name] = at;
                }

                log.Add((version, WatchedServer.Line(kind, name, at)));
            }

            if (version >= 100 + Changes)
            {
                finished.TrySetResult();
            }

            return [.. log.Where(entry => entry.Version > from)];
        }
    }

    private string List()
    {
        lock (gate)
        {
            return WatchedServer.List(version.ToString(CultureInfo.InvariantCulture), [.. items.Select(pair => $"{pair.Key}@{pair.Value}")]);
        }
    }

    private (string Lines, int Version) Initial()
    {
        lock (gate)
        {
            return (string.Concat(items.Select(pair => WatchedServer.Line("ADDED", pair.Key, pair.Value)))
                + WatchedServer.Bookmark(version.ToString(CultureInfo.InvariantCulture), end: true), version);
        }
    }

    private int Roll(int sides)
    {
        lock (gate)
        {
            var rolled = chance.Next(sides);
            Faults += rolled == 0 ? 1 : 0;
            return rolled;
        }
    }
}
