using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

public sealed class ProbeFolderTests : IDisposable
{
    private const string Probe = "apiVersion: staggered.dev/v1alpha1\nkind: AcceptanceProbe\nmetadata: {NAME}\nspec:\n  steps:\n  - {name: a, http: {path: /}}\n";
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-probe-folder").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("name: checkout")]
    [InlineData("namespace: default")]
    public async Task Two_files_have_one_name_only_where_they_have_a_name(string metadata)
    {
        foreach (var file in (string[])["a.yaml", "b.yml"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), Probe.Replace("NAME", metadata, StringComparison.Ordinal));
        }

        var (_, problems) = (await new ProbeFolder(folder).ChangedAsync(CancellationToken.None))!.Value;
        Assert.Equal(
            metadata.StartsWith("name:", StringComparison.Ordinal) ? ["b.yml metadata.name the name 'checkout' is taken by a probe in a.yaml"] : ["a.yaml:3 metadata.name is missing", "b.yml:3 metadata.name is missing"],
            problems.Select(p => $"{p.Place} {p.What}"));
    }

    [Fact]
    public void Two_documents_without_a_name_lack_it_each_and_are_not_of_one_name()
    {
        var document = Probe.Replace("NAME", "namespace: default", StringComparison.Ordinal);
        var (_, problems) = ProbeFiles.Read($"{document}---\n{document}", "f.yaml");
        Assert.Equal(["is missing", "is missing"], problems.Select(p => p.What));
    }
}
