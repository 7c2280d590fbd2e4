namespace Rollout.Architecture.Tests;

public class ReferenceTests
{
    public static TheoryData<string> Projects() => [.. ArrowTable.Projects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Refers_only_along_the_arrows_of_the_table(string project)
    {
        using var assembly = BuiltAssembly.Open(ArrowTable.AssemblyOf(project));
        Assert.Empty(ArrowTable.Violations(project, assembly.References()));
    }

    [Fact]
    public void Every_product_project_is_in_the_table()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "controller"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "probes"), "*.csproj", SearchOption.AllDirectories))
            .Select(Path.GetFileNameWithoutExtension)
            .Select(name => name == "Cli" ? "rollout" : name!);
        Assert.Equal(ArrowTable.Projects.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reference_against_the_arrows_is_named()
    {
        // Planted: the judge must never know the server, nor bring a package of its own.
        var found = ArrowTable.Violations("Judge", ["System.Runtime", "MathNet.Numerics", "Rollout.Server", "Newtonsoft.Json"]);
        Assert.Equal(
            ["Judge must not refer to Rollout.Server; allowed: MathNet.Numerics", "Judge must not refer to Newtonsoft.Json; allowed: MathNet.Numerics"],
            found);
    }

    [Fact]
    public void No_type_bears_the_name_of_the_root_or_of_a_project()
    {
        var reserved = ArrowTable.Projects.Keys.Append("Rollout").Append("Cli").ToHashSet(StringComparer.Ordinal);
        var files = SourceTree.Sources("controller").Concat(SourceTree.Sources("probes"));
        Assert.Empty(files.Where(file => reserved.Contains(Path.GetFileNameWithoutExtension(file))));
    }
}
