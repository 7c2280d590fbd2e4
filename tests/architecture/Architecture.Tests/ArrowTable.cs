namespace Rollout.Architecture.Tests;

/// <summary>Which project may refer to which, and which packages it may bring: the table of controller/ARCHITECTURE.md.</summary>
internal static class ArrowTable
{
    private static readonly string[] Everything =
        ["Api", "Judge", "Planning", "Metrics", "Fleets", "Recording", "Telemetry", "History", "Kubernetes", "Probes"];

    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Api"] = [],
        ["Judge"] = [],
        ["Planning"] = ["Api", "Judge"],
        ["Metrics"] = ["Api", "Judge"],
        ["Kubernetes"] = [],
        ["Fleets"] = ["Api", "Planning", "Kubernetes"],
        ["Recording"] = ["Api", "Judge", "Planning", "Kubernetes"],
        ["Telemetry"] = [],
        ["History"] = ["Api"],
        ["Probes"] = ["Api", "Telemetry"],
        ["Server"] = Everything,
        ["Demo"] = [.. Everything, "Server"],
        ["rollout"] = [.. Everything, "Server", "Demo"],
    };

    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Judge"] = ["MathNet.Numerics"],
        ["Kubernetes"] = ["YamlDotNet", "Polly.Core"],
        ["Fleets"] = ["YamlDotNet"],
        ["Recording"] = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.core", "SQLitePCLRaw.provider.e_sqlite3"],
        ["History"] = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.core", "SQLitePCLRaw.provider.e_sqlite3", "Npgsql"],
        ["Telemetry"] = ["OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Exporter.OpenTelemetryProtocol"],
        ["Demo"] = ["Spectre.Console"],
        ["rollout"] = ["Spectre.Console", "System.CommandLine", "YamlDotNet"],
    };

    public static string AssemblyOf(string project) => project == "rollout" ? project : $"Rollout.{project}";

    /// <summary>The references of an assembly that the table does not know, as sentences.</summary>
    public static IReadOnlyList<string> Violations(string project, IEnumerable<string> references)
    {
        var packages = Packages.GetValueOrDefault(project, []);
        return
        [
            .. references
                .Where(name => !IsPlatform(name) && !packages.Contains(name, StringComparer.Ordinal))
                .Where(name => !Projects[project].Contains(name.Replace("Rollout.", "", StringComparison.Ordinal), StringComparer.Ordinal))
                .Select(name => $"{project} must not refer to {name}; allowed: {string.Join(", ", Projects[project].Concat(packages))}"),
        ];
    }

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine"
        || name is "System" or "netstandard" or "mscorlib"
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name is "Microsoft.Net.Http.Headers" or "Microsoft.Win32.Primitives";
}
