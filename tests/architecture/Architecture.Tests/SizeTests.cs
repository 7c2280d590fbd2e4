namespace Rollout.Architecture.Tests;

public class SizeTests
{
    private const int MostLinesOfAFile = 400;
    private const int MostLinesOfAMethod = 60;

    public static TheoryData<string> Projects() => [.. ArrowTable.Projects.Keys];

    [Theory]
    [InlineData("controller")]
    [InlineData("probes")]
    [InlineData("tests")]
    public void No_source_file_is_longer_than_400_lines(string folder) =>
        Assert.Empty(SourceTree.Sources(folder)
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(found => found.lines > MostLinesOfAFile)
            .Select(found => $"{found.file}: {found.lines} lines"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_method_is_longer_than_60_lines(string project) =>
        Assert.Empty(MethodSizes.Of(Path.Combine(AppContext.BaseDirectory, ArrowTable.AssemblyOf(project) + ".dll"))
            .Where(size => size.Lines > MostLinesOfAMethod));

    [Fact]
    public void A_long_method_is_measured_with_its_place()
    {
        var sizes = MethodSizes.Of(typeof(SizeTests).Assembly.Location);
        var found = Assert.Single(sizes, size => size.Method == "MethodSizes.Of");
        Assert.Equal("MethodSizes.cs", found.File);
        Assert.InRange(found.Lines, 25, 45);
    }
}
