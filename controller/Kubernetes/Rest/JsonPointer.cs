namespace Rollout.Kubernetes.Rest;

/// <summary>Paths of JSON patches (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary><c>Of("metadata", "annotations", "staggered.dev/x")</c> is <c>/metadata/annotations/staggered.dev~1x</c>.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var path = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            path.Append('/').Append(part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return path.ToString();
    }
}
