using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Rollout.Server.Dashboard;

/// <summary>The page's files, embedded in this assembly under <c>dashboard/</c>; read once.</summary>
internal static class DashboardFiles
{
    private const string Prefix = "dashboard/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The files by name (<c>main.js</c>), names compared exactly.</summary>
    public static FrozenDictionary<string, DashboardFile> Load()
    {
        var assembly = typeof(DashboardFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static DashboardFile Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lists the resource {resource} and does not hold it.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
        return new DashboardFile(content, ContentTypes[Path.GetExtension(resource)], tag);
    }
}
