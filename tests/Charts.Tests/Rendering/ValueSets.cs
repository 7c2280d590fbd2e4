namespace Rollout.Charts.Tests.Rendering;

/// <summary>The values that the chart is rendered with here (ValueSets/*.yaml), each with the policies served and not.</summary>
internal static class ValueSets
{
    public static string Of(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Charts.Tests", "ValueSets", name + ".yaml"));

    public static TheoryData<string, bool> All { get; } = Every();

    public static ChartRelease Release(bool policies) => policies ? ChartRelease.WithPolicies : new ChartRelease();

    private static TheoryData<string, bool> Every()
    {
        var data = new TheoryData<string, bool>();
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Charts.Tests", "ValueSets"), "*.yaml").Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileNameWithoutExtension(path), false);
            data.Add(Path.GetFileNameWithoutExtension(path), true);
        }

        return data;
    }
}
