namespace Rollout.Kubernetes.Configuration;

/// <summary>
/// Fields that nobody knows are told, not refused: a kubeconfig is written by many tools, and kubectl reads over what it does not know.
/// </summary>
internal static class KnownFields
{
    public static void Warn(YamlFields fields, IReadOnlyCollection<string> known, List<ConfigurationProblem> warnings)
    {
        foreach (var key in fields.Keys().Where(key => !known.Contains(key, StringComparer.Ordinal)))
        {
            warnings.Add(new ConfigurationProblem(fields.PlaceOf(key), "nobody reads this field", $"known are {string.Join(", ", known)}"));
        }
    }
}
