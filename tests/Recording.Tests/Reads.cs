using Rollout.Planning;

namespace Rollout.Recording.Tests;

internal static class Reads
{
    public static async Task<RolloutRecord> KnownAsync(this IRecorder recorder) =>
        Assert.IsType<Observed<RolloutRecord>.Known>(await recorder.ReadAsync(StateFile.Key, default)).Value;

    public static async Task<long> WrittenAsync(this IRecorder recorder, RolloutRecord next, long expected, RecordedNews? news = null) =>
        Assert.IsType<RecordResult.Written>(await recorder.WriteAsync(next, expected, news ?? RecordedNews.None, default)).Version;
}
