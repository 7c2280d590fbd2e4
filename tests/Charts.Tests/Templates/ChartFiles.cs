namespace Rollout.Charts.Tests.Templates;

/// <summary><c>.Files</c>: what lies in the chart beside its templates.</summary>
internal sealed class ChartFiles(IReadOnlyDictionary<string, string> files)
{
    /// <summary>The empty text where it is not there, as Helm has it.</summary>
    public string Get(string path) => files.GetValueOrDefault(path, "");

    /// <summary>One star at the end of one folder.</summary>
    public Dictionary<string, object?> Glob(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0 || pattern.IndexOf('*', star + 1) >= 0 || pattern[star..].Contains('/', StringComparison.Ordinal))
        {
            throw new TemplateFault($"Glob '{pattern}' is not served here");
        }

        return files.Where(file => file.Key.Length >= pattern.Length - 1 && file.Key.StartsWith(pattern[..star], StringComparison.Ordinal)
            && file.Key.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal) && !file.Key[star..].Contains('/', StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => (object?)file.Value, StringComparer.Ordinal);
    }
}
