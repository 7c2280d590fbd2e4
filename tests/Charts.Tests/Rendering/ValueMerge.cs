namespace Rollout.Charts.Tests.Rendering;

/// <summary>Values laid over defaults as Helm does it: maps are merged, a null takes a default away, anything else takes its place.</summary>
internal static class ValueMerge
{
    public static Dictionary<string, object?> Over(IReadOnlyDictionary<string, object?> defaults, IReadOnlyDictionary<string, object?> given)
    {
        var merged = defaults.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            if (value is null && defaults.ContainsKey(key))
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value is Dictionary<string, object?> over && merged.GetValueOrDefault(key) is Dictionary<string, object?> under ? Over(under, over) : value;
            }
        }

        return merged;
    }
}
