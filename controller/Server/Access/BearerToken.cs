namespace Rollout.Server.Access;

/// <summary>The token of a header <c>Authorization: Bearer TOKEN</c> (RFC 6750 section 2.1).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>More than the longest that any API server gives out; what is longer is nobody's.</summary>
    private const int Longest = 16 << 10;

    /// <summary>Null where there is none.</summary>
    public static string? Of(string? authorization) =>
        authorization is { Length: > 0 and <= Longest } && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[Scheme.Length..].Trim() is { Length: > 0 } token ? token : null;
}
