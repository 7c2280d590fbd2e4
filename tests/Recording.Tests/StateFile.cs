using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording.Sqlite;

namespace Rollout.Recording.Tests;

/// <summary>A state file in a directory of its own.</summary>
internal sealed class StateFile : IDisposable
{
    public static readonly RolloutKey Key = new("default", "shop");

    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("rollout-state-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "rollout.db");

    public static RolloutRecord Record(string message = "begun") =>
        new() { Key = Key, Progress = Progress.Initial with { Message = message, Since = Noon } };

    public static Happening Happening(int number) => new(Noon.AddSeconds(number), "v2", "CanaryStarted", $"happening {number}", Severity.Warning);

    public static MetricBucket Bucket(int second, double count = 1) =>
        new("dollars", new FleetBucket(Noon.AddSeconds(second), TimeSpan.FromSeconds(1), new Dictionary<string, Measure>
        {
            ["n1"] = new() { Count = count, Sum = 0.1 + 0.2, Traffic = 3, ValueCounts = [1, 2, double.PositiveInfinity] },
            ["n2"] = new() { Count = 0 },
        }));

    public SqliteRecorder Open(SqliteRecorderOptions? options = null, TimeProvider? time = null)
    {
        var opened = SqliteRecorder.Open(Path, options ?? new(), time ?? TimeProvider.System);
        return opened is OpenResult.Refused refused ? throw new Xunit.Sdk.XunitException(refused.Problem.ToString()) : ((OpenResult.Opened)opened).Recorder;
    }

    public string Refusal(SqliteRecorderOptions? options = null) => RefusalOf(Path, options);

    public static string RefusalOf(string path, SqliteRecorderOptions? options = null)
    {
        var problem = Assert.IsType<OpenResult.Refused>(SqliteRecorder.Open(path, options ?? new(), TimeProvider.System)).Problem;
        Assert.Equal(path, problem.Place);
        return $"{problem.What}; {problem.Mend}";
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
