using Rollout.Recording.Sqlite;

namespace Rollout.History.Tests;

/// <summary>Releases of a shop.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>With every field set, and odd figures that show a rounding.</summary>
    public static ReleaseRecord Full(int number = 1, string name = "shop") => new()
    {
        Key = new ReleaseKey("hosts/" + name, "v" + number, At(number)),
        Namespace = "default",
        Name = name,
        Sequence = 7,
        StableRevision = "v" + (number - 1),
        Commit = "9fceb02",
        CommittedAt = At(number).AddHours(-5),
        BuiltAt = At(number).AddHours(-1),
        Risk = "high",
        WantedAt = At(number).AddSeconds(-2),
        StartedBy = "ada",
        Stages =
        [
            new ReleaseStage(0, 1, 6, At(number).AddSeconds(1), At(number).AddSeconds(9).AddMicroseconds(123456), At(number).AddMinutes(20)),
            new ReleaseStage(2, 3, 6, At(number).AddMinutes(20), null, null),
        ],
        Verdicts =
        [
            new ReleaseVerdict("dollars", "NoWorse", 0.1 + 0.2, -1.0 / 3, 1e-300, -0.5, 7.25, 1234, 56789),
            new ReleaseVerdict("errors", "Insufficient", null, null, null, null, null, null, null),
        ],
        DecidedAt = At(number).AddMinutes(30),
        Result = ReleaseResult.Promoted,
        Reason = "AllStagesPassed",
        Message = "all stages passed: 'a' \"b\" — ö 🚀",
        EndedBy = "grace",
        EndedAt = At(number).AddMinutes(40),
    };

    public static ReleaseRecord UnderWay(int number = 1, long sequence = 1) => Full(number) with
    {
        Sequence = sequence, Result = null, Reason = null, Message = null, EndedBy = null, EndedAt = null, DecidedAt = null, Verdicts = [],
        Stages = [.. Full(number).Stages.Take(1)],
    };

    public static DateTimeOffset At(int number) => Noon.AddHours(number).AddMicroseconds(1);

    public static IReleaseStore Store(string address, TimeProvider? time = null)
    {
        var (parsed, problem) = HistoryAddress.Parse(address);
        Assert.Null(problem);
        return parsed!.Store(() => SqliteLibrary.WhatIsMissing, time ?? TimeProvider.System);
    }

    public static async Task<IReadOnlyList<ReleaseRecord>> AllAsync(this IReleaseStore store, ReleaseQuery? query = null)
    {
        var read = await store.ReadAsync(query ?? new ReleaseQuery(), default);
        return read is ReleasesRead.Found found ? found.Releases : throw new Xunit.Sdk.XunitException(((ReleasesRead.Unavailable)read).Reason);
    }

    public static async Task<bool> KeepAsync(this IReleaseStore store, ReleaseRecord release)
    {
        var written = await store.WriteAsync(release, default);
        return written is ReleaseWritten.Done done ? done.Changed : throw new Xunit.Sdk.XunitException(written.ToString());
    }

    /// <summary>Records compare their lists by reference.</summary>
    public static void Same(ReleaseRecord expected, ReleaseRecord actual)
    {
        Assert.Equal(expected.Stages, actual.Stages);
        Assert.Equal(expected.Verdicts, actual.Verdicts);
        Assert.Equal(expected, actual with { Stages = expected.Stages, Verdicts = expected.Verdicts });
    }
}
