namespace Rollout.Kubernetes.Configuration;

/// <summary>An address without the user and password that may stand in it, nor its query.</summary>
internal static class RedactedUrl
{
    public static string Of(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
