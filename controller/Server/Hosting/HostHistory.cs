using Microsoft.Extensions.Logging;
using Rollout.History;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Recording.Sqlite;
using Rollout.Server.Releases;

namespace Rollout.Server.Hosting;

/// <summary>The history of a host fleet: by itself a SQLite file beside the state file.</summary>
internal static class HostHistory
{
    /// <summary>The platform has no uid for a host fleet; its name tells it from others in the same store.</summary>
    public static string Uid(RolloutKey key) => "hosts/" + key.Name;

    public static HistoryAddress Address(HostOptions options, string state) =>
        options.History ?? new HistoryAddress.SqliteFile(Path.ChangeExtension(state, null) + ".history.db");

    /// <param name="options">As started.</param>
    /// <param name="state">The state file.</param>
    /// <param name="key">Of the rollout.</param>
    /// <param name="recorder">Keeps every outcome, so that a store which was away, or is new, gets all of them.</param>
    public static ReleaseBook Open(HostOptions options, string state, RolloutKey key, SqliteRecorder recorder, TimeProvider time, ILogger log)
    {
        var store = options.KeepsNoHistory ? null : Address(options, state).Store(() => SqliteLibrary.WhatIsMissing, time);
        return new ReleaseBook(store, async cancellation =>
        {
            var outcomes = await recorder.ReadOutcomesAsync(key, int.MaxValue, cancellation);
            var now = await recorder.ReadAsync(key, cancellation) is Observed<RolloutRecord>.Known known
                ? ReleaseRecords.UnderWay(key, Uid(key), known.Value.Progress, known.Value.Version) : null;
            return [.. outcomes.Reverse().Select(o => ReleaseRecords.Over(key, Uid(key), o, 0)), .. now is null ? (ReleaseRecord[])[] : [now]];
        }, time, log);
    }
}
