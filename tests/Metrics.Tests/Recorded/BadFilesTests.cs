using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

/// <summary>One bad file a case in <c>bad/events</c> and <c>bad/buckets</c>; beside each stands all that is said of it.</summary>
public class BadFilesTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Recorded", "bad");

    public static TheoryData<string> Events => Names("events");

    public static TheoryData<string> Buckets => Names("buckets");

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Says_all_that_is_wrong_with_a_file_of_orders(string name)
    {
        var problems = new ProblemList();
        await RecordedFile.ReadEventsAsync(FileOf("events", name), new RecordedLimits(), problems, CancellationToken.None);
        AssertSaid("events", name, problems);
    }

    [Theory]
    [MemberData(nameof(Buckets))]
    public async Task Says_all_that_is_wrong_with_a_file_of_buckets(string name)
    {
        var data = await RecordedData.ReadBucketsAsync(FileOf("buckets", name), new RecordedLimits(), CancellationToken.None);
        var problems = new ProblemList();
        problems.Add(data.Problems);
        data.CheckBuckets(TimeSpan.FromMinutes(1), problems);
        AssertSaid("buckets", name, problems);
    }

    private static void AssertSaid(string kind, string name, ProblemList problems)
    {
        var directory = Path.Combine(Corpus, kind) + Path.DirectorySeparatorChar;
        var said = problems.Lines().Select(line => line.Replace(directory, "", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(FileOf(kind, name), ".said")), string.Concat(said.Select(line => line + "\n")));
    }

    private static string FileOf(string kind, string name) => Path.Combine(Corpus, kind, name + ".csv");

    private static TheoryData<string> Names(string kind) =>
        [.. Directory.GetFiles(Path.Combine(Corpus, kind), "*.csv").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];
}
