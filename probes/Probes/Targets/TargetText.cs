namespace Rollout.Probes.Targets;

/// <summary>A target as people write it: a URL, or a host and a port.</summary>
public static class TargetText
{
    /// <summary>Null where the text is neither.</summary>
    /// <param name="text"><c>https://shop.example/path</c>, <c>shop.example:8080</c>, <c>[::1]:53</c>, <c>192.0.2.53</c>.</param>
    /// <param name="scheme">Of a target that says none.</param>
    public static Uri? Parse(string text, string scheme = "http")
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"{scheme}://{text}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var target) && target.Host.Length > 0 && target.UserInfo.Length == 0
            && target.Scheme is "http" or "https" or "tcp" or "dns"
            ? target
            : null;
    }
}
