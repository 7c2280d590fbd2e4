using System.Globalization;
using Rollout.History;
using Rollout.Recording.Sqlite;

namespace Rollout.KillHost;

/// <summary>
/// Writes one release after another into a history, each twice (under way, then ended), and says each number once it is stored, until it
/// is killed. Everything in a release follows from its number, so that whoever looks afterwards can tell a whole one from half of one.
/// </summary>
internal static class Releasing
{
    public static async Task<int> RunAsync(string address, string name)
    {
        if (HistoryAddress.Parse(address) is not ({ } parsed, null))
        {
            return 2;
        }

        await using var store = parsed.Store(() => SqliteLibrary.WhatIsMissing, TimeProvider.System);
        Console.WriteLine("open");
        for (var number = 1; ; number++)
        {
            foreach (var release in new[] { Numbered(name, number, false), Numbered(name, number, true) })
            {
                while (await store.WriteAsync(release, CancellationToken.None) is not ReleaseWritten.Done)
                {
                    // The server may be down just now; whoever runs this decides for how long.
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                }
            }

            Console.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static ReleaseRecord Numbered(string name, int number, bool isOver)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(number);
        return new ReleaseRecord
        {
            Key = new ReleaseKey("hosts/" + name, "v" + text, at),
            Namespace = "default",
            Name = name,
            Sequence = isOver ? 2 : 1,
            Commit = text,
            Stages = [.. Enumerable.Range(0, 1 + (number % 3)).Select(i => new ReleaseStage(i, number, number, at, at, isOver ? at.AddSeconds(i) : null))],
            Verdicts = isOver ? [new ReleaseVerdict("dollars", "NoWorse", number, -number, number, number, number, number, number)] : [],
            Result = isOver ? ReleaseResult.Promoted : null,
            Message = isOver ? text : null,
            EndedAt = isOver ? at.AddMinutes(1) : null,
        };
    }
}
