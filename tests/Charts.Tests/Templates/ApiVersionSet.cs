namespace Rollout.Charts.Tests.Templates;

/// <summary><c>.Capabilities.APIVersions</c>: <c>group/version</c> and <c>group/version/Kind</c>.</summary>
internal sealed class ApiVersionSet(IEnumerable<string> versions)
{
    private readonly HashSet<string> versions = new(versions, StringComparer.Ordinal);

    public bool Has(string version) => versions.Contains(version);
}
